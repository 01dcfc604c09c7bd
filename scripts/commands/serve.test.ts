// `tocsin serve` with a real remote: webhooks in, commits on the remote, configuration from it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cleanUp, git, pageShows, runTocsin, tocsinCommits, until } from './testing/process.ts';
import {
  createRemote,
  postAlert,
  postPagerDuty,
  postSentry,
  recorded,
  type Remote,
  type Service,
  startService,
} from './testing/serve.ts';

let remote: Remote;
let service: Service;

beforeAll(async () => {
  remote = createRemote();
  service = await startService(remote);
});
afterAll(cleanUp);

async function commitsBecome(count: number): Promise<readonly string[]> {
  return await until(
    () => {
      const commits = tocsinCommits(remote.bare, 'main');
      return commits.length >= count ? commits : null;
    },
    () => `${count} commits on the remote; the service says\n${service.out()}${service.err()}`,
  );
}

function newestFile(): string {
  const path = git(remote.bare, 'show', '--name-only', '--format=', 'main');
  return git(remote.bare, 'show', `main:${path}`);
}

describe('webhooks', () => {
  test('of Sentry and PagerDuty, signed as they sign, end as commits on the remote', async () => {
    expect(
      (await postSentry(service, recorded('sentry', 'issue-created'), 'sentry-1')).status,
    ).toBe(202);
    const [first] = await commitsBecome(1);
    expect(first).toMatch(/^tocsin: \S+-payments-api opened$/);
    expect(newestFile()).toMatch(/team: "?payments\b/);

    const body: unknown = JSON.parse(
      JSON.stringify(recorded('pagerduty', 'triggered')).replaceAll(
        'payments-api',
        'routing-engine',
      ),
    );
    expect((await postPagerDuty(service, body, 'pagerduty-1')).status).toBe(202);
    const [, second] = await commitsBecome(2);
    expect(second).toMatch(/^tocsin: \S+-routing-engine opened$/);
    expect(newestFile()).toMatch(/team: "?logistics\b/);
    await until(
      () => (tocsinCommits(remote.clone).length === 2 ? true : null),
      () => 'the clone to follow',
    );
    expect(git(remote.clone, 'status', '--porcelain')).toBe('');
  });

  test('of a source without a secret are refused with 503, as the start has said', async () => {
    expect(service.err()).toContain(
      'tocsin: source spare has no secret in the environment: every request to it is refused with 503\n',
    );
    expect(service.err().match(/has no secret/g)).toHaveLength(1);
    expect(
      (
        await fetch(`${service.url}/hooks/spare`, {
          method: 'POST',
          body: '{}',
          headers: { authorization: 'Bearer x' },
        })
      ).status,
    ).toBe(503);
  });

  test('that cannot be understood become one incident of the team that owns their source', async () => {
    expect(
      (
        await postSentry(
          service,
          { action: 'created', data: { issue: { title: 'a CANARY without an id' } } },
          'odd-1',
        )
      ).status,
    ).toBe(202);
    expect(
      (await postSentry(service, { action: 'created', data: { issue: {} } }, 'odd-2')).status,
    ).toBe(202);
    const commits = await commitsBecome(3);
    expect(commits[2]).toMatch(/^tocsin: \S+-sentry opened$/);
    expect(newestFile()).toMatch(/owner: \{\s*team: "?storefront\b/);
    expect(newestFile()).not.toContain('services:');
    await until(
      async () => ((await sum())['pending'] === 0 ? true : null),
      () => 'an empty inbox',
    );
    expect(tocsinCommits(remote.bare, 'main')).toHaveLength(3);
    expect(service.out()).not.toContain('CANARY');
  });
});

async function sum(): Promise<Readonly<Record<string, number>>> {
  const { out } = await runTocsin(['inspect', '--json'], { cwd: remote.clone });
  return JSON.parse(out).accounting;
}

describe('inspect', () => {
  test('shows the sum, and what is in quarantine with the reason', async () => {
    const { code, out } = await runTocsin(['inspect'], { cwd: remote.clone });
    expect(code).toBe(0);
    expect(out.replace(/\n +/, ' ').split('\n')[0]).toBe(
      '4 accepted = 2 applied + 0 collapsed + 0 gated + 0 ignored + 2 quarantined + 0 pending',
    );
    expect(out).toMatch(
      /in quarantine, newest first:\n +4 {2}\S+Z {2}sentry: \/data\/issue\/id [^]*\n +3 {2}/,
    );
  });

  test('shows every hop of one request, and its body', async () => {
    const { out } = await runTocsin(['inspect', '1'], { cwd: remote.clone });
    expect(out).toMatch(/^request 1 of sentry \(sentry\), received \S+, \d+ bytes\n/);
    const hops = [...out.matchAll(/^(normalise|decide|respond)$/gm)].map((match) => match[1]);
    expect(hops).toEqual(['normalise', 'decide', 'respond']);
    expect(out).toMatch(/severity\s+sev2 by exception-high\s+rules\/00-global\.yaml:\d+/);
    expect(out).toMatch(/applied in \S+-payments-api/);
    expect(out).toContain('CardDeclinedError');
  });

  test('says in one sentence that there is no such request', async () => {
    const { code, err } = await runTocsin(['inspect', '99'], { cwd: remote.clone });
    expect([code, err]).toEqual([
      2,
      'tocsin: there is no request 99 in the inbox, or none any more\n',
    ]);
  });
});

describe('a configuration that is pushed to the remote', () => {
  test('and is broken leaves the one before in force, says so once, and incidents go on', async () => {
    remote.push('rules/00-global.yaml', (text) => text.replace('set: sev1', 'set: sev9'));
    await service.says(
      /trouble {2}commit [0-9a-f]{7} has \d+ errors? in its configuration \(rules\/00-global\.yaml:\d+\); the version before it of rules\/00-global\.yaml stays in force, everything else is taken over/,
    );
    expect((await postAlert(service, { service: 'identity' })).status).toBe(202);
    const commits = await commitsBecome(5);
    expect(commits[3]).toMatch(/-unowned-tocsin opened$/);
    expect(commits[4]).toMatch(/-identity opened$/);
    expect(newestFile()).toMatch(/^severity: "?sev1/m);
    await until(
      () => ((service.out().match(/page {5}public/g) ?? []).length >= 4 ? true : null),
      () => service.out(),
    );
    expect(service.out().match(/errors? in its configuration/g)).toHaveLength(1);
  });

  test('and is good again is in force without a restart and without any signal', async () => {
    remote.push('rules/00-global.yaml', (text) => text.replace('set: sev9', 'set: sev1'));
    await service.says(/config {3}the configuration of commit [0-9a-f]{7} is in force/);
    remote.push('tocsin.yaml', (text) => text.replace('name: Larder', 'name: Pantry'));
    await pageShows(`${service.url}/`, /Pantry/);
    const commits = await commitsBecome(6);
    expect(commits[5]).toMatch(/-unowned-tocsin recovered$/);
  });

  test('brings the words that a person wrote into an incident to the page', async () => {
    remote.push('incidents/2026/2026-09-02-catalogue-api.md', (text) =>
      text.replaceAll('Search is slow', 'Search was slow for a while'),
    );
    await pageShows(`${service.url}/history/2026-09.html`, /Search was slow for a while/);
  });
});

test('a second gateway on the same inbox is refused', async () => {
  const { code, err } = await runTocsin(['serve', '--port', '0'], { cwd: remote.clone });
  expect(code).toBe(3);
  expect(err).toMatch(/^tocsin: another `tocsin serve` is running here .*\n$/);
});

test('the end: SIGTERM, exit code 0', async () => {
  expect(await service.end('SIGTERM')).toBe(0);
});
