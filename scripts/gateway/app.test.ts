import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SqliteInbox } from '../inbox/sqlite-inbox.ts';
import { authentic, sentrySignature, testGateway } from './testing/gateway.ts';
import type { TestGateway } from './testing/gateway.ts';
import { temporaryGateway, type TemporaryGateway } from './testing/temporary-gateway.ts';
import { DEFAULT_LIMITS } from './receive.ts';
import { REFUSAL_CODES, REFUSALS } from './refusal.ts';

/** Stands in bodies, headers and paths; it may never leave the gateway. */
const CANARY = 'canary-7f3a';
const BODY = JSON.stringify({ status: 'firing', text: CANARY });
const NOW = '2026-11-21T09:00:00.000Z';

let place: TemporaryGateway;
let inbox: SqliteInbox;
let gateway: TestGateway;

beforeEach(() => {
  place = temporaryGateway();
  ({ inbox, gateway } = place);
});
afterEach(() => place.close());

async function post(path: string, init: RequestInit): Promise<Response> {
  return gateway.app.request(path, init);
}

describe('an authentic request', () => {
  test('is stored byte by byte, answered 202 with its id, and wakes the worker once', async () => {
    const response = await post('/hooks/alerts', authentic(BODY));
    expect(response.status).toBe(202);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual({ accepted: 1 });
    const record = await inbox.find(1);
    expect(new TextDecoder().decode(record?.body)).toBe(BODY);
    expect(record).toMatchObject({ source: 'alerts', vendor: 'prometheus-alertmanager' });
    expect([gateway.woken(), gateway.lines]).toEqual([1, []]);
  });

  test('keeps only the headers that the adapter reads', async () => {
    const headers = {
      'sentry-hook-signature': sentrySignature(BODY),
      'sentry-hook-resource': 'issue',
      'x-forwarded-for': CANARY,
      cookie: CANARY,
    };
    expect((await post('/hooks/errors', authentic(BODY, headers))).status).toBe(202);
    expect((await inbox.find(1))?.headers).toEqual({ 'sentry-hook-resource': 'issue' });
  });

  test('that is delivered again gets the same id and wakes nobody', async () => {
    const headers = { 'sentry-hook-signature': sentrySignature(BODY), 'request-id': 'r-1' };
    const answers = [];
    for (let delivery = 0; delivery < 3; delivery += 1) {
      const response = await post('/hooks/errors', authentic(BODY, headers));
      answers.push([response.status, await response.json()]);
    }
    expect(answers).toEqual(Array.from({ length: 3 }, () => [202, { accepted: 1 }]));
    expect(gateway.woken()).toBe(1);
    expect((await inbox.accounting()).accepted).toBe(1);
  });

  test('may be JSON whatever it is called, or JSON with a byte order mark', async () => {
    const bodies = [
      authentic(BODY, { 'content-type': 'text/plain' }),
      authentic(`\uFEFF${BODY}`),
      authentic(BODY, { 'content-encoding': 'identity' }),
      authentic(BODY, { 'content-length': String(BODY.length) }),
    ];
    for (const init of bodies) expect((await post('/hooks/alerts', init)).status).toBe(202);
  });

  test('of a tool that sends only JSON is JSON, whatever the sender calls it', async () => {
    const bodies = [
      authentic('status=firing&note=%5B', { 'content-type': 'application/x-www-form-urlencoded' }),
      authentic('[FIRING] disk full', { 'content-type': 'text/plain' }),
      authentic('{'),
      authentic(''),
    ];
    for (const init of bodies) expect((await post('/hooks/alerts', init)).status).toBe(400);
  });

  test('stays accepted when waking the worker fails', async () => {
    gateway = testGateway(inbox, {
      onAccepted: () => {
        throw new TypeError(CANARY);
      },
    });
    expect((await post('/hooks/alerts', authentic(BODY))).status).toBe(202);
    expect(gateway.lines).toMatchObject([{ kind: 'failed', source: 'alerts', error: 'TypeError' }]);
  });
});

