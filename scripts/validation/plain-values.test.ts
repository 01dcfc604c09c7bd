// Which plain values `validate` takes for patterns, and which are meant as they stand.
import { describe, expect, test } from 'vitest';
import type { SourceFile } from '../config/document-set.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { renderRecording } from '../recording/recording.ts';
import { signalOf, smallFiles } from '../rules/testing/organisation.ts';
import { lint } from './lint.ts';
import { validate } from './validate.ts';

function found(rule: string, more: readonly SourceFile[] = []): readonly Diagnostic[] {
  const files = smallFiles().map((file) =>
    file.path === 'rules/00-global.yaml' && 'text' in file
      ? { ...file, text: file.text.replace('severity:\n', `severity:\n  - ${rule}\n`) }
      : file,
  );
  const all = [...files, ...more];
  const validation = validate(all);
  return [...validation.diagnostics, ...lint(validation, '2026-11-21T10:00:00.000Z', all)];
}

const hints = (rule: string, more: readonly SourceFile[] = []): readonly string[] =>
  found(rule, more).map(({ code, severity, hint }) => `${severity} ${code}: ${hint.split(';')[0]}`);

const recording = (route: string): SourceFile => ({
  path: 'rules/recorded.jsonl',
  text: renderRecording([
    {
      source: 'watch',
      receivedAt: '2026-11-20T10:00:00.000Z',
      signal: signalOf({ labels: { 'http.route': route } }),
    },
  ]),
});

describe('a plain value that looks like a pattern', () => {
  const rule = '{id: a, when: {label.http.route: "/api/*/pay"}, set: sev2}';

  test('is named with what to write instead', () => {
    expect(hints(rule)).toEqual(['warning pattern-habit: write `{glob: "/api/*/pay"}`']);
  });

  test('in a list needs a rule of its own, and after `not` a rule above', () => {
    expect(hints('{id: a, when: {host: [db-1, "web-*"]}, set: sev2}')).toEqual([
      'warning pattern-habit: a list holds plain values only: write `{glob: "web-*"}` in a rule of its own',
    ]);
    expect(hints('{id: a, when: {host: {not: "web-*"}}, set: sev2}')).toEqual([
      'warning pattern-habit: `not` takes plain values only: give those that fit `{glob: "web-*"}` a rule above',
    ]);
  });

  test('is meant as it stands where a recorded signal holds that very text', () => {
    expect(hints(rule, [recording('/api/*/pay')])).toEqual([]);
    expect(hints(rule, [recording('/api/7/pay')])).toHaveLength(1);
  });

  test('is meant as it stands where a test of the rules sends that very text', () => {
    const tests = (route: string): SourceFile => ({
      path: 'rules/shop.yaml',
      text: `schema: tocsin/rules@1
tests:
  - name: routes come with their stars
    at: 2026-11-20T10:00:00Z
    signal: {source: watch, label.http.route: ${JSON.stringify(route)}}
    expect: {severity: sev2}
`,
    });
    expect(hints(rule, [tests('/api/*/pay')])).toEqual([]);
    expect(hints(rule, [tests('/api/7/pay')])).toHaveLength(1);
  });

  test('is looked for in what suppresses, too', () => {
    const gate = `{id: s, when: {host: a}, suppress_when: {open: {host: "db-.*"}, same: [environment]}}`;
    const files = smallFiles().map((file) =>
      file.path === 'rules/00-global.yaml' && 'text' in file
        ? { ...file, text: file.text.replace('gate:\n', `gate:\n  - ${gate}\n`) }
        : file,
    );
    const validation = validate(files);
    expect(lint(validation, '2026-11-21T10:00:00.000Z', files).map(({ code }) => code)).toEqual([
      'pattern-habit',
    ]);
  });
});
