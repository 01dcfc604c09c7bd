// Both rate limits of GitHub as one window in which nothing is asked. The decision table is GitHub's own:
// https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#handle-rate-limit-errors-appropriately
import { MINUTE_MS } from '../model/instant.ts';

/** A time in which GitHub must be left alone. */
export type Window = {
  readonly reason: 'primary-limit' | 'secondary-limit' | 'write-budget';
  readonly untilMs: number;
};

/** What the limits can be read from. */
export type LimitFacts = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  readonly message: string;
};

/** One window for everybody who asks with the same token. */
export type Limiter = {
  /** The window that is open at an instant, or null when the way is free. */
  readonly windowAt: (nowMs: number) => Window | null;
  readonly note: (facts: LimitFacts, nowMs: number) => void;
};

/** Starts with a free way, or with the window that somebody stored. */
export function createLimiter(stored: Window | null = null): Limiter {
  let window = stored;
  let strikes = 0;
  return {
    windowAt: (nowMs) => (window !== null && nowMs < window.untilMs ? window : null),
    note: (facts, nowMs) => {
      const next = readWindow(facts, nowMs, strikes);
      if (next?.reason === 'secondary-limit') strikes += 1;
      else if (facts.status < 400) strikes = 0;
      if (next !== null && next.untilMs > (window?.untilMs ?? 0)) window = next;
    },
  };
}

/** The window that an answer opens; `strikes` counts secondary limits in a row before it. */
export function readWindow(facts: LimitFacts, nowMs: number, strikes: number): Window | null {
  const isRefusal = facts.status === 403 || facts.status === 429;
  const retryAfterMs = isRefusal ? readRetryAfter(facts, nowMs) : null;
  if (retryAfterMs !== null) {
    const reason = isExhausted(facts) ? 'primary-limit' : 'secondary-limit';
    return { reason, untilMs: nowMs + retryAfterMs + MARGIN_MS };
  }
  if (isExhausted(facts)) {
    return { reason: 'primary-limit', untilMs: nowMs + untilReset(facts, nowMs) + MARGIN_MS };
  }
  if (facts.status === 429 || (facts.status === 403 && SECONDARY.test(facts.message))) {
    const waitMs = Math.min(MINUTE_MS * 2 ** strikes, LONGEST_MS);
    return { reason: 'secondary-limit', untilMs: nowMs + waitMs };
  }
  return null;
}

const SECONDARY = /secondary rate limit|abuse detection/i;
const LONGEST_MS = 15 * MINUTE_MS;

/** Headers count whole seconds. */
const MARGIN_MS = 1000;

/** Used up now, be it with this very answer: the next one would be refused. */
function isExhausted({ headers }: LimitFacts): boolean {
  return (
    headers['x-ratelimit-remaining'] !== undefined &&
    Number(headers['x-ratelimit-remaining']) === 0 &&
    headers['x-ratelimit-reset'] !== undefined
  );
}

function readRetryAfter({ headers }: LimitFacts, nowMs: number): number | null {
  const text = String(headers['retry-after'] ?? '');
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - serverNow(headers, nowMs));
}

function untilReset({ headers }: LimitFacts, nowMs: number): number {
  const resetMs = Number(headers['x-ratelimit-reset']) * 1000;
  if (!Number.isFinite(resetMs)) return MINUTE_MS;
  return Math.max(0, resetMs - serverNow(headers, nowMs));
}

/** Their clock, where the answer tells it: ours may be wrong. */
function serverNow(headers: LimitFacts['headers'], nowMs: number): number {
  const date = Date.parse(String(headers['date'] ?? ''));
  return Number.isNaN(date) ? nowMs : date;
}
