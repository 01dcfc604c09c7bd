import { describe, expect, test } from 'vitest';
import type { Signal } from '../model/signal.ts';
import { minute, organisationOf, signalOf, smallFiles } from '../rules/testing/organisation.ts';
import { type Coverage, measureCoverage } from './coverage.ts';

const ORGANISATION = organisationOf(smallFiles());

describe('services that are seen', () => {
  test('and not declared are orphans, the most frequent first', () => {
    const { orphans } = coverageOf({ service: 'kiosk' }, { service: 'till' }, { service: 'till' });
    expect(orphans).toEqual([
      { name: 'till', count: 2 },
      { name: 'kiosk', count: 1 },
    ]);
  });

  test('and not declared are orphans also where a team is stated', () => {
    const { orphans, signals } = coverageOf({ service: 'till', team: 'stores' });
    expect(signals).toMatchObject({ total: 1, covered: 1, missing: [] });
    expect(orphans).toEqual([{ name: 'till', count: 1 }]);
  });

  test('and declared are none, by id or alias', () => {
    const { orphans, services } = coverageOf({ service: 'shop' }, { service: 'web' });
    expect(services).toMatchObject({ total: 2, covered: 2 });
    expect(orphans).toEqual([]);
  });

  test('are no ghosts; what is declared and was never seen is one, once anything was', () => {
    expect(coverageOf().ghosts).toEqual([]);
    const { ghosts } = coverageOf({ service: 'web' });
    expect(ghosts).toContain('cart');
    expect(ghosts).not.toContain('shop');
  });
});

function coverageOf(...signals: readonly Partial<Signal>[]): Coverage {
  const seen = signals.map((changes) => ({
    source: 'watch',
    receivedAt: minute(0),
    signal: signalOf(changes),
    told: new Set<string>(),
  }));
  return measureCoverage(ORGANISATION, null, seen);
}
