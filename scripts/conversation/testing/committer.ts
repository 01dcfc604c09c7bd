// A person who races, as a process of its own: a commit begins every 50 ms by the clock, or when the one before is done,
// and what gathered is pushed as people do. The end of its input is the end of it, also where whoever started it is gone.
import { execFile } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const [clone = ''] = process.argv.slice(2);
const EVERY_MS = 50;
const COMMITS_A_PUSH = 16;
const NOTES = 'notes/person.md';

const run = promisify(execFile);
const git = async (...args: readonly string[]): Promise<unknown> =>
  await run('git', ['-C', clone, ...args]);

process.stdin.resume();

let [commits, workedMs, oversleptMs] = [0, 0, 0];
while (!process.stdin.readableEnded) {
  const beganMs = performance.now();
  await commit();
  if (commits % COMMITS_A_PUSH === 0) await push();
  const endedMs = performance.now();
  workedMs += endedMs - beganMs;
  const dueMs = beganMs + EVERY_MS;
  if (endedMs >= dueMs) continue;
  const askedMs = performance.now();
  await sleep(dueMs - endedMs);
  oversleptMs += Math.max(0, performance.now() - askedMs - (dueMs - endedMs));
}
const beganMs = performance.now();
await push();
workedMs += performance.now() - beganMs;
process.stdout.write(JSON.stringify({ commits, workedMs, oversleptMs }));

async function commit(): Promise<void> {
  commits += 1;
  appendFileSync(join(clone, NOTES), `note ${commits}\n`);
  await git('commit', '--quiet', `--message=person ${commits}`, NOTES);
}

/** Whoever comes second puts their commits on top of those of the others, and tries again. */
async function push(): Promise<void> {
  const isPushed = await git('push', '--quiet', 'origin', 'main').then(
    () => true,
    () => false,
  );
  if (isPushed) return;
  await git('pull', '--quiet', '--rebase', 'origin', 'main');
  await push();
}
