// Proofs of origin that need more than headers and body: an address, a memory, a certificate, a form.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqliteInbox, type SqliteInbox } from '../inbox/sqlite-inbox.ts';
import type { Source } from '../model/source.ts';
import {
  CERTIFICATE,
  proofs,
  RECEIVED_AT,
  SECRET,
  snsEnvelope,
} from '../signals/authenticity/testing/proofs.ts';
import type { AuthenticityRequest } from '../signals/authenticity/scheme.ts';
import { createCertificateStore } from './certificates.ts';
import { SOURCES, testGateway, type TestGateway } from './testing/gateway.ts';
import { createNonceMemory } from './nonces.ts';

const BODY = '{"status":"firing"}';

let folder: string;
let inbox: SqliteInbox;
let gateway: TestGateway;
let certificate: string | null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-origin-'));
  inbox = openSqliteInbox(join(folder, 'inbox.db'));
  certificate = CERTIFICATE.pem;
  gateway = testGateway(inbox, {
    sources: () => sourcesWith('path-token', 'header-secret', 'rapid7-insightops', 'aws-sns'),
    credentials: () => [SECRET],
    now: () => RECEIVED_AT,
    certificate: async () => certificate,
  });
});
afterEach(async () => {
  await inbox.close();
  rmSync(folder, { recursive: true });
});

describe('a secret in the address', () => {
  test('opens the source', async () => {
    expect(await post(`/hooks/path-token/${SECRET}`)).toBe(202);
  });

  test.each([
    ['/hooks/path-token', 401],
    ['/hooks/path-token/', 404],
    ['/hooks/path-token/wrong', 401],
    [`/hooks/path-token/${SECRET}/more`, 404],
    [`/hooks/no-such-source/${SECRET}`, 404],
    [`/hooks/header-secret/${SECRET}`, 404],
    [`/hooks/${SECRET}`, 404],
  ])('%s is answered %i', async (path, status) => {
    expect(await post(path)).toBe(status);
  });

  test('stands in no log line, no metric, no answer and no stored row', async () => {
    const paths = ['/hooks/path-token', '/hooks/no-such-source', '/hooks/header-secret'];
    const answers = [];
    for (const path of paths) answers.push(await respond(`${path}/${SECRET}`, { body: BODY }));
    const said = await Promise.all(answers.map((answer) => answer.text()));
    const metrics = await (await gateway.app.request('/metrics')).text();
    const row = await inbox.find(1);
    const kept = { ...row, body: new TextDecoder().decode(row?.body) };
    expect(JSON.stringify([gateway.lines, said, metrics, kept])).not.toContain(SECRET);
    expect(gateway.lines).toHaveLength(2);
  });
});

test('a secret in a header of one’s choice opens the source, and is not stored', async () => {
  const headers = { 'x-tocsin-token': SECRET };
  expect(await post('/hooks/header-secret', { headers })).toBe(202);
  expect(await post('/hooks/header-secret', { headers: { 'x-tocsin-token': 'x' } })).toBe(401);
  expect((await inbox.find(1))?.headers).toEqual({ 'content-type': 'text/plain;charset=UTF-8' });
});

describe('a nonce', () => {
  const signed = proofs['rapid7-insightops'](SECRET);

  test('is accepted once', async () => {
    const path = '/hooks/larder';
    gateway = testGateway(inbox, {
      sources: () => new Map([['larder', sourceOf('larder', 'rapid7-insightops')]]),
      credentials: () => [SECRET],
      now: () => RECEIVED_AT,
    });
    expect(await post(path, send(signed))).toBe(202);
    expect(await post(path, send(signed))).toBe(401);
    expect(gateway.lines).toMatchObject([{ code: 'not_authentic', detail: 'replayed' }]);
    expect((await inbox.accounting()).accepted).toBe(1);
  });

  test('may come again when its request was not stored, and after both windows', () => {
    const memory = createNonceMemory();
    expect(memory.claim('a', 'n', RECEIVED_AT)).toBe(true);
    expect(memory.claim('a', 'n', RECEIVED_AT)).toBe(false);
    expect(memory.claim('b', 'n', RECEIVED_AT)).toBe(true);
    memory.release('a', 'n');
    expect(memory.claim('a', 'n', RECEIVED_AT)).toBe(true);
    expect(memory.claim('a', 'n', '2026-11-21T09:28:00.000Z')).toBe(false);
    expect(memory.claim('a', 'n', '2026-11-21T09:28:00.001Z')).toBe(true);
  });

  test('is forgotten when there are too many, oldest first', () => {
    const memory = createNonceMemory(2);
    for (const nonce of ['1', '2', '3']) memory.claim('a', nonce, RECEIVED_AT);
    expect(memory.claim('a', '3', RECEIVED_AT)).toBe(false);
    expect(memory.claim('a', '1', RECEIVED_AT)).toBe(true);
  });
});

