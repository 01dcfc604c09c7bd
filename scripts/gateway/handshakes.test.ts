// What senders ask before they deliver, what is fetched for their proofs, and modules of the organisation.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqliteInbox, type SqliteInbox } from '../inbox/sqlite-inbox.ts';
import type { Source } from '../model/source.ts';
import {
  CERTIFICATE,
  KEY,
  RECEIVED_AT,
  SECRET,
  snsEnvelope,
} from '../signals/authenticity/testing/proofs.ts';
import { AUDIENCE, TENANT } from '../signals/authenticity/testing/token.ts';
import { createKeySetStore } from './certificates.ts';
import { SOURCES, testGateway, type TestGateway } from './testing/gateway.ts';
import type { LogLine } from './log-line.ts';
import { loadModule, loadOwnVendors } from './own-vendors.ts';
import { createSubscriptionConfirmer } from './subscriptions.ts';

const SUBSCRIBE = 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t1';

let folder: string;
let inbox: SqliteInbox;
let gateway: TestGateway;
let visited: string[];
let answer: () => Response;
const said: LogLine[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-handshake-'));
  inbox = openSqliteInbox(join(folder, 'inbox.db'));
  visited = [];
  said.length = 0;
  answer = () => new Response('ok');
  const visit = async (address: string, init: RequestInit): Promise<Response> => {
    visited.push(`${init.redirect} ${init.signal instanceof AbortSignal} ${address}`);
    return answer();
  };
  gateway = testGateway(inbox, {
    sources: () => sources,
    credentials: () => [SECRET],
    now: () => RECEIVED_AT,
    certificate: async () => CERTIFICATE.pem,
    keySet: createKeySetStore({ fetch: visit, now: () => RECEIVED_AT }),
    confirm: createSubscriptionConfirmer({ fetch: visit, log: (line) => said.push(line) }),
  });
});
afterEach(async () => {
  await inbox.close();
  rmSync(folder, { recursive: true });
});

describe('a new subscription of SNS', () => {
  test('is confirmed without redirects and within a time limit, and logged by key', async () => {
    expect(await subscribe(SUBSCRIBE)).toBe(202);
    expect(visited).toEqual([`error true ${SUBSCRIBE}`]);
    expect(said).toEqual([{ kind: 'subscription', source: 'sns', result: 'confirmed' }]);
  });

  test('is asked for again when SNS does not answer', async () => {
    answer = () => new Response('no', { status: 500 });
    expect(await subscribe(SUBSCRIBE)).toBe(503);
    answer = () => {
      throw new Error('redirect');
    };
    expect(await subscribe(SUBSCRIBE)).toBe(503);
    expect(gateway.lines).toMatchObject([{ detail: 'subscription_unconfirmed' }, {}]);
    expect((await inbox.accounting()).accepted).toBe(0);
  });

  test.each([
    SUBSCRIBE.replace('https:', 'http:'),
    SUBSCRIBE.replace('sns.eu-west-1.amazonaws.com', 'evil.example'),
    SUBSCRIBE.replace('amazonaws.com', 'amazonaws.com.evil.example'),
    SUBSCRIBE.replace('sns.', 'sns.eu-west-1.amazonaws.com@sns.'),
    SUBSCRIBE.replace('.com/', '.com:8443/'),
    SUBSCRIBE.replace('ConfirmSubscription', 'DeleteTopic'),
    SUBSCRIBE.replace('/?', '/x?'),
    'no address',
  ])('at %s is never visited', async (address) => {
    expect(await subscribe(address)).toBe(202);
    expect(visited).toEqual([]);
    expect(said).toMatchObject([{ result: 'untrusted' }]);
  });

  test('that is not signed by SNS is refused before anything is visited', async () => {
    const body = JSON.stringify({ ...confirmation(SUBSCRIBE), Token: 'forged' });
    expect((await send('sns', { body })).status).toBe(401);
    expect(visited).toEqual([]);
  });

  test('in China is one, too; other messages and other tools visit nothing', async () => {
    const china = SUBSCRIBE.replace('eu-west-1.amazonaws.com', 'cn-north-1.amazonaws.com.cn');
    expect(await subscribe(china)).toBe(202);
    expect(visited).toHaveLength(1);
    expect((await send('sns', { body: JSON.stringify(snsEnvelope(SECRET)) })).status).toBe(202);
    const headers = { authorization: `Bearer ${SECRET}` };
    const body = JSON.stringify(confirmation(SUBSCRIBE));
    expect((await send('events', { body, headers })).status).toBe(202);
    expect(visited).toHaveLength(1);
  });
});

describe('the validation of CloudEvents', () => {
  const headers = { 'webhook-request-origin': 'events.larder.example' };

  test('is answered for sources of CloudEvents', async () => {
    const response = await ask('events', { ...headers, 'webhook-request-rate': '120' });
    expect(response.status).toBe(200);
    expect(response.headers.get('webhook-allowed-origin')).toBe('events.larder.example');
    expect(response.headers.get('webhook-allowed-rate')).toBe('*');
    expect((await ask('events', headers)).headers.has('webhook-allowed-rate')).toBe(false);
  });

  test('is refused for other sources, without an origin and for what is no name', async () => {
    expect((await ask('sns', headers)).status).toBe(405);
    expect((await ask('nowhere', headers)).status).toBe(404);
    expect((await ask('events', {})).status).toBe(405);
    expect((await ask('events', { 'webhook-request-origin': '<b>' })).status).toBe(405);
  });
});

