// Where and how `tocsin dev` can be started, and what it says when it cannot.
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { incidentPath } from '../model/history-path.ts';
import {
  cleanUp,
  exampleOrganisation,
  git,
  pageShows,
  runTocsin,
  startTocsin,
  tocsinCommits,
} from './testing/process.ts';

afterEach(cleanUp);

function paste(text: string, index: number): void {
  const line = text.split('\n').filter((each) => each.startsWith('curl '))[index] ?? '';
  execFileSync('bash', ['-c', line]);
}

/** Takes a port; one that another program already has is just as taken. */
async function takePort(port: number): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.once('error', () => resolve());
    server.listen(port, '127.0.0.1', () => resolve());
  });
  const address = server.address();
  return { server, port: typeof address === 'object' && address !== null ? address.port : port };
}

test('--in-place commits to the repository itself, keeps what a person is writing, and takes over what they commit', async () => {
  const organisation = exampleOrganisation([]);
  const dev = startTocsin(['dev', '--in-place', '--port', '0'], { cwd: organisation });
  const url = await dev.says(/Status page\s+(\S+)/);
  await dev.says(/Ctrl\+C stops it/);
  appendFileSync(join(organisation, 'tocsin.yaml'), '# still thinking\n');
  paste(dev.out(), 0);
  await pageShows(url, /looking into a major outage of Card payments/);
  const [opened = ''] = tocsinCommits(organisation);
  const id = /^tocsin: (\S+) opened$/.exec(opened)?.[1] ?? '';
  const path = incidentPath(id);
  expect(git(organisation, 'status', '--porcelain')).toBe(' M tocsin.yaml');

  const mine = readFileSync(join(organisation, path), 'utf8').replace(
    '## Summary',
    '## Summary\n\nI was writing this.',
  );
  writeFileSync(join(organisation, path), mine);
  paste(dev.out(), 1);
  await pageShows(url, /working again/);
  const both = readFileSync(join(organisation, path), 'utf8');
  expect(both).toContain('I was writing this.');
  expect(both).toContain('[recovered]');
  expect(git(organisation, 'show', `HEAD:${path}`)).toContain('[recovered]');
  expect(tocsinCommits(organisation)).toHaveLength(2);
  expect(git(organisation, 'show', '--name-only', '--format=', 'HEAD')).toBe(path);

  const settings = join(organisation, 'tocsin.yaml');
  writeFileSync(settings, readFileSync(settings, 'utf8').replace('name: Larder', 'name: Pantry'));
  git(organisation, 'commit', '--quiet', '--message', 'A new name', 'tocsin.yaml');
  await pageShows(url, /Pantry/);
  expect(dev.out()).toMatch(/config .*the configuration of commit [0-9a-f]{7} is in force/);
  expect(await dev.end()).toBe(0);
});

test('another free port is taken when the usual one is in use', async () => {
  const { server } = await takePort(4600);
  const dev = startTocsin(['dev', '--json'], { cwd: exampleOrganisation([]) });
  const started: unknown = JSON.parse(await dev.says(/^(\{"kind":"started".*\})$/m));
  expect(started).toMatchObject({
    page: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/),
    try: { fire: expect.stringMatching(/^curl /) },
  });
  expect(started).not.toMatchObject({ page: 'http://127.0.0.1:4600/' });
  for (const line of dev.out().trimEnd().split('\n')) expect(() => JSON.parse(line)).not.toThrow();
  server.close();
});

test('a port that was asked for and is in use is one sentence and exit code 3', async () => {
  const { server, port } = await takePort(0);
  const { code, out, err } = await runTocsin(['dev', '--port', String(port)], {
    cwd: exampleOrganisation([]),
  });
  expect(code).toBe(3);
  expect(err).toBe(
    `tocsin: Port ${port} on 127.0.0.1 is in use by another program, expected a free one.\n`,
  );
  expect(out).toBe('');
  server.close();
});

test('an organisation with errors is one sentence after the first of them, and exit code 3', async () => {
  const organisation = exampleOrganisation([]);
  writeFileSync(
    join(organisation, 'rules', 'payments.yaml'),
    'schema: tocsin/rules@1\nseverity: wrong\n',
  );
  const { code, err } = await runTocsin(['dev', '--port', '0'], { cwd: organisation });
  expect(code).toBe(3);
  expect(err).toMatch(/^rules\/payments\.yaml\n\n {2}2:11 error /);
  expect(err.trimEnd().split('\n').at(-1)).toMatch(
    /^tocsin: the organisation has \d+ errors?: run `tocsin validate`/,
  );
});

test('it starts from a folder below, without git for the organisation itself, and never prints a real secret', async () => {
  const organisation = exampleOrganisation([]);
  rmSync(join(organisation, '.git'), { recursive: true });
  const TOCSIN_PROMETHEUS_TOKEN = 'a-real-secret-that-is-long-enough';
  const below = join(organisation, 'ownership', 'teams');
  const dev = startTocsin(['dev', '--port', '0'], {
    cwd: below,
    environment: { TOCSIN_PROMETHEUS_TOKEN },
  });
  const url = await dev.says(/Status page\s+(\S+)/);
  await dev.says(/Ctrl\+C stops it/);
  expect(dev.out()).toContain(join(organisation, '.tocsin', 'dev', 'organisation'));
  const line =
    dev
      .out()
      .split('\n')
      .find((each) => each.startsWith('curl ')) ?? '';
  execFileSync('bash', ['-c', line], { env: { ...process.env, TOCSIN_PROMETHEUS_TOKEN } });
  await pageShows(url, /looking into a major outage of Card payments/);
  expect(dev.out() + dev.err()).not.toContain(TOCSIN_PROMETHEUS_TOKEN);
});

test('outside an organisation, and where no scratch folder can be made, it says so in one sentence', async () => {
  const organisation = exampleOrganisation([]);
  writeFileSync(join(organisation, '.tocsin'), 'a file in the way\n');
  const blocked = await runTocsin(['dev'], { cwd: organisation });
  expect([blocked.code, blocked.err]).toEqual([
    3,
    expect.stringMatching(/^tocsin: cannot use the folder \.tocsin in .*\n$/),
  ]);
  const elsewhere = join(organisation, '..');
  mkdirSync(elsewhere, { recursive: true });
  const lost = await runTocsin(['dev'], { cwd: elsewhere });
  expect([lost.code, lost.err]).toEqual([
    2,
    expect.stringMatching(/^tocsin: no organisation here.*\n$/),
  ]);
});
