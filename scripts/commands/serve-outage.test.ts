// What `tocsin serve` does when the remote is away, and when it is killed in the middle of its work.
import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { cleanUp, git, runTocsin, tocsinCommits, until } from './testing/process.ts';
import { createRemote, postAlert, type Remote, startService } from './testing/serve.ts';

afterEach(cleanUp);

async function sum(remote: Remote): Promise<Readonly<Record<string, number>>> {
  const { out } = await runTocsin(['inspect', '--json'], { cwd: remote.clone });
  return JSON.parse(out).accounting;
}

async function nothingPending(remote: Remote): Promise<void> {
  await until(
    async () => ((await sum(remote))['pending'] === 0 ? true : null),
    () => 'an empty inbox',
  );
}

test('with the remote away requests are accepted and kept, over kill -9 and a restart, and are committed once it is back', async () => {
  const remote = createRemote();
  const first = await startService(remote);
  const bringBack = remote.takeAway();
  for (const service of ['identity', 'search-index', 'payments-api']) {
    expect((await postAlert(first, { service })).status).toBe(202);
  }
  await first.says(
    /trouble {2}git \w+ failed: .*; requests are accepted and kept until it works again/,
  );
  expect(await sum(remote)).toMatchObject({ accepted: 3, applied: 0, pending: 3 });
  await new Promise((resolve) => setTimeout(resolve, 2500));
  expect(first.out().match(/trouble/g)).toHaveLength(1);
  await first.end('SIGKILL');

  const second = await startService(remote);
  expect((await postAlert(second, { service: 'invoicing' })).status).toBe(202);
  await second.says(/trouble {2}git \w+ failed/);
  bringBack();
  await second.says(/trouble {2}it works again/);
  await nothingPending(remote);
  const commits = tocsinCommits(remote.bare, 'main').map((subject) =>
    subject.replace(/\d{4}-\d{2}-\d{2}-/, ''),
  );
  expect(commits).toEqual([
    'tocsin: identity opened',
    'tocsin: search-index opened',
    'tocsin: payments-api opened',
    'tocsin: invoicing opened',
  ]);
  expect(await sum(remote)).toMatchObject({ accepted: 4, applied: 4, pending: 0 });
  expect(second.out().match(/trouble/g)).toHaveLength(2);
  expect(await second.end('SIGTERM')).toBe(0);
});

test.each(['lets the push through', 'refuses the push'])(
  'killed while it pushes, and the remote %s: nothing is lost and nothing happens twice',
  async (what) => {
    const remote = createRemote();
    const marker = join(remote.bare, 'push-has-begun');
    const hook = join(remote.bare, 'hooks', 'pre-receive');
    const verdict = what === 'refuses the push' ? 1 : 0;
    writeFileSync(
      hook,
      `#!/bin/sh\ntouch '${marker}'\nsleep 1\ntouch '${marker}-over'\nexit ${verdict}\n`,
    );
    chmodSync(hook, 0o755);
    const first = await startService(remote);
    const head = git(remote.bare, 'rev-parse', 'main');
    await postAlert(first, { service: 'identity' });
    await until(
      () => (existsSync(marker) ? true : null),
      () => `a push; the service says ${first.out()}`,
    );
    await first.end('SIGKILL');
    await until(
      () => (existsSync(`${marker}-over`) ? true : null),
      () => 'the end of the push',
    );
    rmSync(hook);
    if (verdict === 1) expect(git(remote.bare, 'rev-parse', 'main')).toBe(head);

    const second = await startService(remote);
    await nothingPending(remote);
    expect(tocsinCommits(remote.bare, 'main')).toEqual([
      expect.stringMatching(/-identity opened$/),
    ]);
    expect(await sum(remote)).toMatchObject({ accepted: 1, applied: 1, pending: 0 });
    await postAlert(second, { service: 'identity' });
    await nothingPending(remote);
    expect(tocsinCommits(remote.bare, 'main')).toHaveLength(1);
  },
);

test('while another writer is named it accepts and commits nothing, and goes on when the name is its own again', async () => {
  const remote = createRemote();
  const service = await startService(remote);
  const nameWriter = (writer: string): void => {
    remote.push('tocsin.yaml', (text) => text.replace(/^writer: .*$/m, `writer: ${writer}`));
  };
  nameWriter('actions');
  await service.says(/trouble {2}tocsin.yaml says `writer: actions`, so only workflows may commit/);
  expect((await postAlert(service, { service: 'identity' })).status).toBe(202);
  await new Promise((resolve) => setTimeout(resolve, 2500));
  expect(tocsinCommits(remote.bare, 'main')).toEqual([]);
  nameWriter('gateway');
  await service.says(/trouble {2}it works again/);
  await nothingPending(remote);
  expect(tocsinCommits(remote.bare, 'main')).toHaveLength(1);
  expect(await service.end('SIGTERM')).toBe(0);
});

test('killed while a call waits, the next gateway makes it in its time', async () => {
  const remote = createRemote();
  remote.push('rules/00-global.yaml', (text) =>
    text.replace('    reopen: 30m', '    reopen: 30m\n    hold: 15s'),
  );
  git(remote.clone, 'pull', '--quiet', '--ff-only');
  const first = await startService(remote);
  await postAlert(first, { service: 'identity', severity: 'high' });
  await first.says(/commit +\S+ opened/);
  await first.end('SIGKILL');
  expect(first.out()).not.toContain('notify');
  const second = await startService(remote);
  await second.says(/notify +\d{4}-\d{2}-\d{2}-identity opened/);
  expect(await second.end('SIGTERM')).toBe(0);
  const third = await startService(remote);
  await new Promise((resolve) => setTimeout(resolve, 2500));
  expect(third.out()).not.toContain('notify');
  expect(await third.end('SIGTERM')).toBe(0);
});