describe('a certificate', () => {
  const body = JSON.stringify(snsEnvelope(SECRET));
  const headers = { 'content-type': 'text/plain; charset=UTF-8' };

  test('proves a message of SNS, which is JSON as plain text', async () => {
    expect(await post('/hooks/aws-sns', { body, headers })).toBe(202);
  });

  test('that cannot be had makes the sender deliver again', async () => {
    certificate = null;
    expect(await post('/hooks/aws-sns', { body, headers })).toBe(503);
    expect(gateway.lines).toMatchObject([{ detail: 'certificate_unavailable' }]);
  });

  test('is fetched once a day, without redirects and up to 16 KiB', async () => {
    const asked: RequestInit[] = [];
    let now = RECEIVED_AT;
    let text = 'pem';
    const load = createCertificateStore({
      fetch: async (_address, init) => {
        asked.push(init);
        return new Response(text);
      },
      now: () => now,
    });
    expect([await load('https://a/'), await load('https://a/')]).toEqual(['pem', 'pem']);
    expect(asked).toMatchObject([{ redirect: 'error' }]);
    now = '2026-11-22T09:18:00.000Z';
    text = 'x'.repeat(16_385);
    expect(await load('https://a/')).toBeNull();
  });

  test('is not there when the address fails', async () => {
    const now = () => RECEIVED_AT;
    const failing = createCertificateStore({ fetch: () => Promise.reject(new Error('down')), now });
    expect(await failing('https://a/')).toBeNull();
    const missing = async () => new Response('no', { status: 404 });
    expect(await createCertificateStore({ fetch: missing, now })('https://a/')).toBeNull();
  });
});

describe('a form', () => {
  const headers = { 'x-tocsin-token': SECRET, 'content-type': 'application/x-www-form-urlencoded' };
  const fieldOf = (json: string): string => `payload=${encodeURIComponent(json)}`;

  test('is stored as it came', async () => {
    const body = fieldOf('{"alert":{"name":"x"}}');
    expect(await post('/hooks/header-secret', { body, headers })).toBe(202);
    expect(new TextDecoder().decode((await inbox.find(1))?.body)).toBe(body);
  });

  test('keeps the limits of JSON in its fields, also in several parts', async () => {
    const deep = `${'['.repeat(65)}${']'.repeat(65)}`;
    expect(await post('/hooks/header-secret', { body: fieldOf(deep), headers })).toBe(400);
    const part = `--b\r\nContent-Disposition: form-data; name="data"\r\n\r\n${deep}\r\n--b--\r\n`;
    const multipart = { ...headers, 'content-type': 'multipart/form-data; boundary=b' };
    expect(await post('/hooks/header-secret', { body: part, headers: multipart })).toBe(400);
    expect(gateway.lines).toMatchObject([{ code: 'json_too_deep' }, { code: 'json_too_deep' }]);
  });
});

async function post(path: string, init: RequestInit = { body: BODY }): Promise<number> {
  return (await respond(path, { body: BODY, ...init })).status;
}

async function respond(path: string, init: RequestInit): Promise<Response> {
  return gateway.app.request(path, { method: 'POST', ...init });
}

function send({ headers, body }: AuthenticityRequest): RequestInit {
  return { headers, body: new TextDecoder().decode(body) };
}

function sourcesWith(...schemes: readonly string[]): ReadonlyMap<string, Source> {
  return new Map(schemes.map((scheme) => [scheme, sourceOf(scheme, scheme)]));
}

function sourceOf(id: string, scheme: string): Source {
  const [template] = SOURCES.values();
  if (template === undefined) throw new Error('the test gateway has no source');
  const authentication = { scheme, user: 'tocsin', secrets: ['X'], header: 'x-tocsin-token' };
  return { ...template, id, vendor: 'uptime-kuma', authentication };
}
