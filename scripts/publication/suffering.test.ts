// When an incident hurt a component, where the file says that it was worse before.
import { describe, expect, test } from 'vitest';
import { incidentWith } from '../incidents/testing/incident.ts';
import type { Incident } from '../model/incident.ts';
import { minute } from '../rules/testing/organisation.ts';
import { endStatedBy, hurtOf, startOf, sufferedOf } from './suffering.ts';

const hurt = (changes: Partial<Incident>): ReturnType<typeof hurtOf> =>
  hurtOf(
    incidentWith({
      components: { shop: 'operational' },
      componentsBefore: [{ component: 'shop', status: 'major_outage', until: minute(60) }],
      state: 'monitoring',
      ...changes,
      at: { started: minute(0), ...changes.at },
    }),
    'shop',
    minute(200),
  );

describe('what a component was before', () => {
  test('ended with the suffering, though it was said later', () => {
    expect(hurt({ at: { mitigated: minute(40) } })).toEqual([
      { status: 'major_outage', from: minute(0), until: minute(40) },
    ]);
    expect(hurt({ at: { mitigated: minute(80) } })).toMatchObject([{ until: minute(60) }]);
    expect(hurt({})).toMatchObject([{ until: minute(60) }]);
  });

  test('lasted as long as was said where the suffering had ended before it began again', () => {
    const again = hurt({
      componentsBefore: [
        { component: 'shop', status: 'major_outage', until: minute(30) },
        { component: 'shop', status: 'operational', until: minute(50) },
        { component: 'shop', status: 'degraded', until: minute(90) },
        { component: 'cart', status: 'major_outage', until: minute(95) },
      ],
      at: { mitigated: minute(25) },
    });
    expect(again).toEqual([
      { status: 'major_outage', from: minute(0), until: minute(25) },
      { status: 'degraded', from: minute(50), until: minute(90) },
    ]);
  });

  test('is told as the worst, from the first to the last', () => {
    const incident = incidentWith({
      components: { shop: 'degraded' },
      componentsBefore: [{ component: 'shop', status: 'major_outage', until: minute(30) }],
      at: { started: minute(0) },
    });
    expect(sufferedOf(incident, 'shop', minute(60))).toEqual({
      worst: 'major_outage',
      from: minute(0),
      until: null,
    });
  });
});

test('an incident whose times cannot be read began when customers heard of it, or on its day', () => {
  const update = { at: minute(5), status: 'investigating', text: 'We look.' } as const;
  const timeless = incidentWith({ at: {}, updates: [update] });
  expect(startOf(timeless)).toBe(minute(5));
  expect(startOf({ ...timeless, updates: [] })).toBe(`${timeless.id.slice(0, 10)}T00:00:00.000Z`);
});

test('an incident does not end before it began, whatever one of its times says', () => {
  const at = { started: minute(30), resolved: minute(10), mitigated: minute(40) };
  expect(endStatedBy(incidentWith({ state: 'resolved', at }))).toBe(minute(40));
  expect(endStatedBy(incidentWith({ at: { started: minute(30), resolved: minute(10) } }))).toBe(
    minute(30),
  );
});
