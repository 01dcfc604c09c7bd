// Incidents that were written before components were renamed, or became one.
import { describe, expect, test } from 'vitest';
import { incidentWith } from '../incidents/testing/incident.ts';
import type { ComponentStatus } from '../model/component.ts';
import type { Incident } from '../model/incident.ts';
import { organisationOf, smallFiles } from '../rules/testing/organisation.ts';
import { withIdsOfToday } from './renamed.ts';
import { hurtOf, impactOf } from './suffering.ts';

const NOW = '2026-11-21T12:00:00.000Z';
const minute = (at: number): string =>
  new Date(Date.parse('2026-11-21T10:00:00Z') + at * 60_000).toISOString();

const organisation = organisationOf(
  smallFiles().map((file) =>
    'text' in file
      ? {
          path: file.path,
          text: file.text
            .replace('    component: {id: web-shop, name: Web *shop*, publish: automatic}\n', '')
            .replace('id: cart,', 'id: cart, former: [basket], merged: [web-shop, shop-front],'),
        }
      : file,
  ),
);

function today(
  components: Readonly<Record<string, ComponentStatus>>,
  before: readonly (readonly [string, ComponentStatus, number])[] = [],
  ended: number | null = null,
): Incident {
  const at = { started: minute(0), declared: minute(0) };
  const incident = incidentWith({
    state: ended === null ? 'identified' : 'resolved',
    at: ended === null ? at : { ...at, mitigated: minute(ended), resolved: minute(ended) },
    components,
    componentsBefore: before.map(([component, status, until]) => ({
      component,
      status,
      until: minute(until),
    })),
  });
  return withIdsOfToday([incident], organisation)[0] ?? incident;
}

const spellsOf = (incident: Incident): unknown =>
  hurtOf(incident, 'cart', NOW).map(({ status, from, until }) => [
    status,
    from.slice(11, 16),
    until?.slice(11, 16) ?? null,
  ]);

describe('components that are one today', () => {
  test('are as bad as the worst of them, whatever the order', () => {
    const orders: readonly Readonly<Record<string, ComponentStatus>>[] = [
      { 'web-shop': 'major_outage', cart: 'degraded', 'shop-front': 'operational' },
      { 'shop-front': 'operational', cart: 'degraded', 'web-shop': 'major_outage' },
      { cart: 'operational', 'web-shop': 'degraded', 'shop-front': 'major_outage' },
    ];
    for (const components of orders) {
      expect(today(components).components).toEqual({ cart: 'major_outage' });
      expect(impactOf(today(components))).toBe('major_outage');
    }
  });

  test('were at each time as bad as the worst of them', () => {
    const incident = today(
      { 'web-shop': 'operational', cart: 'operational', 'shop-front': 'operational' },
      [
        ['cart', 'degraded', 50],
        ['web-shop', 'partial_outage', 10],
        ['web-shop', 'major_outage', 30],
        ['shop-front', 'operational', 40],
        ['shop-front', 'partial_outage', 60],
      ],
      70,
    );
    expect(spellsOf(incident)).toEqual([
      ['partial_outage', '10:00', '10:10'],
      ['major_outage', '10:10', '10:30'],
      ['degraded', '10:30', '10:40'],
      ['partial_outage', '10:40', '10:50'],
      ['partial_outage', '10:50', '11:00'],
    ]);
  });

  test('go on failing while one of them does', () => {
    const incident = today({ 'web-shop': 'major_outage', cart: 'operational' }, [
      ['cart', 'degraded', 20],
    ]);
    expect(spellsOf(incident)).toEqual([
      ['major_outage', '10:00', '10:20'],
      ['major_outage', '10:20', null],
    ]);
  });
});

describe('a part that is named no more', () => {
  test('was as bad as it was', () => {
    const incident = today({ cart: 'degraded' }, [['web-shop', 'major_outage', 20]], 30);
    expect(impactOf(incident)).toBe('major_outage');
    expect(spellsOf(incident)).toEqual([
      ['major_outage', '10:00', '10:20'],
      ['degraded', '10:20', '10:30'],
    ]);
  });

  test('keeps what it was where nothing of the component is named', () => {
    const incident = today({ other: 'degraded' }, [['web-shop', 'major_outage', 20]], 30);
    expect(incident.components).toEqual({ other: 'degraded' });
    expect(impactOf(incident)).toBe('major_outage');
  });
});

test('what was never merged stays as it was written, whatever its order', () => {
  const before: readonly (readonly [string, ComponentStatus, number])[] = [
    ['gone', 'major_outage', 20],
    ['other', 'degraded', 10],
  ];
  const incident = today({ other: 'operational', basket: 'degraded' }, before);
  expect(incident.components).toEqual({ cart: 'degraded', other: 'operational' });
  expect(incident.componentsBefore.map(({ component }) => component)).toEqual(['gone', 'other']);
});

test('of a component that was renamed what is said under the id of today counts', () => {
  const incident = today({ cart: 'operational', basket: 'major_outage' }, [
    ['basket', 'major_outage', 20],
  ]);
  expect(incident.components).toEqual({ cart: 'operational' });
  expect(spellsOf(incident)).toEqual([['major_outage', '10:00', '10:20']]);
});

test('an incident of other components stays the same value', () => {
  const incident = incidentWith({ components: { 'price-list': 'degraded' } });
  expect(withIdsOfToday([incident], organisation)[0]).toBe(incident);
});
