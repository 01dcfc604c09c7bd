// Temporary folders of tests lie in memory, where the machine has room for them: thousands of repositories that live for
// a moment cost a disk as much as git takes for its work.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ON_DISK } from './disk-folder.ts';

const MEMORY = '/dev/shm';
/** A whole run has a quarter of it at once. */
const ROOM_BYTES = 4 * 1024 ** 3;

/** Runs before all tests, and gives what takes the folder away after them. */
export function setup(): (() => void) | undefined {
  if (process.env[ON_DISK] !== undefined || !hasRoom()) return undefined;
  for (const name of readdirSync(MEMORY)) if (isLeft(name)) remove(join(MEMORY, name));
  const folder = mkdtempSync(join(MEMORY, `tocsin-${process.pid}-`));
  if (!startsPrograms(folder)) {
    remove(folder);
    return undefined;
  }
  const before = process.env['TMPDIR'];
  process.env[ON_DISK] = tmpdir();
  process.env['TMPDIR'] = folder;
  return () => {
    delete process.env[ON_DISK];
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    remove(folder);
  };
}

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return Math.min(bavail * bsize, process.availableMemory() / 2) >= ROOM_BYTES;
  } catch {
    return false;
  }
}

/** Of a run that was ended before its end. */
function isLeft(name: string): boolean {
  const pid = /^tocsin-(\d+)-/.exec(name)?.[1];
  if (pid === undefined) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch {
    return true;
  }
}

/** Containers often have a memory in which nothing may be started. */
function startsPrograms(folder: string): boolean {
  const program = join(folder, 'program');
  writeFileSync(program, '#!/bin/sh\n', { mode: 0o700 });
  return spawnSync(program).status === 0;
}

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
