import {
  deliveryOf,
  type Fixture,
  readFixtures,
} from '../scripts/signals/testing/contract-fixtures.ts';
import { normalise as normaliseDelivery } from '../scripts/signals/normalise.ts';
import { vendors } from '../scripts/signals/registry.ts';
import { type Benchmark, type Figure, median } from './figure.ts';

const ROUNDS = 15;
const ROUND_MS = 4;

/** What one signal costs per vendor, from raw body to signal, beside `JSON.parse` of the same bytes. */
export const normalise: Benchmark = {
  about: 'body → signals, per signal and vendor, beside `JSON.parse` of the same bytes',
  run: () => {
    const samples = samplesOf(readFixtures());
    const figures = samples.map(measure);
    const ratios = figures.map(({ ratio }) => ratio?.value ?? Number.NaN);
    return Promise.resolve([
      ...figures,
      {
        name: 'all vendors, median',
        value: median(figures.map(({ value }) => value)),
        unit: 'µs' as const,
        ratio: { value: median(ratios), to: '`JSON.parse`' },
      },
    ]);
  },
};

type Sample = {
  readonly vendor: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What `JSON.parse` gets: the body, or for forms the same fields as JSON. */
  readonly json: string;
  readonly signals: number;
};

/** For every vendor its first fixture, by name, that opens a problem. */
function samplesOf(fixtures: readonly Fixture[]): readonly Sample[] {
  return Object.keys(vendors).flatMap((vendor) => {
    const own = fixtures.filter((fixture) => fixture.vendor === vendor);
    for (const fixture of own.toSorted((left, right) => (left.name < right.name ? -1 : 1))) {
      const delivery = deliveryOf(fixture);
      const outcome = normaliseDelivery(vendor, delivery);
      if (outcome.kind !== 'signals' || outcome.signals[0]?.action !== 'trigger') continue;
      const json = fixture.body_encoding === 'form' ? JSON.stringify(fixture.body) : delivery.body;
      return [{ vendor, ...delivery, json, signals: outcome.signals.length }];
    }
    return [];
  });
}

/** Both in turns, so that a busy moment of the machine hits both. */
function measure({ vendor, headers, body, json, signals }: Sample): Figure {
  const parse: number[] = [];
  const whole: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    parse.push(microseconds(() => JSON.parse(json)));
    whole.push(microseconds(() => normaliseDelivery(vendor, { headers, body })));
  }
  const value = median(whole) / signals;
  const bytes = Buffer.byteLength(body);
  return {
    name: `${vendor} (${bytes} bytes, ${signals} ${signals === 1 ? 'signal' : 'signals'})`,
    value,
    unit: 'µs',
    ratio: { value: value / (median(parse) / signals), to: '`JSON.parse`' },
  };
}

/** The time of one call, from as many as fit into a round. */
function microseconds(call: () => unknown): number {
  const begin = performance.now();
  let calls = 0;
  let kept: unknown = null;
  do {
    for (let inner = 0; inner < 20; inner += 1) kept = call();
    calls += 20;
  } while (performance.now() - begin < ROUND_MS);
  if (kept === undefined) throw new Error('nothing was measured');
  return ((performance.now() - begin) * 1000) / calls;
}
