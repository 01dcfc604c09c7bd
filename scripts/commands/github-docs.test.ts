// What docs/github.md says of commands, workflows and permissions is so.
import { execFileSync, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { PROGRAM } from '../cli/testing/program.ts';
import { EXAMPLE } from '../validation/testing/plant.ts';

const PAGE = readFileSync(join(EXAMPLE, 'docs/github.md'), 'utf8');
const WORKFLOWS = join(EXAMPLE, '.github/workflows');

const blocks = (language: string): readonly string[] =>
  [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))].map(
    (found) => found[1] ?? '',
  );

describe('docs/github.md', () => {
  test('shows what the doctor says', () => {
    const [, command = ''] = blocks('sh');
    const [answer = ''] = blocks('text');
    const run = tocsin({}, ...command.trim().split(' ').slice(1));
    const git = execFileSync('git', ['version'], { encoding: 'utf8' }).trim().split(' ')[2] ?? '';
    const shown = answer
      .replace(/Node [\d.]+/, `Node ${process.versions.node}`)
      .replace(/git [\d.]+/, `git ${git}`);
    expect([run.status, run.stdout]).toEqual([0, shown]);
  });

  test('shows a way to ask the doctor that is taken, whatever GitHub answers', () => {
    const [command = ''] = blocks('sh');
    expect(command).toMatch(/^GITHUB_REPOSITORY=\S+ GITHUB_TOKEN=… tocsin doctor$/m);
    const environment = {
      GITHUB_REPOSITORY: 'o/r',
      GITHUB_TOKEN: 'x',
      GITHUB_API_URL: 'http://127.0.0.1:9',
    };
    expect(tocsin(environment, 'doctor', 'github').status).toBe(3);
  });

  test('lists every workflow with what starts it', () => {
    const listed = [...PAGE.matchAll(/^\| \[([\w-]+)\]\(\.\.\/\.github\/workflows\/([\w.-]+)\)/gm)];
    expect(listed.map(([, name, file]) => `${name}.yml` === file)).not.toContain(false);
    expect(listed.map(([, , file]) => file).toSorted()).toEqual(readdirSync(WORKFLOWS).toSorted());
    const variables = readdirSync(WORKFLOWS).flatMap((name) =>
      [...readFileSync(join(WORKFLOWS, name), 'utf8').matchAll(/\b(?:vars|secrets)\.(\w+)/g)].map(
        ([, variable = '']) => variable,
      ),
    );
    for (const variable of new Set(variables)) expect(PAGE).toContain(variable);
  });

  test('asks for an App that may do what the workflows do and no more, and reads what they wait for', () => {
    const manifest: unknown = JSON.parse(
      readFileSync(join(EXAMPLE, 'docs/github-app.json'), 'utf8'),
    );
    const permissions = record(record(manifest)['default_permissions']);
    const told = [...PAGE.matchAll(/^\| ([a-z ]+): (write|read) \|/gm)].map(
      ([, name = '', level]) => [name.replace(' ', '_'), level],
    );
    expect(Object.fromEntries(told)).toEqual(permissions);
    const writers = readdirSync(WORKFLOWS).flatMap((name) => {
      const workflow: unknown = parse(readFileSync(join(WORKFLOWS, name), 'utf8'));
      const isWriter = JSON.stringify(workflow).includes('TOCSIN_APP_KEY');
      return isWriter ? Object.values(record(record(workflow)['jobs'])) : [];
    });
    expect(writers.length).toBeGreaterThan(3);
    const asked = writers.flatMap((job) => Object.keys(record(record(job)['permissions'])));
    const needed = new Set([...asked.map((name) => name.replace('-', '_')), 'metadata']);
    expect(Object.keys(permissions).filter((name) => !needed.has(name))).toEqual([]);
    for (const job of writers)
      for (const [name, level] of Object.entries(record(record(job)['permissions'])))
        // The page is rung for with the token of the run itself.
        if (name !== 'actions') expect(permissions[name.replace('-', '_')]).toBe(level);
  });

  test('names the events that the manifest asks for, and the address where the gateway takes them', () => {
    const manifest = record(
      JSON.parse(readFileSync(join(EXAMPLE, 'docs/github-app.json'), 'utf8')),
    );
    const [, listed = ''] = /^4\. .*The events are (.*?);/m.exec(PAGE) ?? [];
    const named = [...listed.matchAll(/\*([\w ]+)\*/g)].map(([, name = '']) => EVENTS[name]);
    expect(named.toSorted()).toEqual(manifest['default_events']);
    expect(record(manifest['hook_attributes'])['url']).toMatch(/\/github$/);
    const { stdout } = tocsin({}, 'serve', '--help');
    for (const [option] of PAGE.matchAll(/--(?:repository|sweep-every|remote)\b/g))
      expect(stdout).toContain(option);
  });

  test('links to files that exist', () => {
    const links = [...PAGE.matchAll(/\]\((?!https:)([^)#]+)\)/g)].map(([, link = '']) => link);
    expect(links.filter((link) => !existsSync(join(EXAMPLE, 'docs', link)))).toEqual([]);
  });
});

/** Events as GitHub's pages call them. */
const EVENTS: Readonly<Record<string, string>> = {
  'Issue comments': 'issue_comment',
  Issues: 'issues',
  'Pull requests': 'pull_request',
  'Pull request reviews': 'pull_request_review',
  Pushes: 'push',
};

function tocsin(
  environment: Readonly<Record<string, string>>,
  ...words: readonly string[]
): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [PROGRAM, ...words], {
    cwd: EXAMPLE,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...environment },
  });
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
