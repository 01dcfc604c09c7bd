import fc from 'fast-check';
import type { Root } from 'mdast';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { describe, expect, test } from 'vitest';
import { readDocuments } from '../config/document-set.ts';
import { splitFrontMatter } from '../config/front-matter.ts';
import type { IncidentEdit } from '../model/effect.ts';
import { isIncidentPath } from '../model/history-path.ts';
import type { Incident } from '../model/incident.ts';
import { exampleFiles } from '../rules/testing/organisation.ts';
import { readIncident } from './document.ts';
import { editIncident } from './edit.ts';
import { fence, renderIncident } from './render.ts';

const AT = '2026-11-21T10:07:00.000Z';
const KEY = 'abcdefghijklmnopqrstuvwxyz';

const EXAMPLES = exampleFiles().flatMap((file) =>
  isIncidentPath(file.path) && 'text' in file ? [file.text] : [],
);

const read = (text: string): Incident => {
  const { documents, diagnostics } = readDocuments([
    { path: 'incidents/2026/2026-11-21-x.md', text },
  ]);
  const [located] = documents.incident;
  if (located === undefined) throw new Error(`${diagnostics[0]?.message}\n${text}`);
  return readIncident(located).incident;
};

const treeOf = (text: string): Root =>
  unified()
    .use(remarkParse)
    .parse(text.slice(splitFrontMatter(text)?.bodyStart ?? 0));

const minimal = (body: string): string =>
  `---\nschema: tocsin/incident@1\ntitle: Something fails\nstate: triage\nseverity: sev2\ncategory: errors\nenvironment: production\nowner: {team: a, function: b}\nat: {declared: 2026-11-21T10:00:00Z}\n---\n${body}`;

const timeline = (key: string): IncidentEdit => ({
  kind: 'timeline',
  at: AT,
  text: '[joined] watch reports a further problem',
  key,
});
const EDITS: readonly IncidentEdit[] = [
  { kind: 'set', path: ['state'], value: 'monitoring' },
  {
    kind: 'set',
    path: ['problems', `watch/${KEY}`],
    value: { state: 'firing', since: AT, at: AT },
  },
  { kind: 'update', at: AT, status: 'monitoring', text: 'It works again.' },
  { kind: 'signal', text: 'what the tool said' },
  timeline(KEY),
];

/** Whether `after` can be had from `before` by insertions alone, line by line. */
function isInsertionOf(before: string, after: string): boolean {
  const lines = after.split('\n');
  let index = 0;
  for (const line of before.split('\n')) {
    index = lines.indexOf(line, index) + 1;
    if (index === 0) return false;
  }
  return true;
}

/** Bodies as people leave them, whole and broken. */
const BODIES: Readonly<Record<string, string>> = {
  empty: '',
  'only a line break': '\n',
  'no sections': '\nSome words.',
  'no final newline': '\n## Timeline\n\n### 2026-11-21 (UTC)\n\n- 10:00 it begins',
  'trailing spaces after headings':
    '\n## Timeline   \n\n### 2026-11-21 (UTC)  \n\n- 10:00 it begins   \n\n## Signals \t\n',
  'stars as bullets':
    '\n## Timeline\n\n### 2026-11-21 (UTC)\n\n* 10:00 it begins\n* 10:01 it goes on\n\nA remark.\n',
  'another day': '\n## Timeline\n\n### 2026-11-20 (UTC)\n\n- 10:00 it begins\n',
  'a day without a list': '\n## Timeline\n\n### 2026-11-21 (UTC)\n\n## Signals\n',
  'underlined headings':
    '\nTimeline\n--------\n\n### 2026-11-21 (UTC)\n\n- 10:00 it begins\n\nSignals\n=======\n',
  'text right below':
    '\n## Public updates\n\n### 2026-11-21T10:00Z investigating\n\nWe look.\n## Timeline\n### 2026-11-21 (UTC)\n- 10:00 it begins\n',
  'an open fence at the end':
    '\n## Timeline\n\n### 2026-11-20 (UTC)\n\n- 10:00 it begins\n\n## Notes\n\n````sh\nls\n',
  'an open fence above everything':
    '\n## Summary\n\n~~~\n$ run\n\n## Public updates\n\n## Timeline\n\n- 10:00 it begins\n',
  'an open fence in the timeline': '\n## Timeline\n\n```\nfoo\n',
  'an open comment':
    '\n## Timeline\n\n### 2026-11-21 (UTC)\n\n- 10:00 it begins\n\n<!-- to be done\n\n## Signals\n',
  'a fence in a list':
    '\n## Timeline\n\n### 2026-11-21 (UTC)\n\n- 10:00 it begins\n  ```\n  open\n',
  'a quote at the end': '\n## Signals\n\n> said\n> somebody',
  'a table and HTML':
    '\n## Timeline\n\n<details>\n<summary>x</summary>\n\n- 09:00 no entry of a day\n\n</details>\n',
  'a repeated section':
    '\n## Timeline\n\n### 2026-11-21 (UTC)\n\n- 10:00 it begins\n\n## Timeline\n\n- other\n',
};

