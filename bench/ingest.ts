import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteInbox } from '../scripts/inbox/sqlite-inbox.ts';
import { type Benchmark } from './figure.ts';

const REQUESTS = 20_000;

/** How many requests the inbox takes to disk, one after the other and many at once. */
export const ingest: Benchmark = {
  about: 'requests that the inbox takes to disk: one at a time, and 64 at once',
  run: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tocsin-inbox-'));
    const inbox = openSqliteInbox(join(folder, 'inbox.sqlite'));
    const body = Buffer.alloc(1500, 'x');
    const accept = (id: number): Promise<unknown> =>
      inbox.accept({
        source: 'prometheus',
        vendor: 'prometheus-alertmanager',
        receivedAt: '2026-11-21T00:00:00.000Z',
        deliveryId: String(id),
        headers: {},
        body,
      });
    const alone = await rate(REQUESTS / 10, async (index) => {
      await accept(index);
    });
    const together = await rate(REQUESTS / 64, async (index) => {
      await Promise.all(
        Array.from({ length: 64 }, (_, lane) => accept(REQUESTS + index * 64 + lane)),
      );
    });
    await inbox.close();
    rmSync(folder, { recursive: true });
    const to = 'one at a time';
    return [
      { name: 'one at a time', value: alone, unit: 'per second' },
      {
        name: '64 at once',
        value: together * 64,
        unit: 'per second',
        ratio: { value: (together * 64) / alone, to },
      },
    ];
  },
};

async function rate(rounds: number, work: (index: number) => Promise<void>): Promise<number> {
  const whole = Math.floor(rounds);
  const start = performance.now();
  for (let index = 0; index < whole; index += 1) await work(index);
  return (whole * 1000) / (performance.now() - start);
}
