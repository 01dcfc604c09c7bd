// The rules that every workflow keeps to, checked on the parsed files.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const FOLDER = new URL('../.github/workflows/', import.meta.url);

describe.each(readdirSync(FOLDER))('%s', (name) => {
  const text = readFileSync(new URL(name, FOLDER), 'utf8');
  const workflow: unknown = parse(text);

  test('grants nothing by default', () => {
    expect(at(workflow, 'permissions')).toEqual({});
  });

  test('says what happens to runs that overlap', () => {
    expect(at(workflow, 'concurrency', 'group')).toEqual(expect.any(String));
  });

  test.each(Object.entries(record(at(workflow, 'jobs'))))(
    'job %s has a time limit and its own permissions',
    (_job, job) => {
      expect(at(job, 'timeout-minutes')).toEqual(expect.any(Number));
      expect(Object.keys(record(at(job, 'permissions'))).length).toBeGreaterThan(0);
    },
  );

  test('pins every action by its full hash', () => {
    const uses = [...text.matchAll(/uses:\s*(\S+)/g)].map((match) => match[1]);
    expect(
      uses.filter((action) => action === undefined || !/^[\w./-]+@[0-9a-f]{40}$/.test(action)),
    ).toEqual([]);
  });

  test('puts no expression into a command', () => {
    const commands = [...text.matchAll(/^\s*(?:- )?run:.*$/gm)].map((match) => match[0]);
    expect(commands.filter((command) => command.includes('${{'))).toEqual([]);
    expect(commands.length).toBeGreaterThan(0);
  });

  test('never runs code of a fork with secrets', () => {
    expect(Object.keys(record(at(workflow, 'on')))).not.toContain('pull_request_target');
    expect(Object.keys(record(at(workflow, 'on')))).not.toContain('workflow_run');
  });
});

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => record(inner)[key], value);
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