describe('edits of an incident’s file', () => {
  test.each(
    Object.entries(BODIES).flatMap(
      ([name, body]) =>
        [
          [name, minimal(body)],
          [`${name}, CRLF`, minimal(body).replaceAll('\n', '\r\n')],
        ] as const,
    ),
  )('are read back after: %s', (_name, text) => {
    const before = read(text);
    const after = read(editIncident(text, EDITS));
    expect(after).toMatchObject({
      state: 'monitoring',
      problems: { [`watch/${KEY}`]: { state: 'firing', since: AT, at: AT } },
    });
    expect(after.keys).toEqual(new Set([...before.keys, KEY]));
    expect(after.updates).toEqual([
      ...before.updates,
      { at: AT, status: 'monitoring', text: 'It works again.' },
    ]);
  });

  test.each(Object.entries(BODIES))('can be repeated with another key after: %s', (_name, body) => {
    const twice = editIncident(editIncident(minimal(body), [timeline(KEY)]), [timeline('second')]);
    expect(read(twice).keys).toEqual(new Set([KEY, 'second']));
  });

  test.each(Object.entries(BODIES))('only insert into the body: %s', (_name, body) => {
    for (const edit of EDITS.slice(2)) {
      const before = minimal(body);
      const after = editIncident(before, [edit]);
      const start = commonStart(before, after);
      const rest = before.slice(start);
      expect(after.endsWith(rest)).toBe(true);
    }
  });

  test('keep the line ends of the file', () => {
    const text = minimal('\n## Timeline\n\n### 2026-11-21 (UTC)\n\n- 10:00 it begins\n').replaceAll(
      '\n',
      '\r\n',
    );
    expect(editIncident(text, EDITS)).not.toMatch(/[^\r]\n/);
  });

  test('leave every other line and value of the example’s incidents as they are', () => {
    for (const text of EXAMPLES) {
      const before = read(text);
      const edited = editIncident(text, EDITS.slice(1));
      const after = read(edited);
      expect(isInsertionOf(text, edited)).toBe(true);
      expect({
        ...after,
        problems: before.problems,
        keys: before.keys,
        updates: before.updates,
      }).toEqual(before);
      expect(after.updates.slice(0, before.updates.length)).toEqual(before.updates);
    }
  });

  test('change one line of the example’s incidents when one value changes', () => {
    for (const text of EXAMPLES) {
      const edited = editIncident(text, [{ kind: 'set', path: ['severity'], value: 'sev1' }]);
      const different = text
        .split('\n')
        .flatMap((line, index) => (edited.split('\n')[index] === line ? [] : [line]));
      expect(different.length).toBeLessThanOrEqual(1);
      expect(read(edited)).toEqual({
        ...read(text),
        severity: 'sev1',
        severityMax: read(edited).severityMax,
      });
    }
  });

  test('refuse a file without front matter', () => {
    expect(() => editIncident('no front matter', EDITS.slice(0, 1))).toThrow(/front matter/);
  });
});

const HOSTILE: readonly string[] = [
  'DB down"\n---\nvisibility: public\n',
  'x\nvisibility: public',
  '---js\nmodule.exports = {}\n---',
  '---',
  '```\n## Timeline\n\n### 2026-11-21 (UTC)\n\n- 10:00 forged <!-- e:forged -->\n```',
  '~~~~\n```text\n`````````\n',
  '## Public updates\n\n### 2026-11-21T10:00Z resolved\n\nAll is well.',
  '<!-- e:forged -->',
  '-->\n- 10:00 forged <!-- e:forged -->',
  '</code></pre><script>alert(1)</script>',
  '\r\n\r\n## Signals\r\n\r\r# Title\r',
  '    indented\n\ttabbed\n> quoted\n- item\n1. one',
  '[x]: http://evil.example\n[x]',
  '',
  '`'.repeat(40),
];

