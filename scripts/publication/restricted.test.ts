import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadState } from '../validation/load.ts';
import { readAllFiles } from '../workspace/read.ts';
import {
  planted,
  plantedBodies,
  plantedIncident,
  plantedOrganisation,
  restrictedIncident,
  restrictedPostmortem,
} from './testing/planted-organisation.ts';
import type { PublicationInput } from './public-view.ts';
import { withholdRestricted } from './restricted.ts';
import { viewInternal } from './team-view.ts';

const ID = '2026-09-14-payments-api';
const loaded = loadState(readAllFiles(fileURLToPath(new URL('../../', import.meta.url))));
if (loaded.kind === 'invalid') throw new Error('the example organisation is invalid');
const { state } = loaded;
const seenAs = (visibility: 'none' | 'restricted'): PublicationInput => ({
  ...state,
  incidents: state.incidents.map((each) =>
    each.id === ID || each.public?.visibility === 'restricted'
      ? { ...each, public: { visibility: each.id === ID ? visibility : 'none' } }
      : each,
  ),
  revision: null,
  now: '2026-11-21T09:30:00.000Z',
});
/** What waits for its manager. */
const DRAFT = {
  at: '2026-11-20T10:00:00.000Z',
  status: 'investigating',
  text: 'canary-restricted-body-draft',
  key: 'ic-1',
  by: 'canary-restricted-body-author',
  next: null,
  replaces: null,
} as const;
const open = seenAs('none');
const restricted = seenAs('restricted');

test('what is restricted is counted as before, in every slice and every sum', () => {
  const [before, after] = [viewInternal(open).inside, viewInternal(restricted).inside];
  const counted = ({ slices }: typeof before): unknown =>
    slices.map(({ breakdown, peopleTime, ...slice }) => ({
      ...slice,
      // How many people work on it is not told.
      people: [peopleTime.time.asked, peopleTime.excluded],
      // Of what it was nothing is told but how bad; it may have had several causes.
      breakdown: breakdown.slice(0, 3).map(({ name, rows }) => ({
        name,
        count: rows.reduce((sum, { count }) => sum + count, 0),
      })),
      severities: breakdown[0],
    }));
  expect(counted(after)).toEqual(counted(before));
  const peopleIn = ({ slices }: typeof before): readonly string[] =>
    (slices[0]?.peopleTime.time.points ?? []).map(({ incident }) => incident);
  expect(peopleIn(before)).toContain(ID);
  expect(peopleIn(after)).not.toContain(ID);
  expect(after.debt.total).toEqual(before.debt.total);
  expect(after.postmortems.written.length).toBe(before.postmortems.written.length);
});

test('what is restricted stands inside without its title, its people and its post-mortem', () => {
  const { inside } = viewInternal(restricted);
  const row = inside.incidents.find(({ id }) => id === ID);
  expect([row?.title, row?.people]).toEqual(['Restricted', []]);
  const written = inside.postmortems.written.find(({ incident }) => incident === ID);
  expect(written).toMatchObject({ title: 'Restricted', owner: '', factors: [] });
  expect(written?.html).toContain('The text is restricted.');
  const items = inside.debt.open.filter(({ incident }) => incident === ID);
  expect(items.length).toBeGreaterThan(0);
  // Somebody does it, and who that is stands nowhere.
  const words = items.map(({ title, assignee }) => `${title}, ${assignee ?? 'nobody yet'}`);
  expect([...new Set(words)]).toEqual(['Restricted, Restricted']);
});

test('what was learned of an incident that is not there is withheld', () => {
  const lost = { ...open, incidents: open.incidents.filter(({ id }) => id !== ID) };
  const written = viewInternal(lost).inside.postmortems.written.find(
    ({ incident }) => incident === ID,
  );
  expect(written).toMatchObject({ title: ID, owner: '', factors: [] });
  expect(written?.html).toContain('The text is restricted.');
});

test('where nothing is restricted nothing is withheld', () => {
  expect(withholdRestricted(open)).toBe(open);
});

test('no word of what is restricted is left in what the internal site is made of', () => {
  const input = {
    ...open,
    organisation: plantedOrganisation(),
    incidents: [plantedIncident(), { ...restrictedIncident(), drafts: [DRAFT] }],
    postmortems: [restrictedPostmortem()],
    bodies: plantedBodies(),
  };
  const { incidents, postmortems, bodies } = withholdRestricted(input);
  const left = JSON.stringify([incidents[1], postmortems, ...(bodies ?? [])]);
  // It is counted by these, and its deadlines are known by them; none is a word of anybody.
  const counted =
    /^incident:(?:environment|contributors|relations|at|handover|room|postmortem_(?:begun\.at|closed|draft)|actions\.\*\.(?:due|done|issue))\b/;
  const found = planted.restricted.canaries.filter(
    ({ field, text }) => left.includes(text) && !counted.test(field),
  );
  expect(found).toEqual([]);
  expect(left).not.toMatch(/canary-restricted-(?:body|update|message|problem-|postmortem)/);
  expect(left).not.toContain('major_outage');
  expect(JSON.stringify(viewInternal(input))).not.toContain('canary-restricted');
});
