import { describe, expect, test } from 'vitest';
import { exampleFiles } from '../rules/testing/organisation.ts';
import { readDocuments } from '../config/document-set.ts';
import { BLAME_WORDS } from './blame-words.ts';
import { renderDraft } from './draft.ts';
import { materialOf } from './testing/incident.ts';
import { lintPostmortem } from './lint.ts';
import { locatePostmortem } from './refresh.ts';
import { SECTIONS } from './sections.ts';

const ID = '2026-11-21-payments-api';

const findings = (text: string): readonly string[] => {
  const located = locatePostmortem(ID, text);
  if (located === null) throw new Error('the post-mortem of the test does not fit its schema');
  return lintPostmortem(located).map(
    ({ code, place, message }) =>
      `${code} ${text.split('\n')[place.line - 1]?.slice(place.column - 1, place.column - 1 + place.length)} | ${message}`,
  );
};

const written = (sections: Readonly<Record<string, string>> = {}, front = ''): string =>
  `---\nschema: tocsin/postmortem@1\nstate: in_review\nowner: ada\ndue: 2026-12-01\n${front}---\n${SECTIONS.map(
    ({ title }) => `\n## ${title}\n\n${sections[title] ?? '7 of 9.'}\n`,
  ).join('')}`;

describe('the linter', () => {
  test('lets a draft be a draft', () => {
    expect(findings(renderDraft(materialOf()))).toEqual([]);
  });

  test('asks for every section as soon as others shall read it', () => {
    const asked = findings(renderDraft(materialOf()).replace('state: draft', 'state: in_review'));
    // Timeline and action items are written by Tocsin.
    expect(asked.filter((found) => found.startsWith('postmortem-section'))).toHaveLength(
      SECTIONS.length - 2,
    );
  });

  test('finds nothing in what is written', () => {
    expect(findings(written())).toEqual([]);
  });

  test('takes other titles for the root cause', () => {
    const text = written().replace('## Root cause', '## Contributing factors');
    expect(findings(text)).toEqual([]);
    expect(findings(text.replace('## Contributing', '## Contribution'))[0]).toMatch(
      /^postmortem-section in_review \| .*`## Root cause`/,
    );
  });

  test('points at the heading of an empty section', () => {
    expect(findings(written({ Detection: '### How\n\n<!-- later -->' }))[0]).toMatch(
      /^postmortem-section ## Detection \| unexpected empty section/,
    );
  });

  test('does not take what Tocsin counted for the impact', () => {
    const facts = '<!-- tocsin:begin facts -->\n\n- 80 min\n\n<!-- tocsin:end facts -->';
    expect(findings(written({ Impact: `${facts}\n\nSome customers.` }))[0]).toMatch(
      /^postmortem-impact Some customers\./,
    );
    expect(findings(written({ Impact: `${facts}\n\nNo customer noticed.` }))).toEqual([]);
  });

  test('wants four paragraphs to customers, the first and the last with an apology', () => {
    const message = (text: string): readonly string[] =>
      findings(written({ 'Customer message': text }, 'public: true\n'));
    expect(message('We are sorry.\n\nThis.\n\nThat.\n\nWe apologise again.')).toEqual([]);
    expect(message('Es tut uns leid.\n\nDas.\n\nJenes.\n\nWir entschuldigen uns.')).toEqual([]);
    expect(message('Hello.\n\nThis.\n\nThat.\n\nSorry.')[0]).toMatch(/ Hello\. \| .*beginning/);
    expect(message('Sorry.\n\nThis.\n\nThat.\n\nBye.')[0]).toMatch(/ Bye\. \| .*end without/);
    expect(message('Sorry.\n\nThis.\n\nSorry.')[0]).toContain('message of 3 paragraphs');
    expect(findings(written({ 'Customer message': 'None.' }))).toEqual([]);
  });

  test.each([
    ['a colon', '- 20:30: 1\n- 20:10: 1'],
    ['a comma', '- 20:30, 1\n- 20:10, 1'],
    ['brackets', '- [20:30] 1\n- [20:10] 1'],
    ['a zone', '- 20:30Z 1\n- 20:10Z 1'],
    ['one digit of an hour', '- 8:30 1\n- 8:10 1'],
    ['whole dates', '- 2026-11-13 20:30 1\n- 2026-11-13 20:10 1'],
    ['dates of other days', '- 2026-11-14 08:30 1\n- 2026-11-13 20:10 1'],
    ['paragraphs', '20:30 1\n\n20:10 1'],
    ['lines of a paragraph', '**20:30** 1\n**20:10** 1'],
    ['a table', '| Time | What |\n|---|---|\n| 20:30 | 1 |\n| 20:10 | 1 |'],
    ['days', '### 2026-11-14\n\n- 08:30 1\n\n### 2026-11-13\n\n- 20:10 1'],
  ])('finds what runs backwards with %s, once', (_what, Timeline) => {
    expect(findings(written({ Timeline }))).toEqual([expect.stringMatching(/^time-order /)]);
  });

  test.each([
    ['a night between days', '### 2026-11-13\n\n- 20:30 1\n\n### 2026-11-14\n\n- 08:10 1'],
    ['lists of their own', 'First:\n\n- 20:30 1\n\nThen:\n\n- 08:10 1'],
    ['words with a time in them', '- 20:30 1\n- until 20:10 nobody 1'],
  ])('finds nothing in %s', (_what, Timeline) => {
    expect(findings(written({ Timeline }))).toEqual([]);
  });

  test('finds times that run backwards, but for a night between them', () => {
    const timeline = (...times: readonly string[]): readonly string[] =>
      findings(written({ Timeline: times.map((time) => `- ${time} 1`).join('\n') }));
    expect(timeline('09:02', '09:02', '10:00')).toEqual([]);
    expect(timeline('23:58', '00:05', '01:34')).toEqual([]);
    expect(timeline('09:02', '09:01:30', '10:00')[0]).toMatch(/^time-order 09:01:30 \|/);
    expect(timeline('11:50 am', '12:10 PM', '12:50 p.m.', '1:10pm', '8:10 P.M.')).toEqual([]);
    expect(timeline('12:05 am', '12:40 a.m.', '9:50 am', '8:10 pm UTC', '20:30')).toEqual([]);
    expect(timeline('1:10 pm', '12:50 pm')[0]).toMatch(/^time-order 12:50 pm \|/);
    expect(timeline('13:10 pm', '13:05 pm')[0]).toMatch(/^time-order /);
    expect(findings(written({ Timeline: '- 09:02 1\n\n### 2026-11-22\n\n- 08:00 1' }))).toEqual([]);
  });

  test('says of what may be an afternoon how it is written', () => {
    const hintOf = (time: string): string | null | undefined => {
      const located = locatePostmortem(ID, written({ Timeline: `- 12:50 1\n- ${time} 1` }));
      return located === null ? null : lintPostmortem(located)[0]?.hint;
    };
    expect(hintOf('1:10')).toContain('times have 24 hours, unless `am` or `pm` stands behind them');
    expect(hintOf('12:40')).not.toContain('`pm`');
  });

  test.each(['5 % fail', '@ada restarts it', 'see `the log`', '[graph](https://g.example) falls'])(
    'takes as evidence: %s',
    (point) => {
      expect(findings(written({ Timeline: `- 09:02 ${point}` }))).toEqual([]);
    },
  );

  test('warns of points without evidence while it is being reviewed, and not afterwards', () => {
    const text = written({ Timeline: '- 09:02 First timeouts' });
    expect(findings(text)).toEqual([
      'postmortem-evidence 09:02 First timeouts | unexpected point without evidence, expected a link, a number or who saw it',
    ]);
    expect(findings(text.replace('in_review', 'reviewed'))).toEqual([]);
  });

  test.each([
    ['human error', 'It was human error.'],
    ['blamed', 'Nobody is blamed.'],
    ['his fault', 'It was his fault.'],
    ['Sloppy', 'Sloppy work, 3 times.'],
    ['stupid', 'A stupid default.'],
    ['the engineer should have', 'Then the engineer should have looked.'],
    ['@ada failed to', 'At 9 @ada failed to call.'],
    ['forgot', 'We forgot the flag.'],
    ['Obviously', 'Obviously it broke.'],
    ['messed up', 'Somebody messed up.'],
  ])('warns of %s', (word, sentence) => {
    const [found, ...more] = findings(written({ 'Root cause': sentence }));
    expect(found).toContain(`postmortem-blame ${word} |`);
    expect(more).toEqual([]);
  });

  test('has a case for every word of its list', () => {
    const sentences =
      'human error blamed his fault sloppy stupid the engineer should have @ada failed to forgot obviously messed up';
    for (const { pattern, shown } of BLAME_WORDS)
      expect([...sentences.matchAll(pattern)], shown).not.toEqual([]);
  });

  test.each([
    ['a quote', '> It was human error.'],
    ['quotation marks', 'The log said "human error", and “your fault”.'],
    ['code', 'The label is `human-error: human error`.\n\n    human error'],
    ['a system', 'The service failed to start, and the host should have had a disk.'],
  ])('leaves %s alone', (_name, text) => {
    expect(findings(written({ 'Root cause': text }))).toEqual([]);
  });

  test('reads contributing factors as well', () => {
    const front = 'contributing_factors:\n  - {category: process, text: pure human error}\n';
    expect(findings(written({}, front))[0]).toMatch(/^postmortem-blame pure human error \|/);
  });

  test('finds nothing in the example organisation', () => {
    const { documents } = readDocuments(exampleFiles());
    expect(documents.postmortem.flatMap(lintPostmortem)).toEqual([]);
  });
});
