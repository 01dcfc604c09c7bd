// Listens on a port with tight time limits and stops without dropping requests that are being answered.
import { once } from 'node:events';
import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import type { Server, ServerOptions } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Http2Bindings, HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Hono } from 'hono';
import { answerAndLinger } from './linger.ts';

/** Where to listen; port 0 takes any free one. */
export type ListenOptions = {
  readonly host: string;
  readonly port: number;
  readonly maxConnections?: number;
};

/** A gateway that listens; `close` finishes what is being answered, for 10 s at most. */
export type Listener = { readonly url: string; readonly close: () => Promise<void> };

/** Starts to listen; throws `ListenFailed` when the address cannot be used. */
export async function serveGateway(app: Hono, options: ListenOptions): Promise<Listener> {
  let closed: Promise<void> | null = null;
  const respond = async (request: Request, connection?: Connection): Promise<Response> => {
    const response = await app.fetch(request);
    if (closed !== null) response.headers.set('connection', 'close');
    return connection === undefined ? response : finish(response, connection);
  };
  // An address that is no URL is answered, counted and logged like every other unknown one.
  const errorHandler = (): Promise<Response> => respond(new Request(UNKNOWN_ADDRESS));
  const server = createServer(TIME_LIMITS, getRequestListener(respond, { errorHandler }));
  server.maxConnections = options.maxConnections ?? MAX_CONNECTIONS;
  const url = await listen(server, options);
  return { url, close: () => (closed ??= close(server)) };
}

type Connection = HttpBindings | Http2Bindings;

/** A connection that closes before its body was read needs care; all others are left to the adapter. */
async function finish(response: Response, { incoming, outgoing }: Connection): Promise<Response> {
  const http1 = incoming instanceof IncomingMessage && outgoing instanceof ServerResponse;
  if (!http1 || incoming.complete || response.headers.get('connection') !== 'close')
    return response;
  await answerAndLinger(response, incoming, outgoing);
  return RESPONSE_ALREADY_SENT;
}

/** The address cannot be listened on; the message says why in one sentence. */
export class ListenFailed extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ListenFailed';
  }
}

async function listen(server: Server, { host, port }: ListenOptions): Promise<string> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    throw new ListenFailed(describe(error, host, port), { cause: error });
  }
  const address = server.address();
  const actualPort = typeof address === 'object' && address !== null ? address.port : port;
  return `http://${host.includes(':') ? `[${host}]` : host}:${actualPort}`;
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await closed;
  clearTimeout(timer);
}

function describe(error: unknown, host: string, port: number): string {
  switch (error instanceof Error && 'code' in error ? error.code : null) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is in use by another program, expected a free one.`;
    case 'EACCES':
      return `Port ${port} on ${host} may not be used by this user, expected one above 1023.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `Unexpected host \`${host}\`, expected an address of this machine.`;
    default:
      return `Port ${port} on ${host} cannot be listened on.`;
  }
}

const UNKNOWN_ADDRESS = 'http://gateway.invalid/';
const TIME_LIMITS: ServerOptions = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16 * 1024,
};
const MAX_CONNECTIONS = 1024;
const GRACE_MS = 10_000;
