// The double as an HTTP server: confirmations with 304, the headers of the limits, and answers that never arrive whole.
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Incoming, Outcome } from './pipeline.ts';
import type { Rates } from './rates.ts';

/** What a server needs. */
export type ServerParts = {
  readonly answer: (incoming: Incoming) => Promise<Outcome>;
  readonly rates: () => Rates;
  /** Something happened, says emulate. */
  readonly onEvent: (event: string, text: string) => Promise<void>;
  readonly onCrash: (error: unknown) => void;
};

/** Where emulate tells what happened. */
export const EVENT_PATH = '/_happened';

/** Listens on a free port of this machine only. */
export async function listen(
  parts: ServerParts,
): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer((request, response) => {
    serve(parts, request, response).catch((error: unknown) => {
      parts.onCrash(error);
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('there is no port');
  return { url: `http://127.0.0.1:${address.port}`, server };
}

async function serve(
  parts: ServerParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const text = await readText(request);
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (url.pathname === EVENT_PATH) {
    response.end();
    await parts.onEvent(String(request.headers['x-github-event']), text);
    return;
  }
  const body: unknown = text === '' ? null : JSON.parse(text);
  const token = /^(?:bearer|token) (\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
  const outcome = await parts.answer({ method: request.method ?? 'GET', url, token, body });
  const sent = write(parts, request, outcome);
  switch (outcome.fault?.kind) {
    case 'silent':
    case 'silent-after':
      return;
    case 'disconnected':
    case 'lost-reply':
      response.destroy();
      return;
    case 'broken':
    case 'broken-after':
      response.writeHead(outcome.fault.status, { 'content-type': 'text/html' });
      response.end('<html><body><h1>Unicorn!</h1></body></html>');
      return;
    case 'cut-reply':
      response.writeHead(sent.status, { ...sent.headers, 'content-length': sent.text.length + 1 });
      response.write(sent.text.slice(0, Math.ceil(sent.text.length / 2)), () => response.destroy());
      return;
    case undefined:
      response.writeHead(sent.status, sent.headers);
      response.end(sent.text);
  }
}

type Sent = {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly text: string;
};

function write({ rates }: ServerParts, request: IncomingMessage, { reply, token }: Outcome): Sent {
  const text = reply.body === null ? '' : JSON.stringify(reply.body);
  const etag = `W/"${createHash('sha1').update(text).digest('hex')}"`;
  const isConfirmed =
    request.method === 'GET' && reply.status === 200 && request.headers['if-none-match'] === etag;
  if (isConfirmed) rates().giveBack(token);
  const headers = {
    ...reply.headers,
    ...(reply.status === 401 ? {} : rates().headers(token)),
    ...(request.method === 'GET' && reply.status === 200 ? { etag } : {}),
    'x-github-request-id': 'DOUBLE',
  };
  if (isConfirmed) return { status: 304, headers, text: '' };
  const type = text === '' ? {} : { 'content-type': 'application/json; charset=utf-8' };
  return { status: reply.status, headers: { ...headers, ...type }, text };
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
