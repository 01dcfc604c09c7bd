// `tocsin dev` as somebody meets it in the first ten minutes: a real process, the printed lines, the served pages.
import { execFileSync } from 'node:child_process';
import { request } from 'node:http';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  cleanUp,
  descendantsOf,
  exampleOrganisation,
  git,
  headlineOf,
  isAlive,
  pageShows,
  startTocsin,
  type Started,
  tocsinCommits,
  until,
} from './testing/process.ts';

let organisation: string;
let dev: Started;
let page: string;
let lines: readonly string[];
let copy: string;

beforeAll(async () => {
  organisation = exampleOrganisation();
  dev = startTocsin(['dev', '--port', '0'], { cwd: organisation });
  await dev.says(/Ctrl\+C stops it/);
  page = /Status page\s+(\S+)/.exec(dev.out())?.[1] ?? '';
  lines = dev
    .out()
    .split('\n')
    .filter((line) => line.startsWith('curl '));
  copy = join(organisation, '.tocsin', 'dev', 'organisation');
});
afterAll(cleanUp);

function paste(line: string | undefined): unknown {
  return JSON.parse(execFileSync('bash', ['-c', line ?? ''], { encoding: 'utf8' }));
}

async function settled(): Promise<void> {
  await until(
    async () => ((await metric('pending')) === 0 ? true : null),
    () => 'an empty inbox',
  );
}

