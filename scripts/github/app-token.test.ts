// The token of an App, from the double: signed, kept, renewed, and no secret in any sentence.
import { execFileSync } from 'node:child_process';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type AppOptions, createAppToken } from './app-token.ts';
import { withGitCredentials } from './git-credentials.ts';
import type { Github } from './github.ts';
import { clientOf } from './testing/client.ts';
import { type Double, startDouble } from './testing/double.ts';

let double: Double;
let nowMs = Date.parse('2026-11-21T09:00:00Z');

beforeAll(async () => {
  double = await startDouble({ nowMs: () => nowMs });
});
afterAll(() => double.close());
beforeEach(() => double.reset());
afterEach(() => expect(double.takeViolations()).toEqual([]));

describe('the token of an App', () => {
  test('lets it ask, and is asked for once an hour however many want it', async () => {
    const before = double.app.given();
    const token = createAppToken(options({}));
    const several = await Promise.all([token(), token(), token()]);
    expect(new Set(several).size).toBe(1);
    nowMs += 54 * 60_000;
    expect(await token()).toBe(several[0]);
    nowMs += 2 * 60_000;
    expect(await token()).not.toBe(several[0]);
    expect(double.app.given()).toBe(before + 2);
    expect(await openWith(token).repository()).toMatchObject({ kind: 'answered' });
  });

  test('is asked for with a key whose line ends were written as \\n', async () => {
    const privateKey = double.app.privateKey.replaceAll('\n', String.raw`\n`);
    expect(await createAppToken(options({ privateKey }))()).toMatch(/^ghs_/);
  });

  test.each<[string, Partial<AppOptions>, string]>([
    ['a key that is none', { privateKey: 'SECRET-PEM' }, 'expected the text of the .pem file'],
    ['the number of another App', { appId: '12' }, 'its number and its key belong together'],
    [
      'a clock that is an hour ahead',
      { nowMs: () => nowMs + 3_600_000 },
      'the clock of this machine',
    ],
  ])(
    'cannot be had with %s, and the sentence says what to do',
    async (_what, changed, sentence) => {
      const answer = await openWith(createAppToken(options(changed))).repository();
      expect(answer).toMatchObject({ kind: 'refused', reason: 'unauthorised' });
      expect(JSON.stringify(answer)).toContain(sentence);
      expect(JSON.stringify(answer)).not.toMatch(/SECRET|BEGIN|eyJ|ghs_/);
    },
  );

  test('cannot be had where the App is not installed', async () => {
    double.app.setInstalled(false);
    expect(await openWith(createAppToken(options({}))).repository()).toEqual({
      kind: 'refused',
      reason: 'unauthorised',
      sentence:
        'the GitHub App is not installed in larder/incidents: install it there, in the settings of the App',
    });
  });

  test('comes later when GitHub is not well', async () => {
    const token = createAppToken(options({ timeoutMs: 200 }));
    const github = openWith(token);
    double.faults.plan('apps/get-repo-installation', { kind: 'broken', status: 502 }, 1);
    expect(await github.repository()).toMatchObject({ kind: 'retry', reason: 'connection-lost' });
    double.faults.plan('apps/create-installation-access-token', { kind: 'silent' }, 1);
    expect(await github.repository()).toMatchObject({ kind: 'retry', reason: 'timed-out' });
    expect(await github.repository()).toMatchObject({ kind: 'answered' });
  });

  test('gives no way to whoever holds only the signature', async () => {
    const answer = await openWith(() => Promise.resolve('a.b.c')).repository();
    expect(answer).toMatchObject({ kind: 'refused', reason: 'unauthorised' });
  });
});

describe('git', () => {
  test('gets the token for this server only, beside what it was told already', () => {
    const environment = withGitCredentials(
      {
        PATH: process.env['PATH'],
        GIT_CONFIG_COUNT: '1',
        GIT_CONFIG_KEY_0: 'a.b',
        GIT_CONFIG_VALUE_0: 'c',
      },
      'https://github.example/',
      'a token',
    );
    const ask = (...args: readonly string[]): string =>
      execFileSync('git', ['config', ...args], { env: environment, encoding: 'utf8' }).trim();
    const proof = Buffer.from('x-access-token:a token').toString('base64');
    expect(ask('--get-urlmatch', 'http.extraheader', 'https://github.example/larder/x')).toBe(
      `AUTHORIZATION: basic ${proof}`,
    );
    expect(ask('a.b')).toBe('c');
    expect(() =>
      ask('--get-urlmatch', 'http.extraheader', 'https://github.example.org/x'),
    ).toThrow();
  });
});

function options(changed: Partial<AppOptions>): AppOptions {
  return {
    appId: double.app.id,
    privateKey: double.app.privateKey,
    owner: double.owner,
    repository: double.repository,
    apiUrl: double.url,
    nowMs: () => nowMs,
    timeoutMs: 2000,
    ...changed,
  };
}

function openWith(token: () => Promise<string>): Github {
  return clientOf(double, token, { nowMs: () => nowMs, timeoutMs: 2000 });
}
