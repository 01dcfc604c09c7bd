// What the public snapshot and the JSON made of it may say at all: each key stands in a list that people keep. Words out of
// a few (a severity, a verdict) are too common to be searched for; without a key nothing can say them.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { textsOf } from '../syndication/testing/snapshots.ts';
import { outputsOf } from '../syndication/outputs.ts';
import { bareIncidents, retractedIncidents } from './testing/bare-incidents.ts';
import {
  plantedBodies,
  plantedIncident,
  plantedMaintenance,
  plantedOrganisation,
  plantedPostmortem,
} from './testing/planted-organisation.ts';
import { takeSnapshot } from './snapshot.ts';

const LIST = new URL('fixtures/public-keys.txt', import.meta.url);

test('the public snapshot and all JSON made of it have the keys of the list and no other', async () => {
  const snapshot = takeSnapshot(
    {
      organisation: plantedOrganisation(),
      incidents: [
        plantedIncident(),
        plantedIncident({ id: '2026-11-20-open', state: 'investigating' }),
        plantedMaintenance(),
        ...bareIncidents(),
        ...retractedIncidents(),
      ],
      postmortems: [plantedPostmortem()],
      bodies: plantedBodies(),
      revision: 'f00',
      now: '2026-11-21T10:00:00.000Z',
    },
    'public',
  );
  const files = [...(await textsOf(outputsOf(snapshot)))].filter(([path]) =>
    path.endsWith('.json'),
  );
  const shapes = new Map<string, Set<string>>();
  for (const [path, text] of [['snapshot', JSON.stringify(snapshot)] as const, ...files])
    note(JSON.parse(text), kindOf(path), { family: familyOf(path), shapes });
  const found = [...shapes].map(([place, keys]) => `${place}: ${[...keys].toSorted().join(' ')}`);
  const listed = readFileSync(LIST, 'utf8').trimEnd().split('\n');
  expect(found.toSorted()).toEqual(listed);
});

/** The file without its language and without what names one of many. */
function kindOf(path: string): string {
  return path
    .replace(/^(de|ar)\//, '')
    .replace(/(components|incidents|months)\/[^/]+(?=\/|\.json)/, '$1/*');
}

/** What a key means the same in. */
function familyOf(path: string): string {
  return /^api\/v\d/.exec(path)?.[0] ?? path.replace(/^.*\//, '');
}

type Noted = { readonly family: string; readonly shapes: Map<string, Set<string>> };

/** Adds the keys of a value and of what is in it; what stands under the same key counts as one. */
function note(value: unknown, place: string, noted: Noted): void {
  if (Array.isArray(value)) return value.forEach((inner) => note(inner, place, noted));
  if (!(value instanceof Object)) return;
  const keys = noted.shapes.get(place) ?? new Set();
  noted.shapes.set(place, keys);
  for (const [key, inner] of Object.entries(value)) {
    const name = key.replace(/^\d{4}-.*Z$/, '<instant>').replace(/^(en|de|ar)$/, '<language>');
    keys.add(name);
    note(inner, `${noted.family} ${name}`, noted);
  }
}
