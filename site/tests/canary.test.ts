// Whole sites of an organisation with a string, number or instant in every field: each audience's folder holds its own and
// none of another. Every file is searched, and its name.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bareIncidents } from '../../scripts/publication/testing/bare-incidents.ts';
import type { Canary } from '../../scripts/publication/testing/canary.ts';
import {
  planted,
  plantedBodies,
  plantedIncident,
  plantedMaintenance,
  plantedOrganisation,
  plantedPostmortem,
  PUBLIC,
  PUBLIC_TIMES,
  restrictedIncident,
  restrictedPostmortem,
  STAND_INS,
} from '../../scripts/publication/testing/planted-organisation.ts';
import { takeSnapshot } from '../../scripts/publication/snapshot.ts';
import { buildSites, filesOf, type BuiltSites } from './built-site.ts';

const { restricted, restrictedPostmortem: learned, ...others } = planted;
const all: readonly Canary[] = Object.values(others).flatMap(({ canaries }) => canaries);
const kept: readonly Canary[] = [...restricted.canaries, ...learned.canaries];
const input = {
  organisation: plantedOrganisation(),
  incidents: [plantedIncident(), plantedMaintenance(), restrictedIncident(), ...bareIncidents()],
  postmortems: [plantedPostmortem(), restrictedPostmortem()],
  bodies: plantedBodies(),
  revision: 'f00',
  now: '2026-11-21T10:00:00.000Z',
};
let sites: BuiltSites;

beforeAll(async () => {
  sites = await buildSites({
    public: takeSnapshot(input, 'public'),
    internal: takeSnapshot(input, 'internal'),
  });
}, 240_000);
afterAll(() => sites.remove());

describe('the public folder', () => {
  test('holds every field that customers may see', async () => {
    const texts = await textsOf('public');
    const missing = all.filter(({ field, text }) => PUBLIC.includes(field) && !has(texts, text));
    expect(missing.map(({ field }) => field)).toEqual([]);
    expect(has(texts, 'visible-message')).toBe(true);
  });

  test('holds no string of any other field in any file or its name', async () => {
    const shown = all.filter(({ field }) => PUBLIC.includes(field)).map(({ text }) => text);
    expect(foundIn(await textsOf('public')).filter(({ text }) => !shown.includes(text))).toEqual(
      [],
    );
  });

  test('holds no number, instant or date of any other field', async () => {
    const texts = await textsOf('public');
    const allowed = [...PUBLIC, ...PUBLIC_TIMES, ...STAND_INS];
    const found = all.filter(({ field, text }) => !allowed.includes(field) && has(texts, text));
    expect(found.map(({ field }) => field)).toEqual([]);
  });
});

describe('the internal folder', () => {
  test('holds what only people inside see, so that the search for it can fail', async () => {
    const texts = await textsOf('internal');
    const names = all.filter(({ text }) => has(texts, text)).map(({ field }) => field);
    expect(names).toEqual(
      expect.arrayContaining([
        'team:mission',
        'incident:title',
        'incident:roles.lead',
        'postmortem:action_items.*.title',
        'stakeholders:groups.*.name',
        'incident:at.acknowledged',
      ]),
    );
    for (const part of ['lessons', 'summary', 'timeline', 'signal'])
      expect(has(texts, `canary-body-${part}`)).toBe(true);
  });

  test('counts what is restricted and holds none of its words', async () => {
    const texts = await textsOf('internal');
    expect(kept.length).toBeGreaterThan(30);
    expect(foundIn(texts).filter(({ text }) => text.startsWith('canary-restricted'))).toEqual([]);
    expect(texts.get('inside/all.html')).toContain('Restricted');
    expect(texts.get('inside/incidents/2026-11-20-kept.html')).toContain('It is restricted.');
    expect(texts.get('inside/all.html')).toContain('2026-11-20-kept');
    expect(texts.get('inside/postmortems/2026-11-20-kept.html')).toContain(
      'The text is restricted.',
    );
  });
});

/** The files of a site by their path. Calendars break long lines, and pages group digits, which would cut a canary. */
async function textsOf(name: string): Promise<ReadonlyMap<string, string>> {
  const folder = sites.folder(name);
  const paths = await filesOf(folder);
  const texts = await Promise.all(paths.map((path) => readFile(join(folder, path), 'latin1')));
  return new Map(
    paths.map((path, index) => [
      path,
      (texts[index] ?? '').replaceAll(/\r\n |(?<=\d)[,.](?=\d{3})/g, ''),
    ]),
  );
}

function has(texts: ReadonlyMap<string, string>, text: string): boolean {
  return [...texts.values()].some((each) => each.includes(text));
}

function foundIn(
  texts: ReadonlyMap<string, string>,
): readonly { readonly path: string; readonly text: string }[] {
  return [...texts].flatMap(([path, text]) =>
    [...new Set(`${path}\n${text}`.match(/canary-[a-z0-9-]*[a-z0-9]/gi))].map((found) => ({
      path,
      text: found,
    })),
  );
}
