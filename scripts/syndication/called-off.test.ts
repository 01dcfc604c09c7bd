// Times of recurring work that were called off: what ran stays told, what was announced is said to be cancelled.
import { describe, expect, test } from 'vitest';
import { incidentWith } from '../incidents/testing/incident.ts';
import type { Incident } from '../model/incident.ts';
import type { Instant } from '../model/instant.ts';
import { viewPublic } from '../publication/public-view.ts';
import { organisationOf, smallFiles } from '../rules/testing/organisation.ts';
import { textsOf } from './testing/snapshots.ts';
import { outputsOf } from './outputs.ts';

const at = (day: string, clock: string): Instant => `2026-${day}T${clock}:00.000Z`;
const weekly = (except: readonly string[] = []): Partial<Incident> => ({
  window: {
    from: at('11-04', '02:00'),
    until: at('11-04', '04:00'),
    recurs: { rule: 'FREQ=WEEKLY', zone: 'UTC', except },
  },
  updates: [{ at: at('11-01', '08:00'), status: 'scheduled', text: 'Each Wednesday.' }],
});

type Told = {
  readonly id: string;
  readonly summary: string;
  readonly content_html: string;
};
type Listed = {
  readonly scheduled_for: Instant;
  readonly status: string;
  readonly resolved_at: Instant | null;
  readonly incident_updates: readonly { readonly status: string; readonly body: string }[];
};

const toldAt = async (
  now: Instant,
  changes: Partial<Incident>,
): Promise<{
  readonly feed: (day: string) => Told | undefined;
  readonly days: readonly string[];
  readonly listed: (day: string) => Listed | undefined;
}> => {
  const incident = incidentWith({
    id: '2026-11-01-shop',
    kind: 'maintenance',
    components: { 'web-shop': 'maintenance' },
    public: { visibility: 'public', title: 'The shop moves' },
    ...weekly(),
    ...changes,
  });
  const view = viewPublic({
    organisation: organisationOf(smallFiles()),
    incidents: [incident],
    postmortems: [],
    revision: null,
    now,
  });
  const texts = await textsOf(outputsOf({ audience: 'public', public: view }));
  const items: readonly Told[] = JSON.parse(texts.get('feed.json') ?? '').items;
  const works: readonly Listed[] = JSON.parse(
    texts.get('api/v2/scheduled-maintenances.json') ?? '',
  ).scheduled_maintenances;
  return {
    feed: (day) => items.find(({ id }) => id.endsWith(day)),
    days: items.map(({ id }) => id.slice(-10)).toSorted(),
    listed: (day) => works.find(({ scheduled_for }) => scheduled_for.startsWith(day)),
  };
};

describe('work that comes each week and is called off while it runs', () => {
  const brokenOff: Partial<Incident> = {
    state: 'declined',
    at: { closed: at('11-18', '03:00') },
    updates: [
      ...(weekly().updates ?? []),
      { at: at('11-18', '02:10'), status: 'in_progress', text: 'We have begun.' },
    ],
  };

  test.each([at('11-18', '03:30'), at('11-21', '03:30'), at('12-10', '03:30')])(
    'keeps the time that ran, and tells of no later one: %s',
    async (now) => {
      const { feed, days, listed } = await toldAt(now, brokenOff);
      expect(days).toEqual(['2026-11-04', '2026-11-11', '2026-11-18']);
      expect(feed('2026-11-18')?.summary).toBe('Cancelled - The maintenance was called off.');
      expect(feed('2026-11-18')?.content_html).toContain('We have begun.');
      expect(listed('2026-11-18')).toMatchObject({
        status: 'completed',
        resolved_at: at('11-18', '03:00'),
        incident_updates: [{ status: 'completed' }, { body: 'We have begun.' }, {}],
      });
    },
  );

  test.each([at('11-20', '08:00'), at('11-28', '08:00'), at('12-24', '08:00')])(
    'or, where it is called off between two times, says so of the next one: %s',
    async (now) => {
      const { feed, days, listed } = await toldAt(now, {
        state: 'declined',
        at: { closed: at('11-19', '09:00') },
      });
      expect(days.at(-1)).toBe('2026-11-25');
      expect(feed('2026-11-25')?.content_html).toContain('The maintenance was called off.');
      expect(listed('2026-11-25')?.resolved_at).toBe(at('11-19', '09:00'));
    },
  );
});

describe('a day that is put into `except`', () => {
  const without = weekly(['2026-11-25', '2026-12-16']);

  test('is said to be cancelled once it was the next, and stays so', async () => {
    for (const now of [at('11-20', '08:00'), at('11-26', '08:00'), at('12-09', '08:00')]) {
      const { feed, listed } = await toldAt(now, without);
      expect(feed('2026-11-25')?.summary, now).toBe('Cancelled - The maintenance was called off.');
      expect(listed('2026-11-25'), now).toMatchObject({
        status: 'completed',
        resolved_at: at('11-01', '08:00'),
        incident_updates: [
          { status: 'completed', body: 'The maintenance was called off.' },
          { status: 'scheduled', body: 'Each Wednesday.' },
        ],
      });
    }
  });

  test('is not spoken of while another time comes before it', async () => {
    const before = await toldAt(at('11-20', '08:00'), without);
    expect(before.feed('2026-12-16')).toBeUndefined();
    expect(before.listed('2026-12-16')).toBeUndefined();
    expect(before.days).toContain('2026-12-02');
    expect((await toldAt(at('12-10', '08:00'), without)).feed('2026-12-16')).toBeDefined();
  });
});
