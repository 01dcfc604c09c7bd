import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqliteInbox } from '../inbox/sqlite-inbox.ts';
import type { SqliteInbox } from '../inbox/sqlite-inbox.ts';
import { authentic, SECRET, testGateway } from './testing/gateway.ts';
import type { TestGateway } from './testing/gateway.ts';
import { startGateway } from './testing/start-gateway.ts';
import { serveGateway } from './serve.ts';
import type { Listener } from './serve.ts';

const MEGABYTE = 1024 * 1024;
/** 20 GB are offered; the engine frees network buffers only after some 64 MB of them. */
const MAX_GROWTH_MB = 150;
const LOCAL = { host: '127.0.0.1', port: 0 };

let folder: string;
let inbox: SqliteInbox;
let gateway: TestGateway;
let listener: Listener;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-serve-'));
  inbox = openSqliteInbox(join(folder, 'inbox.db'));
  gateway = testGateway(inbox);
  listener = await serveGateway(gateway.app, LOCAL);
});
afterEach(async () => {
  await listener.close();
  await inbox.close();
  rmSync(folder, { recursive: true });
});

const hook = (): string => `${listener.url}/hooks/alerts`;

describe('the listener', () => {
  test('takes a free port and answers there', async () => {
    expect(listener.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const response = await fetch(hook(), authentic('{"status":"firing"}'));
    expect([response.status, await response.json()]).toEqual([202, { accepted: 1 }]);
  });

  test('says in one sentence that its port is taken', async () => {
    const port = Number(new URL(listener.url).port);
    await expect(serveGateway(gateway.app, { host: '127.0.0.1', port })).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is in use by another program, expected a free one.`,
    );
  });

  test('answers, counts and logs an address that is none', async () => {
    const answer = await talk(listener.url, [
      'POST /hooks/alerts HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n',
    ]);
    expect(answer.text).toMatch(/^HTTP\/1\.1 404 /);
    expect(gateway.lines).toMatchObject([{ code: 'path_unknown', source: '(unknown)' }]);
  });

  test('answers HEAD without a body', async () => {
    const response = await fetch(hook(), { method: 'HEAD' });
    expect([response.status, response.headers.get('allow'), await response.text()]).toEqual([
      405,
      'POST',
      '',
    ]);
  });

  test('accepts bodies of every framing up to the limit', async () => {
    const text = (length: number): string => JSON.stringify('x'.repeat(length - 2));
    for (const length of [2, 64 * 1024, 64 * 1024 + 1, MEGABYTE]) {
      expect((await fetch(hook(), authentic(text(length)))).status).toBe(202);
      const stream = new Blob([text(length)]).stream();
      const init = { ...authentic(stream), duplex: 'half' as const };
      expect((await fetch(hook(), init)).status).toBe(202);
    }
    const stored = await inbox.claim('2026-11-21T09:00:00.000Z', 10);
    expect(stored.map(({ body }) => body.byteLength)).toEqual([
      2,
      2,
      64 * 1024,
      64 * 1024,
      64 * 1024 + 1,
      64 * 1024 + 1,
      MEGABYTE,
      MEGABYTE,
    ]);
  });

  test('takes 500 requests at once', async () => {
    const bodies = Array.from({ length: 500 }, (_, number) => JSON.stringify({ number }));
    const answers = await Promise.all(bodies.map((body) => fetch(hook(), authentic(body))));
    expect(answers.every(({ status }) => status === 202)).toBe(true);
    expect((await inbox.accounting()).accepted).toBe(500);
  });
});

describe('a body of 100 MB', () => {
  test.each(['declared', 'chunked'] as const)(
    '%s: refused at once, connection closed, not read',
    async (framing) => {
      const answer = await flood(listener.url, framing);
      expect(answer.answeredMs).toBeLessThan(1000);
      expect(answer.ms).toBeLessThan(4000);
      expect(answer.text).toMatch(/^HTTP\/1\.1 413 /);
      expect(answer.text.toLowerCase()).toContain('connection: close');
      expect(answer.sentBytes).toBeLessThan(20 * MEGABYTE);
      expect(gateway.lines).toMatchObject([{ code: 'body_too_large' }]);
    },
  );

  test('200 times at once: memory stays bounded and others are served', async () => {
    const own = await startGateway(join(folder, 'own.db'));
    const idleMb = await own.peakMb();
    const floods = Array.from({ length: 200 }, (_, number) =>
      flood(own.url, number % 2 === 0 ? 'declared' : 'chunked'),
    );
    const honest = await fetch(`${own.url}/hooks/alerts`, authentic('{}'));
    const answers = await Promise.all(floods);
    expect(honest.status).toBe(202);
    // Whose sending breaks off at the closed connection may lose the answer on the way; nobody else hears nothing.
    const heard = answers.filter(({ text, isBroken }) => text !== '' || !isBroken);
    const statuses = new Set(heard.map(({ text }) => text.slice(9, 12)));
    expect(statuses.difference(new Set(['413', '503']))).toEqual(new Set());
    expect(heard.length).toBeGreaterThan(190);
    const grownMb = (await own.peakMb()) - idleMb;
    await own.kill();
    expect(grownMb).toBeLessThan(MAX_GROWTH_MB);
  });
});

describe('slow senders', () => {
  test('are closed after 5 s of headers or 10 s of body, while others are served', async () => {
    const head = `POST /hooks/alerts HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${SECRET}\r\n`;
    const slowHeaders = Array.from({ length: 200 }, () =>
      drip(listener.url, 'POST / HTTP/1.1\r\nA: '),
    );
    const slowBody = drip(listener.url, `${head}Content-Length: 1000\r\n\r\n{`);
    await sleep(2000);
    const started = performance.now();
    const first = await Promise.race([fetch(hook(), authentic('{}')), ...slowHeaders, slowBody]);
    expect(first).toMatchObject({ status: 202 });
    expect(performance.now() - started).toBeLessThan(250);
    const closed = await Promise.all(slowHeaders);
    expect(closed.every(({ text }) => text.startsWith('HTTP/1.1 408 '))).toBe(true);
    const slowest = Math.max(...closed.map(({ ms }) => ms));
    expect(slowest).toBeGreaterThan(4_900);
    expect(slowest).toBeLessThan(7500);
    expect((await slowBody).ms).toBeGreaterThan(slowest);
    expect((await slowBody).ms).toBeLessThan(12_500);
    expect(gateway.lines).toMatchObject([{ code: 'body_incomplete' }]);
    expect((await inbox.accounting()).accepted).toBe(1);
  });
});

describe('closing', () => {
  test('ends soon although clients keep their connections busy, and loses nothing answered', async () => {
    const acknowledged: number[] = [];
    const clients = Array.from({ length: 16 }, async () => {
      for (;;) {
        const response = await fetch(hook(), authentic('{}')).catch(() => null);
        if (response === null) return;
        const { accepted } = await response.json();
        acknowledged.push(accepted);
      }
    });
    await expect.poll(() => acknowledged.length).toBeGreaterThan(16);
    const started = performance.now();
    await listener.close();
    expect(performance.now() - started).toBeLessThan(1000);
    await Promise.all(clients);
    expect((await inbox.accounting()).accepted).toBe(acknowledged.length);
    await expect(fetch(hook())).rejects.toThrow();
  });

  test('lets a request that is arriving finish', async () => {
    const { socket, closed } = open(listener.url);
    const head = `POST /hooks/alerts HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${SECRET}\r\n`;
    socket.write(`${head}Content-Length: 7\r\nExpect: 100-continue\r\n\r\n`);
    await once(socket, 'data');
    const ended = listener.close();
    socket.write('{"a":1}');
    expect((await closed).text).toMatch(/^HTTP\/1\.1 100 [\s\S]*HTTP\/1\.1 202 /);
    await ended;
  });
});

type Talk = {
  readonly text: string;
  readonly sentBytes: number;
  /** When the first bytes of the answer came, and when the connection was closed. */
  readonly answeredMs: number;
  readonly ms: number;
  /** Whether sending ended with an error, as where the other side had closed already. */
  readonly isBroken: boolean;
};

/** Sends what `parts` yield as long as the other side listens; resolves when the connection is closed. */
function talk(url: string, parts: Iterable<string | Uint8Array>): Promise<Talk> {
  const { socket, closed } = open(url);
  pump(socket, parts[Symbol.iterator]());
  return closed;
}

/** Sends `head`, then one byte every 0.7 s. */
async function drip(url: string, head: string): Promise<Talk> {
  const { socket, closed } = open(url);
  socket.write(head);
  const timer = setInterval(() => socket.write('x'), 700);
  const answer = await closed;
  clearInterval(timer);
  return answer;
}

function open(url: string): { readonly socket: Socket; readonly closed: Promise<Talk> } {
  const { promise, resolve } = Promise.withResolvers<Talk>();
  const { hostname, port } = new URL(url);
  const started = performance.now();
  const socket = connect(Number(port), hostname);
  let text = '';
  let answeredMs = Infinity;
  let isBroken = false;
  socket.on('data', (chunk) => {
    answeredMs = Math.min(answeredMs, performance.now() - started);
    text += chunk.toString('latin1');
  });
  socket.on('error', () => {
    isBroken = true;
    socket.destroy();
  });
  socket.on('end', () => socket.destroy());
  socket.on('close', () => {
    const ms = performance.now() - started;
    resolve({ text, sentBytes: socket.bytesWritten, answeredMs, ms, isBroken });
  });
  return { socket, closed: promise };
}

function pump(socket: Socket, parts: Iterator<string | Uint8Array>): void {
  for (;;) {
    const { done, value } = parts.next();
    if (done === true || socket.destroyed) return;
    if (!socket.write(value)) {
      socket.once('drain', () => pump(socket, parts));
      return;
    }
  }
}

function flood(url: string, framing: 'declared' | 'chunked'): Promise<Talk> {
  return talk(url, hundredMegabytes(framing));
}

function* hundredMegabytes(framing: 'declared' | 'chunked'): Generator<string | Uint8Array> {
  const chunk = new Uint8Array(65_536).fill(0x20);
  const length =
    framing === 'declared' ? 'Content-Length: 104857600' : 'Transfer-Encoding: chunked';
  yield `POST /hooks/alerts HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n${length}\r\n\r\n`;
  for (let sent = 0; sent < 100 * MEGABYTE; sent += chunk.length) {
    if (framing === 'chunked') yield '10000\r\n';
    yield chunk;
    if (framing === 'chunked') yield '\r\n';
  }
  if (framing === 'chunked') yield '0\r\n\r\n';
}
