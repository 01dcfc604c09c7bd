// Random damage to the fixtures of every vendor, the same in every run.
import { describe, expect, test } from 'vitest';
import { encodeBody, readFixtures } from './testing/contract-fixtures.ts';
import { damageText, mutate, pathsOf, pick, randomFrom } from './testing/contract-payloads.ts';
import { expectValidOutcome, flawsOf } from './testing/contract-signal-shape.ts';
import { normalise } from './normalise.ts';
import { findVendor, vendors } from './registry.ts';

const fixtures = readFixtures();

describe.each(Object.keys(vendors))('%s', (vendor) => {
  const own = fixtures.filter((fixture) => fixture.vendor === vendor);

  test('answers 10,000 damaged payloads in valid shape', () => {
    const random = randomFrom(2026_11_21);
    const places = own.map((fixture) => ({ fixture, paths: pathsOf(fixture.body) }));
    const [one, ...more] = places;
    if (one === undefined) return;
    for (let run = 0; run < 10_000; run += 1) {
      const { fixture, paths } = pick(random, [one, ...more]);
      const body = encodeBody(mutate(random, fixture.body, paths), fixture.body_encoding);
      const headers = random() < 0.9 ? fixture.headers : {};
      const damaged = random() < 0.1 ? damageText(random, body) : body;
      const flaws = flawsOf(normalise(vendor, { headers, body: damaged }));
      if (flaws.length > 0) expect.fail(`run ${run}: ${flaws.join('; ')} for ${damaged}`);
    }
  });

  test('answers any text as body and as header', () => {
    const random = randomFrom(7);
    const names = findVendor(vendor)?.headers ?? [];
    for (let run = 0; run < 500; run += 1) {
      const value = randomText(random);
      const headers = Object.fromEntries(names.map((name) => [name, value]));
      expectValidOutcome(normalise(vendor, { headers, body: randomText(random) }));
    }
  });
});

function randomText(random: () => number): string {
  const length = Math.floor(random() * 40);
  const codes = Array.from({ length }, () => random() * (random() < 0.7 ? 128 : 65_536));
  return String.fromCharCode(...codes);
}
