import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SqliteInbox } from '../inbox/sqlite-inbox.ts';
import { authentic, SECRET, testGateway } from './testing/gateway.ts';
import type { TestGateway } from './testing/gateway.ts';
import { temporaryGateway, type TemporaryGateway } from './testing/temporary-gateway.ts';

const BODY = '{"status":"firing"}';

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

describe('health', () => {
  test('says that the process is alive, whatever the inbox does', async () => {
    await inbox.close();
    const response = await gateway.app.request('/healthz');
    expect([response.status, await response.json()]).toEqual([200, { status: 'alive' }]);
  });

  test('is ready while the inbox can be written, and says why not otherwise', async () => {
    expect((await gateway.app.request('/readyz')).status).toBe(200);
    await inbox.close();
    const response = await gateway.app.request('/readyz');
    expect([response.status, await response.json()]).toEqual([
      503,
      { status: 'not ready', reason: 'The inbox is closed.' },
    ]);
  });

  test('is not ready while the caller says so', async () => {
    const reason = 'The organisation is not loaded.';
    gateway = testGateway(inbox, { readiness: () => ({ kind: 'not_ready', reason }) });
    const response = await gateway.app.request('/readyz');
    expect([response.status, await response.json()]).toEqual([
      503,
      { status: 'not ready', reason },
    ]);
  });
});

describe('metrics', () => {
  test('keep the text format: every line is a comment with a type or a sample of that family', async () => {
    await post('/hooks/alerts', authentic(BODY));
    await post('/hooks/alerts', authentic('{'));
    const response = await gateway.app.request('/metrics');
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const text = await response.text();
    expect(text.endsWith('\n')).toBe(true);
    let family = '';
    for (const line of text.trimEnd().split('\n')) {
      const type = /^# TYPE (\S+) (?:counter|gauge|histogram)$/.exec(line);
      if (type !== null) family = type[1] ?? '';
      else if (!line.startsWith('# HELP ')) {
        expect(line).toMatch(/^[a-z_]+(?:\{[a-z]+="[^"\\\n]+"\})? \d+(?:\.\d+)?$/);
        expect(line.startsWith(family)).toBe(true);
      }
    }
    expect(text).not.toContain(SECRET);
  });

  test('show the sum, and a histogram whose buckets never fall', async () => {
    await post('/hooks/alerts', authentic(BODY));
    await post('/hooks/alerts', authentic(BODY));
    const outcomes = { applied: 2, collapsed: 0, gated: 1, ignored: 0, quarantined: 0 };
    await inbox.settle(1, { outcomes, problems: [], hops: '[]' });
    expect(await metric('tocsin_signals_accepted')).toBe('4');
    expect(await metric('tocsin_signals{outcome="applied"}')).toBe('2');
    expect(await metric('tocsin_signals{outcome="pending"}')).toBe('1');
    expect(await metric('tocsin_requests_accepted_total')).toBe('2');
    const text = await (await gateway.app.request('/metrics')).text();
    const buckets = [...text.matchAll(/_bucket\{le="[^"]+"\} (\d+)/g)].map((match) =>
      Number(match[1]),
    );
    expect(buckets).toEqual(buckets.toSorted((left, right) => left - right));
    expect(buckets.at(-1)).toBe(2);
  });

  test('are served without the sum while the inbox cannot be read', async () => {
    await inbox.close();
    expect(await metric('tocsin_inbox_up')).toBe('0');
    expect(await metric('tocsin_signals_accepted')).toBeUndefined();
  });
});

async function metric(name: string): Promise<string | undefined> {
  const text = await (await gateway.app.request('/metrics')).text();
  return text
    .split('\n')
    .find((line) => line.startsWith(`${name} `))
    ?.slice(name.length + 1);
}
