// The numbers that leads act on: what is owed, what is open in the picture, what is late, where nobody is on call.
import { describe, expect, test } from 'vitest';
import type { Incident } from '../../model/incident.ts';
import { addMs, toMs } from '../../model/instant.ts';
import type { Postmortem } from '../../model/postmortem.ts';
import { closedIncident, example, NOW, viewOf } from '../testing/inside.ts';
import { viewInside } from './inside.ts';

const HOUR = 3_600_000;

test('the picture of the services shows the worst that is open of each, and nothing that is over', () => {
  const open = (id: string, severity: Incident['severity']): Incident =>
    closedIncident(id, { state: 'investigating', severity, services: ['order-api'] });
  const { graph } = viewOf(
    open('2026-11-20-a', 'sev1'),
    open('2026-11-20-b', 'sev3'),
    closedIncident('2026-11-20-c', { severity: 'sev1', services: ['payments-api'] }),
  );
  const found = new Map(graph.nodes.map((node) => [node.id, node.open]));
  expect([found.get('order-api'), found.get('payments-api')]).toEqual(['sev1', null]);
});

test('what was done too late is not owed any more', () => {
  const declared = addMs(NOW, -30 * HOUR);
  const late = { declared, detected: declared, acknowledged: addMs(declared, 20 * HOUR) };
  const shown = viewOf(
    closedIncident('2026-11-20-a', {
      state: 'closed',
      severity: 'sev3',
      severityMax: 'sev3',
      at: { ...late, resolved: addMs(declared, 29 * HOUR), closed: addMs(declared, 29 * HOUR) },
    }),
  );
  expect(shown.pages[0]?.clocks.some(({ isMissed }) => isMissed)).toBe(true);
  expect(shown.incidents[0]?.overdue).toEqual([]);
});

test('whoever told of an incident first counts, whatever was said after it', () => {
  const problem = (hours: number, kind?: 'report'): Incident['problems'][string] => {
    const since = addMs(NOW, -hours * HOUR);
    return { state: 'firing', since, at: since, ...(kind === undefined ? {} : { kind }) };
  };
  const shown = viewOf(
    closedIncident('2026-11-20-a', { problems: { b: problem(2), a: problem(3, 'report') } }),
    closedIncident('2026-11-20-b', { problems: { b: problem(2), a: problem(4, 'report') } }),
    closedIncident('2026-11-20-c', { problems: { b: problem(2, 'report'), a: problem(3) } }),
  );
  const all = shown.slices.find(({ kind }) => kind === 'all');
  expect(all?.shares.find(({ id }) => id === 'customer-first')).toMatchObject({
    count: 2,
    of: 3,
    missing: 0,
  });
});

describe('post-mortems', () => {
  const [written] = example.postmortems.filter(({ report }) => report !== null);
  const index = (changes: Partial<Postmortem>) => {
    if (written === undefined) throw new Error('the example has no post-mortem');
    return viewInside({ ...example, postmortems: [{ ...written, ...changes }] }).postmortems;
  };

  test.each([
    ['2026-11-20', true],
    ['2026-11-21', false],
    ['2026-11-22', false],
  ])('due on %s are overdue on the 21st: %j', (due, isOverdue) => {
    expect(index({ state: 'draft', due }).written[0]?.isOverdue).toBe(isOverdue);
  });

  test('name a cause once, however many factors are of its kind', () => {
    const factor = { category: 'testing', text: 'Nobody tried it.' } as const;
    const { causes } = index({ report: { text: '', factors: [factor, factor] } });
    expect(causes).toMatchObject([{ category: 'testing', incidents: [written?.incident] }]);
  });
});

test('hand-overs are known four weeks ahead', () => {
  const last = viewInside(example)
    .onCall.flatMap(({ schedule }) => schedule?.turns.at(-1)?.from ?? [])
    .toSorted()
    .at(-1);
  expect(toMs(last ?? NOW)).toBeGreaterThan(toMs(NOW) + 20 * 24 * HOUR);
});
