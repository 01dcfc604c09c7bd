// How long things took, for the incidents that people ask about.
import { describe, expect, test } from 'vitest';
import type { Incident } from '../../model/incident.ts';
import { addMs, toMs } from '../../model/instant.ts';
import { NOW, example, closedIncident } from '../testing/inside.ts';
import { HOUR, view, slice, time } from '../testing/inside-parts.ts';

describe('times', () => {
  const started = addMs(NOW, -48 * HOUR);
  const many = (
    count: number,
    at: Incident['at'],
    state: Incident['state'] = 'closed',
  ): readonly Incident[] =>
    Array.from({ length: count }, (_, index) =>
      closedIncident(`2026-11-19-${state}-${index}`, { state, at }),
    );
  const ended = { started, declared: started, resolved: addMs(started, HOUR) };

  test('are a list below eight incidents and have percentiles from eight on', () => {
    const ttr = (count: number) => time(slice(view(many(count, ended)), 'all', null), 'ttr');
    expect(ttr(7).summary).toBeNull();
    expect(ttr(7).points).toHaveLength(7);
    expect(ttr(8).summary).toEqual({ medianMs: HOUR, p90Ms: HOUR });
  });

  test('keep what is open as open, and say when a percentile cannot be known', () => {
    const open = many(6, { started, declared: started }, 'investigating');
    const ttr = time(slice(view([...many(4, ended), ...open]), 'all', null), 'ttr');
    expect(ttr.points.filter(({ isOpen }) => isOpen).map(({ ms }) => ms)).toEqual(
      Array.from({ length: 6 }, () => 48 * HOUR),
    );
    expect(ttr.summary).toEqual({ medianMs: null, p90Ms: null });
  });

  test('keep what is open in each state whose end can still come', () => {
    const states = ['triage', 'investigating', 'identified', 'monitoring', 'resolved'] as const;
    const all = states.map((state) =>
      closedIncident(`2026-11-19-${state}`, {
        state,
        at: { started, declared: started, acknowledged: started, resolved: started },
      }),
    );
    const openIn = (id: string): readonly string[] =>
      time(slice(view(all.map(withoutEnd)), 'all', null), id)
        .points.filter(({ isOpen }) => isOpen)
        .map(({ incident: each }) => each.slice('2026-11-19-'.length));
    expect(openIn('tti')).toEqual(['investigating', 'triage']);
    expect(openIn('ttm')).toEqual(['identified', 'investigating', 'triage']);
    expect(openIn('ttr')).toEqual(['identified', 'investigating', 'monitoring', 'triage']);
    expect(openIn('close')).toEqual(['resolved']);
  });

  test('ask for the cause of an open incident once somebody took it', () => {
    const open = { started, declared: started };
    const asked = (state: Incident['state']) =>
      time(slice(view(many(1, open, state)), 'all', null), 'tti');
    expect(asked('investigating')).toMatchObject({ asked: 0, missing: 0 });
    expect(asked('identified')).toMatchObject({ asked: 1, missing: 1 });
    const { points } = time(slice(view(many(1, open, 'investigating')), 'all', null), 'tta');
    expect(points).toMatchObject([{ isOpen: true }]);
  });

  test('are of weeks in the zone of the organisation', () => {
    // A Sunday night in UTC, and Monday there.
    const night = '2026-11-15T23:30:00.000Z';
    const counted = (zone: string): string | undefined =>
      slice(
        view([closedIncident('2026-11-15-a', { at: { started: night } })], {
          organisation: {
            ...example.organisation,
            settings: { ...example.organisation.settings, zone },
          },
        }),
        'all',
        null,
      ).weeks.find(({ counts }) => Object.values(counts).some((count) => count > 0))?.monday;
    expect([counted('UTC'), counted('Europe/Amsterdam')]).toEqual(['2026-11-09', '2026-11-16']);
  });

  test('count an incident whose endpoint is missing or lies before its beginning, and guess nothing', () => {
    const without = many(1, { started, declared: started });
    const backwards = [
      closedIncident('2026-11-19-b', { at: { ...ended, resolved: addMs(started, -1) } }),
    ];
    const ttr = time(slice(view([...without, ...backwards]), 'all', null), 'ttr');
    expect(ttr).toMatchObject({ asked: 2, missing: 2, points: [] });
  });

  test('go from the instants that they name', () => {
    const at = Object.fromEntries(
      [
        'started',
        'detected',
        'declared',
        'acknowledged',
        'identified',
        'mitigated',
        'resolved',
        'closed',
      ].map((name, index) => [name, addMs(started, index * index * 60_000)]),
    );
    const { times } = slice(
      view([closedIncident('2026-11-19-a', { at, public: null })]),
      'all',
      null,
    );
    expect(
      Object.fromEntries(times.map(({ id, points }) => [id, (points[0]?.ms ?? -1) / 60_000])),
    ).toMatchObject({
      ttd: 1,
      declare: 3,
      tta: 8,
      tti: 7,
      ttm: 25,
      ttr: 36,
      'ttr-slo': 35,
      close: 13,
    });
  });

  test('leave out mistakes, copies and maintenance, and say how many', () => {
    const others = [
      closedIncident('2026-11-19-a', { state: 'declined', at: ended }),
      closedIncident('2026-11-19-b', { state: 'duplicate', at: ended }),
      closedIncident('2026-11-19-c', { kind: 'maintenance', at: ended }),
      closedIncident('2026-11-19-d', { kind: 'maintenance', state: 'declined', at: ended }),
    ];
    const all = slice(view([...others, ...many(1, ended)]), 'all', null);
    expect(time(all, 'ttr').asked).toBe(1);
    expect(all.excluded).toEqual({ maintenance: 2, declined: 1, duplicate: 1, older: 0 });
    expect(
      all.weeks.reduce((sum, { counts }) => sum + Object.values(counts).reduce((a, b) => a + b), 0),
    ).toBe(1);
  });

  test('look back a year, and further at what is open', () => {
    const old = { started: '2025-01-01T00:00:00.000Z', declared: '2025-01-01T00:00:00.000Z' };
    const shown = view([
      closedIncident('2025-01-01-a', { at: { ...old, resolved: '2025-01-01T01:00:00.000Z' } }),
      closedIncident('2025-01-01-b', { state: 'investigating', at: old }),
    ]);
    expect(time(slice(shown, 'all', null), 'ttr').points).toEqual([
      { incident: '2025-01-01-b', ms: toMs(NOW) - toMs(old.started), isOpen: true },
    ]);
  });
});

/** What is over has the time of its end, and nothing else has. */
function withoutEnd(each: Incident): Incident {
  const { resolved, ...at } = each.at;
  return each.state === 'resolved' && resolved !== undefined ? each : { ...each, at };
}
