// What followed incidents, from files to the pages of slices: reviews, items, and what a restricted incident counts for.
import { expect, test } from 'vitest';
import type { Incident } from '../../model/incident.ts';
import { addMs } from '../../model/instant.ts';
import { parsePostmortem } from '../../postmortems/refresh.ts';
import { closedIncident, example, NOW } from '../testing/inside.ts';
import { viewInternal } from '../team-view.ts';
import type { SliceView } from './view.ts';

const DAY = 86_400_000;
const resolved = addMs(NOW, -20 * DAY);
const needing = (id: string, changes: Partial<Incident> = {}): Incident =>
  closedIncident(id, {
    severity: 'sev1',
    severityMax: 'sev1',
    category: 'down',
    at: { declared: resolved, resolved, closed: resolved },
    ...changes,
  });

function written(id: string, frontMatter: string) {
  const text = `---\nschema: tocsin/postmortem@1\nowner: mara-okafor\ndue: 2026-11-10\n${frontMatter}---\n\n## Summary\n\nText.\n`;
  const found = parsePostmortem(id, text);
  if (found === null) throw new Error('the post-mortem is not what its schema asks for');
  return found;
}

function all(incidents: readonly Incident[], more: Partial<typeof example> = {}): SliceView {
  const { inside } = viewInternal({ ...example, postmortems: [], incidents, ...more });
  const found = inside.slices.find(({ kind }) => kind === 'all');
  if (found === undefined) throw new Error('there is no slice of all');
  return found;
}

test('a post-mortem takes from the resolution to its review, and lasts until now where there was none', () => {
  const shown = all([needing('2026-11-01-a'), needing('2026-11-01-b'), needing('2026-11-01-c')], {
    postmortems: [
      written('2026-11-01-a', 'state: reviewed\nreviewed: 2026-11-05T09:30:00Z\n'),
      written('2026-11-01-b', 'state: draft\nreviewed: 2026-11-05T09:30:00Z\n'),
      written('2026-11-01-c', 'state: published\n'),
    ],
  });
  expect(shown.times.find(({ id }) => id === 'postmortem')).toMatchObject({
    asked: 3,
    missing: 1,
    points: [
      { incident: '2026-11-01-a', ms: 4 * DAY, isOpen: false },
      { incident: '2026-11-01-b', ms: 20 * DAY, isOpen: true },
    ],
  });
});

test('a team has what it promised, and everything else what its incidents led to', () => {
  const item = (id: string, ownerTeam: string): Incident['actions'][number] => ({
    id,
    title: 'Pin it',
    type: 'prevent',
    debt: 'none',
    status: 'accepted',
    ownerTeam,
    assignee: null,
    due: ownerTeam === 'platform' ? '2026-11-01' : '2026-12-01',
    issue: null,
  });
  const owner = { team: 'payments', function: 'backend', product: 'payments' } as const;
  const incidents = [
    needing('2026-11-01-a', {
      owner,
      actions: [item('A1', 'payments'), item('A2', 'platform'), item('A3', 'platform')],
    }),
  ];
  const { slices } = viewInternal({ ...example, postmortems: [], incidents }).inside;
  const promised = slices.flatMap(({ kind, id, actions: { accepted, overdue, ages } }) =>
    accepted === 0 ? [] : [[kind, id, accepted, overdue, ages]],
  );
  expect(promised).toEqual([
    ['all', null, 3, 2, [20, 20, 20]],
    ['team', 'payments', 1, 0, [20]],
    ['team', 'platform', 2, 2, [20, 20]],
    ['function', 'backend', 3, 2, [20, 20, 20]],
    ['product', 'payments', 3, 2, [20, 20, 20]],
    ['service', incidents[0]?.services[0], 3, 2, [20, 20, 20]],
  ]);
});

test('problems are counted for each incident, and of eight on they have a median', () => {
  const problem = { state: 'recovered', since: resolved, at: resolved } as const;
  const collecting = (count: number): Incident =>
    needing(`2026-11-01-p${count}`, {
      problems: Object.fromEntries(
        Array.from({ length: count }, (_, index) => [`p${index}`, problem]),
      ),
    });
  const declined = { ...collecting(9), state: 'declined' as const };
  expect(all([3, 0, 1].map(collecting).concat(declined)).problems).toMatchObject({
    counts: [1, 3],
    missing: 1,
    summary: null,
  });
  expect(all([1, 2, 3, 4, 5, 6, 7, 8].map(collecting)).problems.summary).toEqual({
    median: 4,
    p90: 8,
  });
});

test('a restricted incident counts with the way that its withheld text tells', () => {
  const kept = needing('2026-11-01-a', { public: { visibility: 'restricted' } });
  const line = (text: string): string => `- 10:00 ${text} <!-- e:ic-1 -->`;
  const body = `## Timeline\n\n### 2026-11-01 (UTC)\n\n${line('[delegated] secret → payments by @mara-okafor')}\n`;
  const shown = all([kept], { bodies: new Map([[kept.id, body]]) });
  expect(shown.shares.find(({ id }) => id === 'handed-over')).toMatchObject({ count: 1, of: 1 });
  expect(JSON.stringify(shown)).not.toContain('secret');
});