describe('a token of Entra', () => {
  const headers = { authorization: `Bearer ${KEY.token({ appid: SECRET })}` };
  const address = `https://login.microsoftonline.com/${TENANT}/discovery/v2.0/keys`;

  test('is checked with keys of the tenant, which are fetched once', async () => {
    answer = () => new Response(KEY.keySet);
    expect((await send('azure', { headers, body: '{}' })).status).toBe(202);
    expect((await send('azure', { headers, body: '{"a":1}' })).status).toBe(202);
    expect(visited).toEqual([`error true ${address}`]);
  });

  test('makes the sender deliver again while the keys cannot be had', async () => {
    answer = () => new Response('no', { status: 500 });
    expect((await send('azure', { headers, body: '{}' })).status).toBe(503);
  });

  test('counts with the last keys for a day when newer ones cannot be had', async () => {
    let now = RECEIVED_AT;
    let isUp = true;
    const load = createKeySetStore({
      fetch: async () => new Response('keys', { status: isUp ? 200 : 500 }),
      now: () => now,
    });
    expect(await load(address)).toBe('keys');
    isUp = false;
    now = '2026-11-22T09:00:00.000Z';
    expect(await load(address)).toBe('keys');
    now = '2026-11-22T10:00:00.000Z';
    expect(await load(address)).toBeNull();
  });

  test('never makes us fetch keys from anywhere else', async () => {
    const load = createKeySetStore({
      fetch: () => Promise.reject(new Error('must not be called')),
      now: () => RECEIVED_AT,
    });
    for (const other of ['http://login.microsoftonline.com/x', 'https://evil.example/', 'x']) {
      expect(await load(other)).toBeNull();
    }
  });
});

describe('a module of the organisation', () => {
  const good = `export function normalise({ body }: { body: string }) {
    return { kind: 'signals', signals: [{ action: 'trigger', dedupKey: body, title: 'T' }] };
  }`;

  test('is loaded from its folder and reads deliveries', async () => {
    write('organisation/vendors/acme.ts', good);
    const root = join(folder, 'organisation');
    const source = sourceOf('acme', './vendors/acme.ts', 'bearer');
    const own = await loadOwnVendors(root, { sources: new Map([['acme', source]]) }, fail);
    const outcome = own.get('./vendors/acme.ts')?.normalise({ headers: {}, body: 'k' });
    expect(outcome).toMatchObject({ signals: [{ vendor: 'acme', dedupKey: 'k' }] });
  });

  test.each([
    ['../outside.ts', /cannot read the module/],
    ['./vendors/link.ts', /cannot read the module/],
    ['./vendors/none.ts', /cannot read the module/],
    ['./vendors', /cannot read the module/],
    ['./vendors/broken.ts', /cannot be loaded: /],
    ['./vendors/empty.ts', /cannot be used: unexpected absence in `normalise`/],
  ])('at %s is refused in one sentence', async (path, sentence) => {
    write('outside.ts', good);
    write('organisation/vendors/broken.ts', 'export const = 1');
    write('organisation/vendors/empty.ts', 'export const x = 1;');
    symlinkSync(join(folder, 'outside.ts'), join(folder, 'organisation/vendors/link.ts'));
    const loaded = await loadModule(join(folder, 'organisation'), path);
    expect(loaded).toMatchObject({ kind: 'refused', sentence: expect.stringMatching(sentence) });
  });
});

function write(path: string, text: string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function fail(sentence: string): void {
  throw new Error(sentence);
}

function confirmation(address: string): Readonly<Record<string, string>> {
  const changes = { Type: 'SubscriptionConfirmation', Token: 't1', SubscribeURL: address };
  return snsEnvelope(SECRET, { ...changes, Subject: '' });
}

async function subscribe(address: string): Promise<number> {
  return (await send('sns', { body: JSON.stringify(confirmation(address)) })).status;
}

async function send(source: string, init: RequestInit): Promise<Response> {
  return gateway.app.request(`/hooks/${source}`, { method: 'POST', ...init });
}

async function ask(source: string, headers: Record<string, string>): Promise<Response> {
  return gateway.app.request(`/hooks/${source}`, { method: 'OPTIONS', headers });
}

const sources: ReadonlyMap<string, Source> = new Map(
  [
    sourceOf('sns', 'aws-cloudwatch-sns', 'aws-sns'),
    sourceOf('events', 'cloudevents', 'bearer'),
    sourceOf('azure', 'azure-monitor', 'entra'),
  ].map((source) => [source.id, source]),
);

function sourceOf(id: string, vendor: string, scheme: string): Source {
  const [template] = SOURCES.values();
  if (template === undefined) throw new Error('the test gateway has no source');
  const own = { scheme, user: null, secrets: ['X'], tenant: TENANT, audience: AUDIENCE };
  return { ...template, id, vendor, authentication: own };
}