describe('a refusal', () => {
  const deep = `${'['.repeat(65)}${']'.repeat(65)}`;
  const many = `[${'0,'.repeat(250_000)}0]`;
  const large = 'x'.repeat(1024 * 1024 + 1);
  const cases: readonly (readonly [string, string, RequestInit, number, string, string | null])[] =
    [
      ['an unknown source', `/hooks/${CANARY}`, authentic(BODY), 404, 'source_unknown', null],
      [
        'a prototype key as source',
        '/hooks/__proto__',
        authentic(BODY),
        404,
        'source_unknown',
        null,
      ],
      ['an unknown path', `/${CANARY}`, authentic(BODY), 404, 'path_unknown', null],
      ['a GET', '/hooks/alerts', { method: 'GET' }, 405, 'method_not_allowed', null],
      [
        'a PUT',
        '/hooks/alerts',
        { ...authentic(BODY), method: 'PUT' },
        405,
        'method_not_allowed',
        null,
      ],
      [
        'gzip',
        '/hooks/alerts',
        authentic(BODY, { 'content-encoding': 'gzip' }),
        415,
        'encoding_unsupported',
        null,
      ],
      ['a large body', '/hooks/alerts', authentic(large), 413, 'body_too_large', null],
      [
        'a large declared body',
        '/hooks/alerts',
        authentic(BODY, { 'content-length': '104857600' }),
        413,
        'body_too_large',
        null,
      ],
      [
        'a wrong token',
        '/hooks/alerts',
        authentic(BODY, { authorization: `Bearer ${CANARY}` }),
        401,
        'not_authentic',
        'proof_wrong',
      ],
      ['no proof', '/hooks/errors', authentic(BODY), 401, 'not_authentic', 'proof_missing'],
      [
        'a wrong signature',
        '/hooks/errors',
        authentic(BODY, { 'sentry-hook-signature': sentrySignature('other') }),
        401,
        'not_authentic',
        'proof_wrong',
      ],
      [
        'bytes that are no UTF-8',
        '/hooks/alerts',
        authentic(new Uint8Array([0x22, 0xff, 0x22])),
        400,
        'not_utf8',
        null,
      ],
      ['deep JSON', '/hooks/alerts', authentic(deep), 400, 'json_too_deep', null],
      [
        'deep JSON sent as text',
        '/hooks/alerts',
        authentic(deep, { 'content-type': 'text/plain' }),
        400,
        'json_too_deep',
        null,
      ],
      ['many values', '/hooks/alerts', authentic(many), 400, 'json_too_many_tokens', null],
      ['broken JSON', '/hooks/alerts', authentic(`{"${CANARY}`), 400, 'json_syntax', null],
      ['an empty body', '/hooks/alerts', authentic(''), 400, 'json_syntax', null],
      [
        'an unknown tool',
        '/hooks/strange',
        authentic(BODY),
        503,
        'source_not_ready',
        'vendor_unknown',
      ],
      [
        'an unknown scheme',
        '/hooks/schemeless',
        authentic(BODY),
        503,
        'source_not_ready',
        'scheme_unknown',
      ],
    ];

  test.each(cases)(
    'of %s has its own status, one log line, and no foreign text',
    async (...row) => {
      const [, path, init, status, code, detail] = row;
      const response = await post(path, init);
      expect(response.status).toBe(status);
      const text = await response.text();
      expect(JSON.parse(text)).toEqual({
        error: { code, message: expect.stringMatching(/^[A-Z].*\.$/) },
      });
      const known = ['alerts', 'errors', 'strange', 'schemeless'].find((id) => path.endsWith(id));
      const line = { kind: 'refused', source: known ?? '(unknown)', code, detail, request: 1 };
      expect(gateway.lines).toMatchObject([line]);
      expect(JSON.stringify([text, [...response.headers], gateway.lines])).not.toContain(CANARY);
      expect(await metric(`tocsin_requests_refused_total{reason="${code}"}`)).toBe('1');
      expect(gateway.woken()).toBe(0);
      expect((await inbox.accounting()).accepted).toBe(0);
    },
  );

  test('counts bytes that were read or declared', async () => {
    await post('/hooks/alerts', authentic('{'));
    await post('/hooks/alerts', authentic('', { 'content-length': '2000000' }));
    expect(gateway.lines).toMatchObject([{ bytes: 1 }, { bytes: 2_000_000, request: 2 }]);
  });

  test('of HEAD and OPTIONS says which method is allowed', async () => {
    for (const method of ['HEAD', 'OPTIONS', 'DELETE']) {
      const response = await post('/hooks/alerts', { method });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    }
    expect(gateway.lines).toHaveLength(3);
  });

  test('asks for the proof that a scheme of HTTP needs', async () => {
    const challenges = [];
    for (const id of ['alerts', 'basic', 'errors']) {
      const response = await post(`/hooks/${id}`, { method: 'POST', body: BODY });
      challenges.push(response.headers.get('www-authenticate'));
    }
    expect(challenges).toEqual(['Bearer realm="tocsin"', 'Basic realm="tocsin"', null]);
  });

  test('of every request follows from a missing secret, and is our fault', async () => {
    gateway = testGateway(inbox, { credentials: () => [] });
    const response = await post('/hooks/alerts', authentic(BODY));
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect(gateway.lines).toMatchObject([{ code: 'source_not_ready', detail: 'not_configured' }]);
  });

  test('follows from a full inbox until there is room again', async () => {
    inbox.limitSize(1);
    const response = await post('/hooks/alerts', authentic(JSON.stringify('x'.repeat(200_000))));
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect(gateway.lines).toMatchObject([{ code: 'inbox_unavailable', detail: 'full' }]);
    inbox.limitSize(10_000_000);
    expect((await post('/hooks/alerts', authentic(BODY))).status).toBe(202);
  });

  test('bounds what streamed bodies take together while they arrive', async () => {
    gateway = testGateway(inbox, { limits: { ...DEFAULT_LIMITS, maxArrivingBytes: 150_000 } });
    const slow = streamed(JSON.stringify('x'.repeat(100_000)));
    const first = post('/hooks/alerts', slow.init);
    await slow.arrived;
    const other = streamed(JSON.stringify('y'.repeat(100_000)));
    const second = await post('/hooks/alerts', other.init);
    expect([second.status, gateway.lines]).toMatchObject([503, [{ code: 'busy' }]]);
    slow.finish();
    expect((await first).status).toBe(202);
    expect(
      (await post('/hooks/alerts', authentic(JSON.stringify('z'.repeat(100_000))))).status,
    ).toBe(202);
  });

  test('codes are all listed, and none has the status 429', () => {
    expect(REFUSAL_CODES.toSorted()).toEqual(Object.keys(REFUSALS).toSorted());
    expect(Object.values(REFUSALS).map(({ status }) => Number(status))).not.toContain(429);
  });
});

