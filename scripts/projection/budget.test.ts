// The budget of writes: as a value, over a file that two processes share, over a ref that two clones share.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../model/instant.ts';
import {
  GIT_ENVIRONMENT,
  makeRemote,
  removeFolders,
  temporaryFolder,
} from '../apply/testing/repository.ts';
import { openRepository } from '../workspace/git.ts';
import { openBudget, openDistantBudget } from './budget.ts';
import { openGitLedger } from './git-ledger.ts';
import { EMPTY_LEDGER, type Ledger, type LedgerStore, takeOne, WRITE_LIMITS } from './ledger.ts';
import { parseLedger } from './ledger-text.ts';
import { openSqliteLedger } from './sqlite-ledger.ts';

afterEach(removeFolders);

const START = Date.parse('2026-11-21T10:00:00.000Z');

describe('the budget', () => {
  test('never allows more than 40 writes in any minute and 250 in any hour, however they come', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 600 }), (gaps) => {
        let made: readonly number[] = [];
        const granted: number[] = [];
        let now = START;
        for (const gap of gaps) {
          now += gap;
          const taken = takeOne(made, WRITE_LIMITS, now);
          made = taken.made;
          if (taken.freeAtMs === null) granted.push(now);
          else expect(taken.freeAtMs).toBeGreaterThan(now);
        }
        expect(most(granted, MINUTE_MS)).toBeLessThanOrEqual(40);
        expect(most(granted, HOUR_MS)).toBeLessThanOrEqual(250);
      }),
    );
  });

  test('says until when there is none, and has one then', async () => {
    const budget = openBudget(memory());
    for (let count = 0; count < 40; count += 1) expect(await budget.take(START)).toBeNull();
    const window = await budget.take(START + 10);
    expect(window).toEqual({ reason: 'write-budget', untilMs: START + MINUTE_MS });
    expect(await budget.take(window?.untilMs ?? 0)).toBeNull();
  });

  test('is not opened wide by a clock that was ahead', async () => {
    const budget = openBudget(memory());
    for (let count = 0; count < 40; count += 1) await budget.take(START + HOUR_MS);
    expect(await budget.take(START)).not.toBeNull();
    expect(await budget.take(START + MINUTE_MS + 1)).toBeNull();
  });

  test('keeps the latest window that any process met', async () => {
    const store = memory();
    const [one, other] = [openBudget(store), openBudget(store)];
    await one.keep({ reason: 'secondary-limit', untilMs: START + 5000 });
    await one.keep({ reason: 'secondary-limit', untilMs: START + 1000 });
    expect(await other.windowAt(START)).toEqual({
      reason: 'secondary-limit',
      untilMs: START + 5000,
    });
    expect(await other.windowAt(START + 5000)).toBeNull();
  });

  test('allows 20 new rooms in ten minutes, and none while people need the rest of the writes', async () => {
    const budget = openBudget(memory());
    for (let count = 0; count < 20; count += 1) expect(await budget.takeRoom(START)).toBeNull();
    expect(await budget.roomsLeft(START)).toBe(0);
    expect(await budget.takeRoom(START)).toBe(START + 10 * MINUTE_MS);
    const busy = openBudget(memory());
    for (let count = 0; count < 30; count += 1) await busy.take(START);
    expect(await busy.takeRoom(START)).toBe(START + MINUTE_MS);
    expect(await busy.busyUntil(START)).toBe(START + MINUTE_MS);
    expect(await busy.take(START)).toBeNull();
    expect(await busy.busyUntil(START + MINUTE_MS)).toBeNull();
  });

  test('in blocks allows no more either', async () => {
    const budget = openDistantBudget(memory());
    const granted: number[] = [];
    for (let now = START; now < START + 2 * HOUR_MS; now += 700)
      if ((await budget.take(now)) === null) granted.push(now);
    expect(most(granted, MINUTE_MS)).toBeLessThanOrEqual(40);
    expect(most(granted, HOUR_MS)).toBeLessThanOrEqual(250);
    expect(granted.length).toBeGreaterThan(350);
  });
});

describe('a stored ledger', () => {
  test.each([
    '',
    'null',
    '[]',
    '{"writes":"x","rooms":[1,"2"],"intents":5,"window":{"untilMs":1}}',
  ])('that holds %j is read as far as possible', (text) => {
    const { rooms, ...rest } = parseLedger(text);
    expect(rest).toEqual({ writes: [], intents: {}, window: null });
    expect(rooms.every((room) => typeof room === 'number')).toBe(true);
  });
});

describe('two processes at once', () => {
  test('share one file: together they write 40 times and no more', async () => {
    const file = join(temporaryFolder(), 'ledger.sqlite');
    openSqliteLedger(file).close();
    const counts = await takeTogether('sqlite', [file, file]);
    expect(sum(counts)).toBe(40);
    expect(Math.min(...counts)).toBeGreaterThan(0);
  });

  test('share one ref of the remote: together they write 40 times and no more', async () => {
    const { clones } = makeRemote(2);
    const counts = await takeTogether('git', clones);
    expect(sum(counts)).toBe(40);
  });

  test('know of a window that the other met, over a ref', async () => {
    const { clones } = makeRemote(2);
    const [one, other] = clones.map((folder) =>
      openDistantBudget(openGitLedger(openRepository(folder, GIT_ENVIRONMENT), 'origin')),
    );
    await one?.keep({ reason: 'secondary-limit', untilMs: START + 5000 });
    expect(await other?.windowAt(START)).toMatchObject({ untilMs: START + 5000 });
  });
});

/** Processes of their own that begin together and take writes until there are none; how many each got. */
async function takeTogether(
  kind: 'sqlite' | 'git',
  places: readonly string[],
): Promise<readonly number[]> {
  const program = fileURLToPath(new URL('testing/take-writes.ts', import.meta.url));
  const children = places.map((place) => {
    const child = spawn(process.execPath, [program, kind, place, String(START)], {
      env: { ...GIT_ENVIRONMENT },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    return { child, ended: once(child, 'close'), text: { out: '' } };
  });
  for (const { child, text } of children)
    child.stdout.on('data', (chunk: Buffer) => (text.out += chunk.toString()));
  await Promise.all(children.map(({ child }) => once(child.stdout, 'data')));
  for (const { child } of children) child.stdin.write('go');
  await Promise.all(children.map(({ ended }) => ended));
  return children.map(({ text }) => Number(/took (\d+)$/.exec(text.out)?.[1]));
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

function memory(): LedgerStore {
  let ledger: Ledger = EMPTY_LEDGER;
  return {
    update: async (change) => {
      const changed = change(ledger);
      ledger = changed.ledger;
      return changed.result;
    },
  };
}

function most(instants: readonly number[], withinMs: number): number {
  return Math.max(
    0,
    ...instants.map((at) => instants.filter((one) => one > at - withinMs && one <= at).length),
  );
}
