// A gateway and a repository on GitHub that may not be what the files say.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { clientOf } from '../github/testing/client.ts';
import { type Double, startDouble } from '../github/testing/double.ts';
import type { Settings } from '../model/organisation.ts';
import { organisationOf, smallFiles } from '../rules/testing/organisation.ts';
import { type Agreement, createAgreement } from './agreement.ts';

const PRIVATE = organisationOf(smallFiles()).settings;
const PUBLIC: Settings = { ...PRIVATE, repository: 'public' };

let double: Double;
let agreement: Agreement;
let troubles: string[];

beforeAll(async () => {
  double = await startDouble({ isPrivate: true });
});
afterAll(async () => {
  expect(double.takeViolations()).toEqual([]);
  await double.close();
});
beforeEach(() => {
  double.reset();
  troubles = [];
  const github = clientOf(double, double.accounts.app.token);
  agreement = createAgreement(github, { name: 'larder/incidents', everyMs: 600_000 }, (sentence) =>
    troubles.push(sentence),
  );
});

const asked = (): number =>
  double.seen().filter(({ operation }) => operation === 'repos/get').length;

describe('whether rooms may be written', () => {
  test('is looked up once, and again after a while', async () => {
    expect(await agreement(PRIVATE, 1000)).toBeNull();
    expect(await agreement(PRIVATE, 600_999)).toBeNull();
    expect(asked()).toBe(1);
    expect(await agreement(PRIVATE, 601_000)).toBeNull();
    expect(asked()).toBe(2);
    expect(troubles).toEqual([]);
  });

  test('is denied where both disagree, said once and asked again every half minute', async () => {
    expect(await agreement(PUBLIC, 1000)).toBe(30_000);
    expect(await agreement(PUBLIC, 11_000)).toBe(20_000);
    expect(asked()).toBe(1);
    expect(await agreement(PUBLIC, 31_000)).toBe(30_000);
    expect(asked()).toBe(2);
    expect(troubles).toEqual([
      expect.stringMatching(
        /^larder\/incidents: .*private.*; signals are accepted and committed all/,
      ),
    ]);
  });

  test('is asked anew as soon as the files say something else', async () => {
    expect(await agreement(PRIVATE, 1000)).toBeNull();
    expect(await agreement(PUBLIC, 2000)).toBe(30_000);
    expect(await agreement(PRIVATE, 32_000)).toBeNull();
  });

  test('stays agreed while GitHub does not answer, and is not agreed before it ever did', async () => {
    double.faults.plan('repos/get', { kind: 'broken', status: 502 }, 9);
    const waitMs = await agreement(PRIVATE, 1000);
    expect(waitMs).toBeGreaterThanOrEqual(1000);
    double.faults.clear();
    expect(await agreement(PRIVATE, 100_000)).toBeNull();
    double.faults.plan('repos/get', { kind: 'broken', status: 502 }, 9);
    expect(await agreement(PRIVATE, 700_000)).toBeNull();
    expect(troubles).toHaveLength(2);
  });
});
