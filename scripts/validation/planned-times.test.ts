// Planned work whose times cannot be read: it stops nothing, and the page never tells times that nobody wrote.
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { SourceFile } from '../config/document-set.ts';
import { currentOccurrence } from '../maintenance/phase.ts';
import { isHistoryPath } from '../model/history-path.ts';
import type { Incident } from '../model/incident.ts';
import { readOrganisationFiles } from '../workspace/read.ts';
import { type BrokenFile, readForPage } from './last-good.ts';
import { loadState } from './load.ts';

const ALONE = readOrganisationFiles(fileURLToPath(new URL('../../', import.meta.url))).filter(
  ({ path }) => !isHistoryPath(path),
);
const FILE = 'incidents/2026/2026-11-01-identity.md';
const NOW = '2026-11-30T12:00:00.000Z';

const WORK = `---
schema: tocsin/incident@1
kind: maintenance
title: Sessions move to other hosts
state: triage
severity: sev4
category: other
environment: production
owner: {team: platform, function: backend}
services: [identity]
components: {sign-in: maintenance}
at: {declared: 2026-11-01T10:00:00Z}
window:
  from: 2026-11-21T14:00:00Z
  until: 2026-11-21T15:00:00Z
  recurs: FREQ=WEEKLY;BYDAY=SA
  zone: Europe/Amsterdam
public: {visibility: public, title: Sign-in is paused}
---

## Public updates

### 2026-11-20T10:00Z scheduled

You cannot sign in for an hour.
`;

describe('recurring work of which only the first time can be told', () => {
  test.each([
    ['zone: Europe/Amsterdam', 'zone: Europe/Amsterdm', 17],
    ['BYDAY=SA', 'BYDAY=XX', 16],
    ['BYDAY=SA', 'BYDAY=TU', 14],
    ['  zone: Europe/Amsterdam\n', '', 16],
  ])('is as its last version has it where %j became %j', async (good, bad, line) => {
    const { work, broken, lines } = await inForce(slip(good, bad), [WORK]);
    expect(lines).toEqual([line]);
    expect(broken).toEqual([{ path: FILE, shown: { kind: 'version', commit: 'c0' } }]);
    expect(work?.window?.recurs?.zone).toBe('Europe/Amsterdam');
  });

  test('is named and shown with its first time where it has none', async () => {
    const { work, broken } = await inForce(slip('Amsterdam', 'Amsterdm'), []);
    expect(broken).toEqual([{ path: FILE, shown: { kind: 'readable' } }]);
    if (work?.window === null || work === undefined) throw new Error('the work is lost');
    expect(currentOccurrence({ ...work, window: work.window }, NOW)).toMatchObject({
      from: '2026-11-21T14:00:00.000Z',
    });
  });

  test('is named and shown as it is where a day that is called off does not fit', async () => {
    const wrong = slip('zone: Europe/Amsterdam', 'zone: Europe/Amsterdam\n  except: [2026-12-06]');
    const { broken, lines } = await inForce(wrong, [WORK]);
    expect(lines).toEqual([18]);
    expect(broken).toEqual([{ path: FILE, shown: { kind: 'readable' } }]);
  });
});

describe('work without a time', () => {
  test.each([
    ['from: 2026-11-21T14', 'from: 2026-11-31T14'],
    ['until: 2026-11-21T15', 'until: 2026-11-21T13'],
    [/window:\n(?: .*\n)*/, ''],
  ])('is left out where %j became %j, and stays as its last version has it', async (good, bad) => {
    const { work, broken } = await inForce(slip(good, bad), []);
    expect(broken).toEqual([{ path: FILE, shown: { kind: 'left-out' } }]);
    expect(work).toBeUndefined();
    const kept = await inForce(slip(good, bad), [WORK]);
    expect(kept.broken).toEqual([{ path: FILE, shown: { kind: 'version', commit: 'c0' } }]);
    expect(kept.work?.window?.from).toBe('2026-11-21T14:00:00.000Z');
  });
});

test('what is wrong in planned work hides nothing that is wrong elsewhere', () => {
  const other: SourceFile = {
    path: 'incidents/2026/2026-11-02-identity.md',
    text: slip('state: triage', 'state: started'),
  };
  const read = loadState(
    [...ALONE, { path: FILE, text: slip('Amsterdam', 'Amsterdm') }, other],
    NOW,
  );
  const errors = read.kind === 'loaded' ? read.diagnostics : [];
  expect(
    errors
      .filter(({ severity }) => severity === 'error')
      .map(({ code, place }) => [place.file, code]),
  ).toEqual([
    [FILE, 'zone-unknown'],
    [other.path, expect.any(String)],
  ]);
});

function slip(good: string | RegExp, bad: string): string {
  const text = WORK.replace(good, bad);
  expect(text).not.toBe(WORK);
  return text;
}

async function inForce(
  text: string,
  earlier: readonly string[],
): Promise<{
  readonly work: Incident | undefined;
  readonly broken: readonly BrokenFile[];
  readonly lines: readonly number[];
}> {
  const files: readonly SourceFile[] = [...ALONE, { path: FILE, text }];
  const loaded = loadState(files, NOW);
  if (loaded.kind === 'invalid') throw new Error('the example is not valid');
  const reading = await readForPage(files, loaded, {
    load: (those) => loadState(those, NOW),
    versionsOf: () =>
      Promise.resolve(
        earlier.map((each, index) => ({ commit: `c${index}`, file: { path: FILE, text: each } })),
      ),
  });
  if (reading.kind !== 'readable') throw new Error('the page is lost');
  const [work] = reading.loaded.state.incidents;
  return { work, broken: reading.broken, lines: reading.errors.map(({ place }) => place.line) };
}
