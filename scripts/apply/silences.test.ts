import { expect, test } from 'vitest';
import type { SourceFile } from '../config/document-set.ts';
import { createSilences, type SilenceEffect } from './silences.ts';

const PATH = 'rules/silences/mute-shop.yaml';
const TEXT = `schema: tocsin/silence@1
reason: Restarts   # by hand
when: {service: shop}
from: 2026-11-21T10:00:00Z
until: 2026-11-22T10:00:00Z # a day
`;
const ending = (until: string): SilenceEffect => ({
  kind: 'end_silence',
  id: 'mute-shop',
  incident: '2026-11-21-shop',
  until,
});
const open = (files: readonly SourceFile[]) =>
  createSilences({ readFiles: async () => files }, 'head');

test('a silence that ends sooner keeps every other byte of its file', async () => {
  const silences = open([{ path: PATH, text: TEXT }]);
  expect(await silences.write(ending('2026-11-21T11:00:00.000Z'))).toEqual({
    path: PATH,
    text: TEXT.replace('2026-11-22T10:00:00Z', '2026-11-21T11:00:00.000Z'),
  });
  // What was decided a moment ago counts.
  expect(await silences.write(ending('2026-11-21T12:00:00.000Z'))).toBeNull();
});

test('what is gone, cannot be read or is over by then stays as it is', async () => {
  for (const text of [TEXT.replace('2026-11-22', '2026-11-21'), 'until: [', 'reason: x'])
    expect(await open([{ path: PATH, text }]).write(ending('2026-11-21T11:00:00.000Z'))).toBeNull();
  expect(await open([]).write(ending('2026-11-21T11:00:00.000Z'))).toBeNull();
});
