// What the body of an incident tells the public, and what looks as if it did.
import { describe, expect, test } from 'vitest';
import { type IncidentBody, readBody } from './body.ts';

const EARLY = '### 2026-11-21T10:05Z investigating\n\nWe look.';
const LATE = '### 2026-11-21T11:00Z resolved\n\nIt works.';

function read(text: string, kind?: 'incident' | 'maintenance'): IncidentBody {
  return readBody({ file: 'f', text, bodyStart: 0, document: kind === undefined ? {} : { kind } });
}

describe('public updates', () => {
  test.each([
    ['oldest first', `${EARLY}\n\n${LATE}`],
    ['newest first', `${LATE}\n\n${EARLY}`],
  ])('are read oldest first where they are written %s', (_, updates) => {
    const { updates: said, diagnostics } = read(`## Public updates\n\n${updates}\n`);
    expect(said.map(({ status }) => status)).toEqual(['investigating', 'resolved']);
    expect(diagnostics).toEqual([]);
  });

  test('of one minute stand in the order in which their file is written', () => {
    const same = '### 2026-11-21T11:00Z monitoring\n\nWe watch.';
    const statuses = (text: string): readonly string[] =>
      read(`## Public updates\n\n${text}`).updates.map(({ status }) => status);
    const expected = ['investigating', 'monitoring', 'resolved'];
    expect(statuses([EARLY, same, LATE].join('\n\n'))).toEqual(expected);
    expect(statuses([LATE, same, EARLY].join('\n\n'))).toEqual(expected);
  });
});

test.each([
  ['incident', 'completed', 'resolved'],
  ['incident', 'scheduled', 'investigating'],
  ['maintenance', 'resolved', 'completed'],
  ['maintenance', 'identified', 'in_progress'],
] as const)('of %s `%s` is no word: `%s` is to be written', (kind, word, instead) => {
  const { updates, diagnostics } = read(
    `## Public updates\n\n### 2026-11-21T11:00Z ${word}\n\nIt is done.\n`,
    kind,
  );
  expect(updates).toEqual([]);
  expect(diagnostics).toMatchObject([
    { code: 'update-malformed', hint: `write \`### 2026-11-21T11:00Z ${instead}\`` },
  ]);
});

describe('an update that nobody would be told is found', () => {
  test.each([
    [
      'with a heading of a section',
      `## Public updates\n\n${EARLY}\n\n## 2026-11-21T11:00Z resolved\n\nx`,
      7,
    ],
    [
      'with a heading too deep',
      `## Public updates\n\n${EARLY}\n\n#### 2026-11-21T11:00Z resolved\n\nx`,
      7,
    ],
    ['below the timeline', `## Public updates\n\n${EARLY}\n\n## Timeline\n\n${LATE}`, 9],
    ['in a section that lacks a letter', `## Public update\n\n${EARLY}`, 1],
    ['in a section with a letter too many', `## Publics updates\n\n${EARLY}`, 1],
    ['in a second section', `## Public updates\n\n${EARLY}\n\n## Public updates\n\n${LATE}`, 7],
    ['without a section', `## Summary\n\n${EARLY}`, 3],
    ['below a comment without an end', `## Public updates\n\n${EARLY}\n\n<!-- x\n\n${LATE}`, 9],
    ['below code without an end', `## Public updates\n\n${EARLY}\n\n\`\`\`\nx\n\n${LATE}\n`, 10],
    ['in HTML', `## Public updates\n\n<details>\n${EARLY}\n</details>`, 4],
    [
      'with their section, below code that a later block ends',
      `## Summary\n\n\`\`\`sh\nx\n\n## Public updates\n\n${EARLY}\n\n## Signals\n\n\`\`\`text\nx\n\`\`\`\n`,
      6,
    ],
    ['with their section, above all others', `<!-- x\n\n## Public updates\n\n${EARLY}`, 3],
  ])('%s', (_, text, line) => {
    const { diagnostics } = read(text);
    expect(diagnostics.map(({ code, place }) => [code, place.line])).toEqual([
      ['update-malformed', line],
    ]);
  });

  test('and nothing else is taken for one', () => {
    const text = `## Summary\n\n### 2026-11-21\n\n### At 10:05 investigating\n\n## Public updates\n\n${EARLY}\n\n#### What to do\n\nWait.\n\n<!--\n${LATE}\n-->\n\n## Drafts\n\n${LATE}\n\n## Timeline\n\n### 2026-11-21 (UTC)\n\n- 10:00 x\n\n## Signals\n\n\`\`\`\`text\n\`\`\`\n## Public updates\n\n${LATE}\n\`\`\`\`\n`;
    expect(read(text).diagnostics).toEqual([]);
  });
});
