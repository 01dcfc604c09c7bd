// The way to emulate and back: whatever no other part of the double answers, corrected where emulate differs.
import { Agent, type IncomingMessage, request } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import type { Account } from './accounts.ts';
import { correctReply } from './corrections.ts';
import { at, type Exchange, list, record, type Reply } from './exchange.ts';

/** Hands an exchange on to emulate and corrects what it answers. */
export function createForward(
  send: Send,
  accounts: readonly Account[],
  settings: () => { readonly isPrivate: boolean; readonly hasIssues: boolean },
): (exchange: Exchange) => Promise<Reply> {
  return async (exchange) => {
    const query = new URLSearchParams(exchange.query);
    const since = query.get('since');
    if (since !== null) query.set('since', new Date(since).toISOString());
    const body =
      exchange.operation === 'issues/add-assignees'
        ? assignable(exchange.body, accounts)
        : exchange.body;
    const { method, account, path } = exchange;
    const address = `${path}${query.size > 0 ? `?${query.toString()}` : ''}`;
    const answered = correctReply(
      exchange,
      await send(address, { method, token: account.token, body }),
    );
    const status = STATUSES[exchange.operation];
    if (status !== undefined && answered.status < 300) return { ...answered, status };
    if (exchange.operation !== 'repos/get') return answered;
    const missing = { network_count: 0, subscribers_count: 0 };
    const { isPrivate, hasIssues } = settings();
    const visibility = isPrivate ? 'private' : 'public';
    const level: string = exchange.account.level;
    const may = (...levels: readonly string[]): boolean => levels.includes(level);
    const permissions = {
      admin: may('admin'),
      maintain: may('admin', 'maintain'),
      push: may('admin', 'maintain', 'write'),
      triage: may('admin', 'maintain', 'write', 'triage'),
      pull: true,
    };
    const pushedAt = at(answered.body, 'pushed_at') ?? at(answered.body, 'created_at');
    const shown = { ...missing, ...record(answered.body), private: isPrivate, visibility };
    const told = { has_issues: hasIssues, permissions, pushed_at: pushedAt };
    return { ...answered, body: { ...shown, ...told } };
  };
}

/** Where emulate succeeds with another number. */
const STATUSES: Readonly<Record<string, number>> = {
  'issues/add-assignees': 201,
  'pulls/create-review': 200,
};

/** GitHub leaves out whoever cannot be assigned and says nothing. */
function assignable(body: Exchange['body'], accounts: readonly Account[]): Exchange['body'] {
  const known = new Set<unknown>(
    accounts.flatMap(({ login, level }) => (level === 'none' ? [] : [login])),
  );
  return { assignees: list(at(body, 'assignees')).filter((login) => known.has(login)) };
}

/** What is sent to emulate. */
export type Sending = { readonly method: string; readonly token: string; readonly body: unknown };
/** Sends a request to emulate. */
export type Send = (path: string, sending: Sending) => Promise<Reply>;

/** Every token that a test may use up in its place: emulate takes 5000 requests an hour of each, and our limits are others. */
export function sparesOf(token: string): readonly string[] {
  return Array.from({ length: SPARES }, (_, index) => spareOf(token, index));
}

function spareOf(token: string, index: number): string {
  return `${token}-${index}`;
}

const SPARES = 100;
const MOST_REQUESTS = 4000;

/** Talks to emulate, which names its own address in what it answers; gives its values as they are to be. */
export function createSend(
  { emulatorUrl, url }: { readonly emulatorUrl: string; readonly url: string },
  correct: (value: unknown) => unknown,
): Send {
  const address = emulatorUrl.replace('localhost', '127.0.0.1');
  const agent = new Agent({ keepAlive: true });
  const used = new Map<string, number>();
  return async (path, { method, token, body }) => {
    const count = used.get(token) ?? 0;
    used.set(token, count + 1);
    const spare = spareOf(token, Math.floor(count / MOST_REQUESTS));
    const headers = { authorization: `Bearer ${spare}`, 'content-type': 'application/json' };
    const text = body === null || body === undefined ? '' : JSON.stringify(body);
    const response = await sendOnce(agent, `${address}${path}`, { method, headers, text });
    const answered = (await textOf(response)).replaceAll(emulatorUrl, url);
    const links = response.headers['link'];
    const link = typeof links === 'string' ? links.replaceAll(emulatorUrl, url) : undefined;
    return {
      status: response.statusCode ?? 0,
      headers: link === undefined ? {} : { link },
      body: answered === '' ? null : correct(JSON.parse(answered)),
    };
  };
}

/**
 * A plain request: `fetch` costs several times as much, and the double makes thousands of them. A connection that was kept
 * may be closed by the other side just when it is used again: then nothing was heard, and it is said once more.
 */
function sendOnce(agent: Agent, address: string, sent: Sent): Promise<IncomingMessage> {
  const { method, headers, text } = sent;
  return new Promise((resolve, reject) => {
    const length = { 'content-length': Buffer.byteLength(text) };
    const asked = request(address, { agent, method, headers: { ...headers, ...length } }, resolve);
    asked.on('error', (error: NodeJS.ErrnoException) => {
      if (asked.reusedSocket && error.code === 'ECONNRESET')
        sendOnce(agent, address, sent).then(resolve, reject);
      else reject(error);
    });
    asked.end(text);
  });
}

type Sent = {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
};
