import { describe, expect, test } from 'vitest';
import { durationMs } from './duration.ts';
import { splitFrontMatter } from './front-matter.ts';
import { isDocumentId, placeDocument } from './layout.ts';

describe('the place of a file', () => {
  test.for([
    ['tocsin.yaml', 'organisation', 'tocsin'],
    ['ownership/teams/payments.yaml', 'team', 'payments'],
    ['rules/00-global.yaml', 'rules', '00-global'],
    ['rules/payments.yaml', 'rules', 'payments'],
    ['rules/sources/sentry.yaml', 'source', 'sentry'],
    ['incidents/2026/2026-11-21-a.md', 'incident', '2026-11-21-a'],
  ] as const)('%s says that it holds a document of kind %s', ([path, document, id]) => {
    expect(placeDocument(path)).toEqual({ kind: 'document', document, id, part: null });
  });

  test('makes a file in the folder of a team a part of its rules, unless it says that it is something else', () => {
    const path = 'rules/payments/10-acquirers.yaml';
    const part = { kind: 'document', document: 'rules', id: 'payments', part: '10-acquirers' };
    expect(placeDocument(path)).toEqual(part);
    expect(placeDocument(path, 'schema: tocsin/rules@1\n')).toEqual(part);
    expect(placeDocument(path, 'schema: tocsin/source@1\n')).toMatchObject({
      kind: 'misplaced',
      hint: 'move it to `rules/sources/10-acquirers.yaml`',
    });
    expect(placeDocument('rules/payments/deep/a.yaml').kind).toBe('misplaced');
  });

  test.for([
    [
      'ownership/teams/payments.yml',
      null,
      'rename it to `ownership/teams/payments.yaml`',
      { kind: 'team', id: 'payments' },
    ],
    [
      'incidents/2026/2026-11-21-a.markdown',
      null,
      'rename it to `incidents/2026/2026-11-21-a.md`',
      { kind: 'incident', id: '2026-11-21-a' },
    ],
    [
      'ownership/payments.yaml',
      'schema: tocsin/team@1\n',
      'move it to `ownership/teams/payments.yaml`',
      { kind: 'team', id: 'payments' },
    ],
    [
      'incidents/2026-11-21-a.md',
      '---\nschema: tocsin/incident@1\n',
      'move it to `incidents/2026/2026-11-21-a.md`',
      { kind: 'incident', id: '2026-11-21-a' },
    ],
    [
      'incidents/2026/2026-11-21-a.md.orig',
      '---\nschema: tocsin/incident@1\n',
      'delete it, or take from it what `incidents/2026/2026-11-21-a.md` lacks',
      { kind: 'incident', id: '2026-11-21-a' },
    ],
    ['ownership/teams/deep/payments.yaml', 'name: A\n', 'move it out of this folder', null],
    ['rules/notes.txt', null, 'notes for people go into a README.md', null],
  ] as const)('%s is wrong, and the hint says where it belongs', ([path, text, hint, meant]) => {
    const placement = placeDocument(path, text);
    expect(placement).toMatchObject({
      kind: 'misplaced',
      meant,
      message: expect.stringMatching(/^unexpected .*, expected /),
    });
    expect(placement.kind === 'misplaced' && placement.hint).toContain(hint);
  });

  test('says of what lies beside incidents which files belong there', () => {
    expect(placeDocument('incidents/2026/graph.png')).toMatchObject({
      message: 'unexpected file, expected `incidents/<year>/<id>.md`',
    });
  });

  test('names an id by its grammar', () => {
    expect(
      ['a', 'a-1', `a${'b'.repeat(62)}`].filter((id) => isDocumentId('team', id)),
    ).toHaveLength(3);
    expect(
      ['', 'A', '1a', 'a--b', '-a', 'a-', 'a.b', 'ä', `a${'b'.repeat(63)}`].filter((id) =>
        isDocumentId('team', id),
      ),
    ).toEqual([]);
    expect(isDocumentId('incident', '2026-11-21-a')).toBe(true);
    expect(isDocumentId('incident', 'a')).toBe(false);
  });
});

describe('front matter', () => {
  test.for([
    ['---\na: 1\n---\nbody', 'a: 1\n', 'body'],
    ['---\r\na: 1\r\n---\r\nbody', 'a: 1\r\n', 'body'],
    ['--- \n---\n', '', ''],
    ['---\na: 1\n---', 'a: 1\n', ''],
    ['---\na: |\n  ---\n---\nb', 'a: |\n  ---\n', 'b'],
  ] as const)('of %j is cut out exactly', ([text, yaml, body]) => {
    const split = splitFrontMatter(text);
    expect(split?.yaml).toBe(yaml);
    expect(text.slice(split?.bodyStart)).toBe(body);
  });

  test.for(['', 'text', '---', '---\na: 1\n', ' ---\n---\n', '----\n---\n'])(
    'is none in %j',
    (text) => {
      expect(splitFrontMatter(text)).toBeNull();
    },
  );
});

test.for([
  ['30s', 30_000],
  ['30m', 1_800_000],
  ['2h', 7_200_000],
  ['1d', 86_400_000],
] as const)('the duration %s has %d milliseconds', ([text, ms]) => {
  expect(durationMs(text)).toBe(ms);
});