async function metric(outcome: string): Promise<number> {
  const text = await (await fetch(new URL('/metrics', page))).text();
  return Number(new RegExp(`^\\S*${outcome}\\S* (\\d+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
}

/** Node's fetch tidies addresses before it sends them; this does not. */
function ask(path: string): Promise<{ readonly status: number; readonly body: string }> {
  const { hostname, port } = new URL(page);
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: string }>();
  request({ hostname, port, path }, (response) => {
    let body = '';
    response.setEncoding('utf8').on('data', (text: string) => (body += text));
    response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
  })
    .on('error', reject)
    .end();
  return promise;
}

describe('what is printed at the start', () => {
  test('names the page, every webhook and two lines to paste', () => {
    expect(page).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    for (const source of ['prometheus', 'sentry', 'pagerduty']) {
      expect(dev.out()).toContain(`${page}hooks/${source}\n`);
    }
    expect(lines).toHaveLength(2);
    expect(dev.err()).toBe('');
  });

  test('the page is there by then, and says that all is well', async () => {
    const home = await ask('/');
    expect(home.status).toBe(200);
    expect(home.body).not.toContain('major outage of Card payments');
  });
});

describe('the pages', () => {
  test.each([
    '/no-such-page',
    '/..%2f..%2ftocsin.yaml',
    '/%2e%2e/%2e%2e/inbox.sqlite',
    '/../inbox.sqlite',
    '/internal/../../inbox.sqlite',
    '/organisation/tocsin.yaml',
    '/.gitignore',
    '/internal/%2e%2e%2finbox.sqlite',
  ])(
    'an address that is no page of the site gets its 404 page and nothing else: %s',
    async (path) => {
      const { status, body } = await ask(path);
      expect(status).toBe(404);
      expect(body).toMatch(/<html/);
      expect(body).not.toContain('SQLite format');
      expect(body).not.toContain('tocsin/organisation@1');
    },
  );

  test('team pages load with everything they refer to', async () => {
    for (const path of ['/internal/', '/internal/teams.html', '/internal/teams/payments.html']) {
      const { status, body } = await ask(path);
      expect([path, status]).toEqual([path, 200]);
      const links = [...body.matchAll(/(?:href|src)="([^"#:]+)"/g)].map(
        (match) => new URL(match[1] ?? '', new URL(path, page)),
      );
      expect(links.length).toBeGreaterThan(3);
      for (const link of new Set(links.map((url) => url.pathname))) {
        expect([link, (await ask(link)).status]).toEqual([link, 200]);
        expect(link).toMatch(/^\/internal\//);
      }
    }
  });

  test('no public page leads to them', async () => {
    const { body } = await ask('/');
    expect(body).not.toMatch(/internal|teams\.html/);
    expect((await ask('/teams.html')).status).toBe(404);
  });
});

describe('from the pasted line to the page', () => {
  test('a problem is shown, its end is shown, repeats change nothing, and it can begin again', async () => {
    const status = git(organisation, 'status', '--porcelain');
    expect(paste(lines[0])).toEqual({ accepted: 1 });
    await pageShows(page, /looking into a major outage of Card payments/);
    await settled();
    expect(tocsinCommits(copy)).toHaveLength(1);

    paste(lines[0]);
    paste(lines[0]);
    await settled();
    expect(await metric('collapsed')).toBe(2);
    expect(tocsinCommits(copy)).toHaveLength(1);

    const before = headlineOf(await (await fetch(page)).text());
    paste(lines[1]);
    const recovered = await pageShows(page, /sees? Card payments working again/);
    expect(headlineOf(recovered)).not.toBe(before);
    await settled();

    paste(lines[0]);
    await until(
      async () => (headlineOf(await (await fetch(page)).text()) === before ? true : null),
      () => before,
    );
    await settled();

    const [opened = '', recoveredCommit = '', recurred = '', ...others] = tocsinCommits(copy);
    expect(opened).toMatch(/^tocsin: \d{4}-\d{2}-\d{2}-payments-api opened$/);
    expect(recoveredCommit).toMatch(/-payments-api recovered$/);
    expect(recurred).toMatch(/-payments-api recurred$/);
    expect(others).toEqual([]);
    expect(git(copy, 'status', '--porcelain')).toBe('');

    expect(git(organisation, 'status', '--porcelain')).toBe(status);
    expect(tocsinCommits(organisation)).toEqual([]);
  });

  test('a second `tocsin dev` in the same place is refused and harms nothing', async () => {
    const second = startTocsin(['dev'], { cwd: organisation });
    expect(await second.exit()).toBe(3);
    expect(second.err()).toMatch(/^tocsin: another `tocsin dev` is running here .*\n$/);
    await pageShows(page, /Card payments/);
    expect(tocsinCommits(copy)).toHaveLength(3);
  });
});

/** Whoever is told to end has a moment to do so. */
async function allGone(processes: readonly number[]): Promise<void> {
  await until(
    () => (processes.some(isAlive) ? null : true),
    () => `the end of ${processes.filter(isAlive).join(', ')}`,
  );
}

describe('the end', () => {
  test('Ctrl+C ends it with exit code 0 and leaves no process behind', async () => {
    const children = descendantsOf(dev.pid);
    expect(children.length).toBeGreaterThan(0);
    expect(await dev.end('SIGINT')).toBe(0);
    await allGone(children);
    await expect(fetch(page)).rejects.toThrow();
    expect(dev.err()).toBe('');
  });

  test('Ctrl+C during the start ends it too', async () => {
    const early = startTocsin(['dev', '--port', '0', '--keep'], { cwd: organisation });
    await until(
      () => (descendantsOf(early.pid).length > 0 ? true : null),
      () => 'a child process',
    );
    const children = descendantsOf(early.pid);
    expect(await early.end('SIGINT')).toBe(0);
    await allGone(children);
  });

  test('what was there is kept with --keep and gone without', async () => {
    const kept = startTocsin(['dev', '--port', '0', '--keep'], { cwd: organisation });
    const url = await kept.says(/Status page\s+(\S+)/);
    await pageShows(url, /looking into a major outage of Card payments/);
    expect(await kept.end()).toBe(0);

    const fresh = startTocsin(['dev', '--port', '0'], { cwd: organisation });
    const freshUrl = await fresh.says(/Status page\s+(\S+)/);
    expect(await (await fetch(freshUrl)).text()).not.toContain('major outage of Card payments');
    expect(readFileSync(join(copy, '.git', 'HEAD'), 'utf8')).toContain('refs/heads/main');
    expect(tocsinCommits(copy)).toEqual([]);
    expect(await fresh.end('SIGTERM')).toBe(0);
  });
});
