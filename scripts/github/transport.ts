// Every request to GitHub goes through here: never inside a window of the rate limits, never for ever, never one write
// beside another, and again only where twice is the same as once.
import { createEtagCache, type EtagCache } from './etags.ts';
import type { Limiter, Window } from './limits.ts';

/** What the outside gives to a transport. */
export type TransportOptions = {
  /** Asked before every request, since tokens of an App live for an hour. */
  readonly token: () => Promise<string>;
  /** Shared by everybody who asks with the same token. */
  readonly limiter: Limiter;
  readonly nowMs: () => number;
  readonly pause: (ms: number) => Promise<void>;
  readonly timeoutMs: number;
  /** Shared with other processes; absent where this process is alone, as in tests. */
  readonly budget?: WriteBudget;
};

/** What several processes with one token know together: how much they wrote, and until when nothing may be asked. */
export type WriteBudget = {
  /** The window that another process met; null when the way is free. */
  readonly windowAt: (nowMs: number) => Promise<Window | null>;
  /** Takes one write out of the budget; the window until the next one when there is none left. */
  readonly take: (nowMs: number) => Promise<Window | null>;
  /** Tells the others of a window. */
  readonly keep: (window: Window) => Promise<void>;
};

/** What octokit uses in place of `fetch`. */
export type Transport = (url: string, init: RequestInit) => Promise<Response>;

/** GitHub was not asked, because it said for how long it wants to be left alone. */
export class Closed extends Error {
  override readonly name = 'Closed';
  readonly window: Window;
  constructor(window: Window) {
    super(`nothing is asked until the ${window.reason} has passed`);
    this.window = window;
  }
}

/** No answer within the time that is given, or the connection broke before its end. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly reason: 'timed-out' | 'connection-lost';
  constructor(reason: 'timed-out' | 'connection-lost', cause: unknown) {
    super(reason, { cause });
    this.reason = reason;
  }
}

/** A transport with a memory of its own for answers that GitHub may confirm. */
export function createTransport(options: TransportOptions): Transport {
  const etags = createEtagCache<Whole>(KEPT_ANSWERS);
  const oneByOne = createQueue();
  return async (url, init) => {
    const isRead = (init.method ?? 'GET') === 'GET';
    const send = (): Promise<Whole> => sendPatiently(options, { url, init, etags });
    const { status, headers, body } = isRead ? await send() : await oneByOne(send);
    // Octokit reads from the address where the pages of a list lead.
    return Object.defineProperty(new Response(body, { status, headers }), 'url', { value: url });
  };
}

/** An answer that has arrived to its end. */
type Whole = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: ArrayBuffer | null;
};

type Call = {
  readonly url: string;
  readonly init: RequestInit;
  readonly etags: EtagCache<Whole>;
};

const KEPT_ANSWERS = 100;
const ATTEMPTS = 3;
const FIRST_PAUSE_MS = 200;

async function sendPatiently(options: TransportOptions, call: Call): Promise<Whole> {
  const { limiter, nowMs, pause, budget } = options;
  const attempts = isRepeatable(call) ? ATTEMPTS : 1;
  for (let attempt = 1; ; attempt += 1) {
    const window = await windowFor(options, call);
    if (window !== null) throw new Closed(window);
    const result = await sendOnce(options, call);
    if (!(result instanceof NoAnswer)) {
      limiter.note(factsOf(result), nowMs());
      const met = limiter.windowAt(nowMs());
      if (met !== null) await budget?.keep(met);
      if (result.status < 500 || attempt === attempts) return result;
    } else if (attempt === attempts) throw result;
    await pause(FIRST_PAUSE_MS * 4 ** (attempt - 1));
  }
}

/** What forbids this request now. Reactions make no content, and people wait for them: they are not counted. */
async function windowFor(
  { limiter, nowMs, budget }: TransportOptions,
  call: Call,
): Promise<Window | null> {
  const own = limiter.windowAt(nowMs());
  if (own !== null || budget === undefined) return own;
  const foreign = await budget.windowAt(nowMs());
  if (foreign !== null) return foreign;
  const isWrite = (call.init.method ?? 'GET') !== 'GET' && !call.url.endsWith('/reactions');
  return isWrite ? await budget.take(nowMs()) : null;
}

/** Requests that set a state instead of adding to it. */
function isRepeatable({ url, init }: Call): boolean {
  if (init.method === 'POST') return ADDING_TWICE_IS_ONCE.test(new URL(url).pathname);
  return init.method !== 'PUT';
}

const ADDING_TWICE_IS_ONCE = /\/issues\/(\d+\/(labels|assignees)|comments\/\d+\/reactions)$/;

async function sendOnce(options: TransportOptions, call: Call): Promise<Whole | NoAnswer> {
  const { url, init, etags } = call;
  const known = init.method === 'GET' ? etags.find(url) : null;
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${await options.token()}`);
  if (known !== null) headers.set('if-none-match', known.etag);
  try {
    const signal = AbortSignal.timeout(options.timeoutMs);
    const response = await fetch(url, { ...init, headers, signal, redirect: 'follow' });
    const answer = await readWhole(response);
    if (answer.status === 304 && known !== null)
      return { ...known.answer, headers: merged(known.answer, answer) };
    const etag = answer.headers.get('etag');
    if (init.method === 'GET' && answer.status === 200 && etag !== null)
      etags.keep(url, etag, answer);
    return answer;
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    return new NoAnswer(isLate ? 'timed-out' : 'connection-lost', error);
  }
}

/** The kept answer under the newest counters. */
function merged(known: Whole, confirmation: Whole): Headers {
  const headers = new Headers(known.headers);
  for (const [name, value] of confirmation.headers) headers.set(name, value);
  return headers;
}

/** Reads to the end here, because octokit takes an answer that breaks off for an empty one. */
async function readWhole(response: Response): Promise<Whole> {
  const bytes = await response.arrayBuffer();
  const headers = new Headers(response.headers);
  headers.delete('content-encoding');
  const isEmpty = bytes.byteLength === 0;
  return { status: response.status, headers, body: isEmpty ? null : bytes };
}

function factsOf({ status, headers, body }: Whole): Parameters<Limiter['note']>[0] {
  const message = status >= 400 && body !== null ? new TextDecoder().decode(body) : '';
  return { status, headers: Object.fromEntries(headers), message };
}

/** Runs tasks one after the other, whatever becomes of each. */
function createQueue(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return async (task) => {
    const mine = last.then(task);
    last = mine.catch(() => undefined);
    return await mine;
  };
}
