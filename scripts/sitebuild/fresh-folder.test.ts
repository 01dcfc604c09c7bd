// What a killed build left beside the site, and what must stay since somebody still works in it.
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freshFolder } from './fresh-folder.ts';

let parent: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'tocsin-fresh-'));
});
afterEach(() => rm(parent, { recursive: true }));

/** A folder as another process of this machine, or of another one, would have named it. */
async function leave(owner: {
  machine?: string;
  process?: number;
  suffix?: string;
}): Promise<string> {
  const [, machine, own] =
    /^\.site-(.+)-(\d+)-/.exec(basename(await freshFolder(parent, '.site-'))) ?? [];
  const name = `.site-${owner.machine ?? machine}-${owner.process ?? own}-Ab12Cd${owner.suffix ?? ''}`;
  await mkdir(join(parent, name));
  await writeFile(join(parent, name, 'index.html'), 'half');
  return name;
}

const GONE = spawnSync(process.execPath, ['--version']).pid;

test('clears what a process left that is gone, with the site that it had put aside', async () => {
  const left = [await leave({ process: GONE }), await leave({ process: GONE, suffix: '-old' })];
  const fresh = basename(await freshFolder(parent, '.site-'));
  const there = await readdir(parent);
  expect(there).toContain(fresh);
  expect(there).not.toEqual(expect.arrayContaining([left[0]]));
  expect(there).not.toEqual(expect.arrayContaining([left[1]]));
});

test('clears what is older than this process and has its number, as in a container', async () => {
  const old = await leave({});
  const before = new Date(performance.timeOrigin - 60_000);
  await utimes(join(parent, old), before, before);
  await freshFolder(parent, '.site-');
  expect(await readdir(parent)).not.toContain(old);
});

test('leaves alone what others work in, or what is no such folder', async () => {
  const kept = [
    await leave({}),
    await leave({ process: process.ppid }),
    await leave({ machine: '0a1b2c', process: GONE }),
    '.site-notes',
    `.other-0a1b2c-${GONE}-Ab12Cd`,
  ];
  for (const name of kept) await mkdir(join(parent, name), { recursive: true });
  await freshFolder(parent, '.site-');
  expect(await readdir(parent)).toEqual(expect.arrayContaining(kept));
});
