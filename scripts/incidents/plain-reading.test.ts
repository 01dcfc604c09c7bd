// What is read of a long history without parsing Markdown is what the parser reads.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import fc from 'fast-check';
import { isIncidentPath } from '../model/history-path.ts';
import { readAllFiles } from '../workspace/read.ts';
import { readBody } from './body.ts';
import { endEntries } from './closing-line.ts';
import { plainLastStatus } from './plain-last-status.ts';

const EXAMPLE = join(import.meta.dirname, '../..');
const END = /^\[(?:closed|reopened)\b/;

const written = (text: string): Parameters<typeof readBody>[0] => ({
  file: 'f',
  text,
  bodyStart: 0,
  document: {},
});

const lastEnd = (text: string): unknown => {
  const { timeline } = readBody(written(text));
  const last = timeline.findLast((entry) => END.test(entry.text));
  return last === undefined ? null : { text: last.text, key: last.key };
};

const plainEnd = (text: string): unknown => {
  const last = endEntries(written(text)).at(-1);
  return last === undefined ? null : { text: last.text, key: last.key };
};

const lastStatus = (text: string): unknown =>
  readBody(written(text)).updates.at(-1)?.status ?? null;

test('every incident of the example organisation reads the same', () => {
  const texts = readAllFiles(EXAMPLE).flatMap((file) =>
    'text' in file && isIncidentPath(file.path) ? [file.text] : [],
  );
  expect(texts.length).toBeGreaterThan(20);
  let plain = 0;
  for (const text of texts) {
    const body = text.slice(text.indexOf('\n---\n') + 5);
    expect(plainEnd(body)).toEqual(lastEnd(body));
    const status = plainLastStatus(body, 0);
    if (status !== null) {
      plain += 1;
      expect(status).toBe(lastStatus(body));
    }
  }
  expect(plain).toBeGreaterThan(10);
});

const lines = (parts: readonly string[]): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...parts), { maxLength: 9 }).map((chosen) => chosen.join('\n'));

test('the end of an incident reads as in the parsed timeline', () => {
  const timeline = lines([
    '- 10:00 [closed] by @ada <!-- e:a1 -->',
    '- 10:05 [reopened] it failed again <!-- e:a2 -->',
    '- 10:07 [closed] by hand',
    '- 10:08 [closed] in two\n  lines <!-- e:a3 -->',
    '- 10:09 \\[closed] as letters <!-- e:a4 -->',
    '- 10:10 said that it is [closed] <!-- e:a5 -->',
    '* 10:11 [reopened] with a star',
    '',
    '### 2026-11-22 (UTC)',
    '- 10:12 nothing',
  ]);
  fc.assert(
    fc.property(timeline, (text) => {
      const body = `## Summary\n\nx\n\n## Timeline\n\n### 2026-11-21 (UTC)\n\n${text}\n`;
      expect(plainEnd(body)).toEqual(lastEnd(body));
    }),
    { numRuns: 500 },
  );
});

test('the last status reads as in the parsed updates, or only the parser tells', () => {
  const updates = lines([
    '### 2026-11-21T10:05Z investigating\n\nWe look.\n',
    '### 2026-11-21T10:05:30Z identified\n\nFound.\n',
    '### 2026-11-21T11:00Z resolved\n\nIt works.\n',
    '### 2026-11-21T11:00Z monitoring\n\nWe watch.\n',
    '```\ncode\n',
    '```',
    '<!-- no -->\n',
    '- a list\n',
    '## Notes\n',
  ]);
  let plain = 0;
  fc.assert(
    fc.property(updates, (text) => {
      const body = `## Summary\n\nx\n\n## Public updates\n\n${text}\n\n## Timeline\n`;
      const status = plainLastStatus(body, 0);
      if (status === null) return;
      plain += 1;
      expect(status).toBe(lastStatus(body));
    }),
    { numRuns: 1_000 },
  );
  expect(plain).toBeGreaterThan(50);
});
