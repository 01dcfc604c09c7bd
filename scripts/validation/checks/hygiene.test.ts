// What the page is said to leave its readers without, and what nobody may be told to tell them.
import { expect, test } from 'vitest';
import { isHistoryPath } from '../../model/history-path.ts';
import { exampleFiles } from '../../rules/testing/organisation.ts';
import { incidentText } from '../../slash-commands/testing/room.ts';
import { validate } from '../validate.ts';

const configuration = exampleFiles().filter(({ path }) => !isHistoryPath(path));

test.each([
  ['nobody published', '', ['public-untold']],
  ['is restricted', 'public: {visibility: restricted}\n', []],
])('a component that is down in an incident that %s', (_name, more, codes) => {
  const path = 'incidents/2026/2026-11-21-payments-api.md';
  const files = [...configuration, { path, text: incidentText({ more }) }];
  const { diagnostics } = validate(files, { now: '2026-11-21T10:00:00Z', trackedFiles: null });
  const found = diagnostics.filter(({ place }) => place.file === path);
  expect(found.map(({ code }) => code)).toEqual(codes);
});

test.each([
  ['monitoring', '', 'partial_outage', ['public-contradiction']],
  ['monitoring', '', 'degraded', ['public-contradiction']],
  ['monitoring', '', 'operational', []],
  [
    'investigating',
    '\n  mitigated: 2026-11-21T09:40:00Z',
    'partial_outage',
    ['public-contradiction'],
  ],
  ['identified', '', 'partial_outage', []],
])('a public incident of which customers read `%s`%s and %s', (word, mitigated, status, codes) => {
  const path = 'incidents/2026/2026-11-21-payments-api.md';
  const text = incidentText({
    state: word === 'identified' ? 'identified' : 'monitoring',
    at: `acknowledged: 2026-11-21T09:20:00Z${mitigated}`,
    components: `components: {card-payments: ${status}}\n`,
    more: `public: {visibility: public, title: Card payments fail, status: ${word}}\n`,
  });
  const { diagnostics } = validate([...configuration, { path, text }], {
    now: '2026-11-21T10:00:00Z',
    trackedFiles: null,
  });
  const found = diagnostics.filter(({ place }) => place.file === path);
  expect(found.map(({ code }) => code)).toEqual(codes);
});

test.each([
  ['2026-11-14T09:11:00Z', []],
  ['2026-11-14T09:10:59Z', ['public-long-ago']],
  ['2025-11-21T09:02:00Z', ['public-long-ago']],
])(
  'a public incident that began at %s and was declared on 21 November at 09:11',
  (began, codes) => {
    const path = 'incidents/2026/2026-11-21-payments-api.md';
    const found = (more: string): readonly string[] => {
      const text = incidentText({ more }).replace(/started: .*/, `started: ${began}`);
      const { diagnostics } = validate([...configuration, { path, text }], {
        now: '2026-11-21T09:30:00Z',
        trackedFiles: null,
      });
      return diagnostics.filter(({ place }) => place.file === path).map(({ code }) => code);
    };
    expect(found('public: {visibility: public, title: Card payments fail}\n')).toEqual(codes);
    expect(found('public: {visibility: restricted}\n')).toEqual([]);
  },
);

test.each([
  ['works again', 'partial_outage', 'operational', ['public-untold']],
  ['is slow', 'partial_outage', 'degraded', ['public-untold']],
  ['fails for some', 'major_outage', 'partial_outage', ['public-untold']],
  ['fails', 'partial_outage', 'partial_outage', []],
  ['fails for all', 'partial_outage', 'major_outage', []],
  ['works again', 'degraded', 'operational', []],
])(
  'of a component the public reads that it %s: %s inside, %s told',
  (_name, known, status, codes) => {
    const path = 'incidents/2026/2026-11-21-payments-api.md';
    const told = incidentText({
      state: 'monitoring',
      components: `components: {card-payments: ${status}}\n`,
      more: 'public: {visibility: public, title: Card payments fail}\n',
      body: '## Public updates\n\n### 2026-11-21T09:50Z monitoring\n\nIt should work again.\n',
    });
    const files = [
      ...configuration,
      { path, text: incidentText({ components: `components: {card-payments: ${known}}\n` }) },
      { path: 'incidents/2026/2026-11-21-ledger-db.md', text: told },
    ];
    const { diagnostics } = validate(files, { now: '2026-11-21T10:00:00Z', trackedFiles: null });
    const found = diagnostics.filter(({ place }) => place.file === path);
    expect(found.map(({ code }) => code)).toEqual(codes);
  },
);

test.each([
  ['monitoring', 'investigating', 'operational', ['public-contradiction']],
  ['monitoring', 'resolved', 'operational', ['public-contradiction']],
  ['identified', 'monitoring', 'operational', ['public-contradiction']],
  ['monitoring', 'monitoring', 'operational', []],
  ['investigating', 'identified', 'partial_outage', []],
  // As `/reopen` leaves it behind.
  ['investigating', 'resolved', 'partial_outage', []],
])(
  'a public incident with the state %s, of which customers read `%s` last and %s',
  (stated, word, status, codes) => {
    const path = 'incidents/2026/2026-11-21-payments-api.md';
    const updates = `## Public updates\n\n### 2026-11-21T09:50Z ${word}\n\nNews.\n`;
    const text = incidentText({
      state: stated,
      components: `components: {card-payments: ${status}}\n`,
      more: `public: {visibility: public, title: Card payments fail, status: ${stated}}\n`,
    }).replace('## Public updates\n', updates);
    const { diagnostics } = validate([...configuration, { path, text }], {
      now: '2026-11-21T10:00:00Z',
      trackedFiles: null,
    });
    const found = diagnostics.filter(({ place }) => place.file === path);
    expect(found.map(({ code }) => code)).toEqual(codes);
  },
);

test.each([
  ['former', 'major_outage', 'card-payments', 'cards', []],
  ['merged', 'major_outage', 'card-payments', 'cards', []],
  ['merged', 'major_outage', 'cards', 'card-payments', []],
  ['merged', 'degraded', 'card-payments', 'cards', ['public-untold']],
])(
  'what is told under a %s id (%s) counts for the component of today: `%s` inside, `%s` in public',
  (key, told, inside, outside, codes) => {
    const path = 'incidents/2026/2026-11-21-payments-api.md';
    const text = (id: string, status: string, more: string): string =>
      incidentText({ components: `components: {${id}: ${status}}\n`, more });
    const files = [
      ...configuration.map((file) => ('text' in file ? withOldId(file, key) : file)),
      { path, text: text(inside, 'major_outage', '') },
      {
        path: 'incidents/2026/2026-11-21-ledger-db.md',
        text: text(outside, told, 'public: {visibility: public, title: Card payments fail}\n'),
      },
    ];
    const { diagnostics } = validate(files, { now: '2026-11-21T10:00:00Z', trackedFiles: null });
    const found = diagnostics
      .filter(({ place, code }) => place.file === path && code.startsWith('public-'))
      .map(({ code }) => code);
    expect(found).toEqual(codes);
    expect(diagnostics.map(({ code }) => code)).not.toContain('schema-key');
  },
);

function withOldId({ path, text }: { readonly path: string; readonly text: string }, key: string) {
  const named = `id: card-payments\n      ${key}: [cards]`;
  return { path, text: text.replace(/id: card-payments\b/, named) };
}
