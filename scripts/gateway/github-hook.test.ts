// What GitHub's own webhooks must prove before they are kept, over a real inbox.
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Inbox } from '../inbox/inbox.ts';
import { openSqliteInbox } from '../inbox/sqlite-inbox.ts';
import { testGateway, type TestGateway } from './testing/gateway.ts';

const NOW = '2099-01-01T00:00:00.000Z';
const NEW = 'the secret that is new';
const OLD = 'the secret that is being replaced';
const BODY = JSON.stringify({
  action: 'created',
  repository: { full_name: 'Larder/Incidents' },
  issue: { number: 7 },
  comment: { id: 1, body: 'CANARY /ack' },
});

let folder: string;
let inbox: Inbox;
let woken: number;
let gateway: TestGateway;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-github-hook-'));
  inbox = openSqliteInbox(join(folder, 'inbox.db'));
  woken = 0;
  gateway = open([NEW, OLD]);
});
afterEach(async () => {
  await inbox.close();
  rmSync(folder, { recursive: true });
});

function open(secrets: readonly string[]): TestGateway {
  return testGateway(inbox, {
    github: { name: 'larder/incidents', secrets },
    onHeard: () => (woken += 1),
  });
}

async function send(
  body: string,
  { secret = NEW, headers = {} }: { secret?: string; headers?: Record<string, string> } = {},
): Promise<Response> {
  return await gateway.app.request('/github', {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'issue_comment',
      'x-github-delivery': 'd-1',
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
      ...headers,
    },
  });
}

async function claimed(): Promise<readonly unknown[]> {
  return await inbox.github.claim(NOW, 10);
}

describe('a webhook of GitHub', () => {
  test('is kept byte by byte, answered 202 with its id, and wakes whoever hears it once', async () => {
    const [first, again] = [await send(BODY), await send(BODY)];
    expect([first.status, await first.json()]).toEqual([202, { accepted: 1 }]);
    expect([again.status, await again.json()]).toEqual([202, { accepted: 1 }]);
    expect(await claimed()).toMatchObject([
      {
        name: 'issue_comment',
        issue: 7,
        deliveryId: 'd-1',
        body: new TextEncoder().encode(BODY),
      },
    ]);
    expect(woken).toBe(1);
  });

  test('may be signed with a secret that is being replaced', async () => {
    expect((await send(BODY, { secret: OLD })).status).toBe(202);
    expect(await claimed()).toHaveLength(1);
  });

  test('of another repository is answered and not kept', async () => {
    const foreign = await send(BODY.replace('Larder/', 'elsewhere/'));
    expect([foreign.status, await foreign.json()]).toEqual([202, { accepted: null }]);
    expect((await send('{"zen":"Keep it logically awesome."}')).status).toBe(202);
    expect(await claimed()).toEqual([]);
    expect(woken).toBe(0);
  });

  test.each<[string, number, string, () => Promise<Response>]>([
    ['another secret', 401, 'not_authentic', () => send(BODY, { secret: 'another' })],
    [
      'no signature',
      401,
      'not_authentic',
      () => send(BODY, { headers: { 'x-hub-signature-256': '' } }),
    ],
    [
      'a signature of another shape',
      401,
      'not_authentic',
      () => send(BODY, { headers: { 'x-hub-signature-256': 'sha1=00' } }),
    ],
    [
      'a signature of another body',
      401,
      'not_authentic',
      () => send(BODY.replace('/ack', '/resolve'), { headers: signatureOf(BODY) }),
    ],
    ['no JSON', 400, 'json_syntax', () => send('payload=%7B%7D')],
    ['too much nesting', 400, 'json_too_deep', () => send('['.repeat(100) + ']'.repeat(100))],
    ['too many bytes', 413, 'body_too_large', () => send(' '.repeat(1024 * 1024 + 1))],
    [
      'a compressed body',
      415,
      'encoding_unsupported',
      () => send(BODY, { headers: { 'content-encoding': 'gzip' } }),
    ],
    ['GET', 405, 'method_not_allowed', async () => await gateway.app.request('/github')],
  ])('with %s is refused with %i, and nothing of it is kept or logged', async (...row) => {
    const [, status, code, ask] = row;
    const answer = await ask();
    expect([answer.status, await answer.json()]).toMatchObject([status, { error: { code } }]);
    expect(await claimed()).toEqual([]);
    expect(gateway.lines).toMatchObject([{ kind: 'refused', source: '(github)', code }]);
    expect(JSON.stringify(gateway.lines)).not.toContain('CANARY');
    expect(await metrics()).toContain(`tocsin_requests_refused_total{reason="${code}"} 1`);
  });

  test('is refused with 503 while no secret is set, whatever it is signed with', async () => {
    gateway = open([]);
    const answer = await send(BODY, { secret: ' ' });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await claimed()).toEqual([]);
  });

  test('is refused with 503 while the inbox cannot store it', async () => {
    await inbox.close();
    expect((await send(BODY)).status).toBe(503);
    inbox = openSqliteInbox(join(folder, 'inbox.db'));
  });

  test('is counted by what became of it', async () => {
    await send(BODY);
    expect(await metrics()).toMatch(/^tocsin_github_deliveries\{outcome="pending"\} 1$/m);
    await inbox.github.settle(1, 'heard');
    expect(await metrics()).toMatch(/^tocsin_github_deliveries\{outcome="heard"\} 1$/m);
    expect(await metrics()).toMatch(/^tocsin_github_deliveries_received 1$/m);
  });
});

test('without rooms there is no such address', async () => {
  gateway = testGateway(inbox);
  expect((await send(BODY)).status).toBe(404);
  expect(await metrics()).not.toContain('github');
});

function signatureOf(body: string): Record<string, string> {
  const digest = createHmac('sha256', NEW).update(body).digest('hex');
  return { 'x-hub-signature-256': `sha256=${digest}` };
}

async function metrics(): Promise<string> {
  return await (await gateway.app.request('/metrics')).text();
}
