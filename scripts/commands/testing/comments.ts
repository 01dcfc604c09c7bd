// A small server that behaves like GitHub's API for the comments of an issue: pages, editing, the limit of a body.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** A comment as the API gives it. */
export type StoredComment = {
  readonly id: number;
  readonly user: { readonly type: 'Bot' | 'User' };
  body: string;
};

/** The server, what it stores, and what was asked of it. */
export type CommentServer = {
  readonly address: string;
  readonly comments: StoredComment[];
  readonly requests: readonly string[];
  /** Statuses that the next requests get instead of an answer. */
  readonly failures: number[];
  readonly close: () => Promise<void>;
};

/** Starts the server for `larder/organisation`; only `token` may write. */
export async function startComments(token: string): Promise<CommentServer> {
  const comments: StoredComment[] = [];
  const requests: string[] = [];
  const failures: number[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
    void answer({ comments, failures, token }, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    address: `http://127.0.0.1:${port}`,
    comments,
    requests,
    failures,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type State = {
  readonly comments: StoredComment[];
  readonly failures: number[];
  readonly token: string;
};

async function answer(
  state: State,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  const failure = state.failures.shift();
  const reply = (status: number, value: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  };
  if (failure !== undefined) return reply(failure, { message: 'failure' });
  if (request.headers.authorization !== `Bearer ${state.token}`)
    return reply(403, { message: 'Resource not accessible by integration' });
  const url = new URL(request.url ?? '/', 'http://localhost');
  const edited = /^\/repos\/larder\/organisation\/issues\/comments\/(\d+)$/.exec(url.pathname);
  if (request.method === 'PATCH' && edited !== null) {
    const comment = state.comments.find(({ id }) => id === Number(edited[1]));
    if (comment === undefined) return reply(404, { message: 'Not Found' });
    comment.body = bodyIn(body);
    return reply(200, comment);
  }
  if (url.pathname !== '/repos/larder/organisation/issues/7/comments')
    return reply(404, { message: 'Not Found' });
  if (request.method === 'GET') {
    const size = Math.min(100, Number(url.searchParams.get('per_page') ?? 30));
    const page = Number(url.searchParams.get('page') ?? 1);
    return reply(200, state.comments.slice((page - 1) * size, page * size));
  }
  if (bodyIn(body).length > 65_536) return reply(422, { message: 'body is too long' });
  const comment: StoredComment = {
    id: 1000 + state.comments.length,
    user: { type: 'Bot' },
    body: bodyIn(body),
  };
  state.comments.push(comment);
  return reply(201, comment);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function bodyIn(text: string): string {
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null ? String(Reflect.get(value, 'body')) : '';
}