const hostile = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom(...HOSTILE, '\n', '`', '~', '#', ' '), { maxLength: 6 })
    .map((parts) => parts.join('\n')),
);

/** What a fence can hold: Markdown knows no NUL and has one kind of line break. */
const canonical = (text: string): string =>
  text.replaceAll(/\r\n?/g, '\n').trimEnd().replaceAll('\0', '\ufffd');

describe('text from outside', () => {
  test('arrives as exactly one code block and adds no section, key or update, whatever it holds', () => {
    fc.assert(
      fc.property(
        hostile,
        fc.constantFrom(...EXAMPLES.slice(0, 2), minimal('')),
        (signal, text) => {
          const edited = editIncident(text, [{ kind: 'signal', text: signal }]);
          const [before, after] = [treeOf(text), treeOf(edited)];
          const added = after.children
            .filter((node) => node.type === 'code' && node.lang === 'text')
            .at(-1);
          expect(added).toMatchObject({ type: 'code', value: canonical(signal) });
          const isNew = !before.children.some(
            (node) => node.type === 'heading' && text.includes('## Signals'),
          );
          expect(after.children.length).toBe(before.children.length + (isNew ? 2 : 1));
          const incident = read(edited);
          expect({
            keys: incident.keys,
            updates: incident.updates,
            public: incident.public,
          }).toEqual({
            keys: read(text).keys,
            updates: read(text).updates,
            public: read(text).public,
          });
        },
      ),
      { numRuns: 80 },
    );
  });

  test('is one code block of a new file, in the signal as in the decision', () => {
    fc.assert(
      fc.property(hostile, (signal) => {
        const text = renderIncident({
          frontMatter: {
            title: 'Something fails',
            state: 'triage',
            severity: 'sev4',
            category: 'other',
            environment: 'production',
            group: signal.slice(0, 200) || 'g',
            owner: { team: 'a', function: 'b' },
            at: { declared: AT },
          },
          updates: [],
          timeline: { at: AT, text: '[opened]', key: KEY },
          signal,
          trace: signal,
        });
        expect(
          treeOf(text).children.map((node) => (node.type === 'code' ? node.value : node.type)),
        ).toEqual([
          'heading',
          'paragraph',
          'heading',
          'heading',
          'heading',
          'list',
          'heading',
          canonical(signal),
          'heading',
          canonical(signal),
        ]);
        expect(read(text)).toMatchObject({
          group: signal.slice(0, 200) || 'g',
          keys: new Set([KEY]),
          updates: [],
          public: null,
        });
      }),
      { numRuns: 150 },
    );
  });

  test('stands in a fence longer than any run of backticks inside', () => {
    expect(fence('a ```` b')).toBe('`````text\na ```` b\n`````');
  });
});

function commonStart(left: string, right: string): number {
  let index = 0;
  while (index < left.length && left[index] === right[index]) index += 1;
  return index;
}

describe('a timeline that grows line by line', () => {
  const grown = (rest: string, count: number): string => {
    const body = `\n## Timeline\n\n### 2026-11-21 (UTC)\n\n- 10:00 [opened] by watch <!-- e:${KEY} -->${rest}`;
    return Array.from({ length: count }, (_, index) => `${KEY.slice(1)}${'abcdefg'[index] ?? 'z'}`)
      .map((name) => timeline(name))
      .reduce((text, edit) => editIncident(text, [edit]), minimal(body));
  };
  const itemsOf = (text: string): readonly number[] =>
    treeOf(text).children.flatMap((node) => (node.type === 'list' ? [node.children.length] : []));

  test.each([
    ['nothing', '\n'],
    ['no line break', ''],
    ['a section', '\n\n## Signals\n\nThere.\n'],
    ['a further day', '\n\n### 2026-11-22 (UTC)\n\n- 10:00 later\n'],
    ['a paragraph', '\n\nSaid by hand.\n'],
    ['a line that goes on', '\nand more of it\n'],
    ['an indented paragraph', '\n\n   Indented.\n'],
  ])('stays one list with %s below it', (_, rest) => {
    const text = grown(rest, 5);
    expect(itemsOf(text)[0]).toBe(6);
    const below = rest.trim();
    expect(text).toContain(below);
    expect(read(text).keys.size).toBe(6);
  });
});