describe('an unexpected failure', () => {
  test('gives 500 with a fixed sentence and a log line without the message', async () => {
    const credentials = (): never => {
      throw new RangeError(`${CANARY}\n    at ${CANARY} (file:///x.ts:1:1)`);
    };
    gateway = testGateway(inbox, { credentials, now: () => NOW });
    const response = await post('/hooks/alerts', authentic(BODY));
    const text = await response.text();
    expect([response.status, text]).toEqual([
      500,
      JSON.stringify({ error: { code: 'internal', message: REFUSALS.internal.message } }),
    ]);
    expect(gateway.lines).toMatchObject([
      {
        kind: 'failed',
        source: 'alerts',
        error: 'RangeError',
        errorId: `${Date.parse(NOW).toString(36)}-1`,
      },
    ]);
    expect(gateway.lines[0]).toHaveProperty('frames.0', expect.stringContaining('app.test.ts'));
    expect(JSON.stringify([text, gateway.lines])).not.toContain(CANARY);
  });

  test('of the readiness check or the sources is caught as well', async () => {
    const fail = (): never => {
      throw new Error(CANARY);
    };
    gateway = testGateway(inbox, { readiness: fail, sources: fail });
    expect((await gateway.app.request('/readyz')).status).toBe(500);
    expect((await post('/hooks/alerts', authentic(BODY))).status).toBe(500);
    expect(gateway.lines).toHaveLength(2);
    expect(JSON.stringify(gateway.lines)).not.toContain(CANARY);
  });
});

async function metric(name: string): Promise<string | undefined> {
  const text = await (await gateway.app.request('/metrics')).text();
  return text
    .split('\n')
    .find((line) => line.startsWith(`${name} `))
    ?.slice(name.length + 1);
}

type Streamed = {
  readonly init: RequestInit;
  readonly arrived: Promise<void>;
  readonly finish: () => void;
};

/** A body of which all but the last byte arrives at once and the last byte on `finish`. */
function streamed(text: string): Streamed {
  const bytes = new TextEncoder().encode(text);
  const arrived = Promise.withResolvers<void>();
  const finished = Promise.withResolvers<void>();
  const chunks = [bytes.slice(0, -1), bytes.slice(-1)];
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (chunks.length === 1) {
        arrived.resolve();
        await finished.promise;
      }
      const chunk = chunks.shift();
      if (chunk === undefined) controller.close();
      else controller.enqueue(chunk);
    },
  });
  const init = { ...authentic(body), duplex: 'half' as const };
  return { init, arrived: arrived.promise, finish: () => finished.resolve() };
}
