// The rate limits of the double: what is left of the hour, the windows of the secondary limit, and who asked inside one.
import { HOUR_MS, MINUTE_MS } from '../../model/instant.ts';
import { refuse, type Reply } from './exchange.ts';

/** The limits of everybody who asks. */
export type Rates = {
  /** The refusal that the limits demand now, or null; counts the request. */
  readonly refuse: (token: string, isContent: boolean) => Reply | null;
  /** A confirmation with 304 is not counted after all. */
  readonly giveBack: (token: string) => void;
  readonly headers: (token: string) => Readonly<Record<string, string>>;
  /** Leaves a token so many requests until the hour ends, in so many seconds. */
  readonly leave: (token: string, requests: number, resetSeconds: number) => void;
  /** Opens a window of the secondary limit for a token. */
  readonly strike: (token: string, secondary: Secondary) => void;
  /** Switches GitHub's ceilings for making content on: 80 a minute, 500 an hour. */
  readonly watchContent: () => void;
  /** Requests that came inside a window: there must be none. */
  readonly insideWindow: () => number;
  /** Everybody has everything left again. */
  readonly reset: () => void;
};

/** How a secondary limit shows. */
export type Secondary = {
  readonly status: 403 | 429;
  /** Null: GitHub does not say for how long. */
  readonly retryAfterSeconds: number | null;
};

type Purse = {
  left: number;
  resetMs: number;
  closedUntilMs: number;
  secondary: Secondary;
  made: readonly number[];
};

const LIMIT = 5000;
const CONTENT_LIMITS = [
  { count: 80, withinMs: MINUTE_MS },
  { count: 500, withinMs: HOUR_MS },
] as const;

/** Fresh limits over a clock. */
export function createRates(nowMs: () => number): Rates {
  const purses = new Map<string, Purse>();
  let intruders = 0;
  let isContentWatched = false;

  const open = (token: string): Purse => {
    const known = purses.get(token);
    if (known !== undefined && known.resetMs > nowMs()) return known;
    const fresh: Purse = {
      left: LIMIT,
      resetMs: nowMs() + HOUR_MS,
      closedUntilMs: known?.closedUntilMs ?? 0,
      secondary: known?.secondary ?? { status: 403, retryAfterSeconds: null },
      made: known?.made ?? [],
    };
    purses.set(token, fresh);
    return fresh;
  };

  const strike: Rates['strike'] = (token, secondary) => {
    const purse = open(token);
    purse.secondary = secondary;
    purse.closedUntilMs = nowMs() + (secondary.retryAfterSeconds ?? 60) * 1000;
  };

  return {
    strike,
    refuse: (token, isContent) => {
      const purse = open(token);
      if (nowMs() < purse.closedUntilMs) {
        intruders += 1;
        return refuseSecondary(purse, nowMs());
      }
      if (purse.left === 0) {
        intruders += 1;
        return refuse(403, `API rate limit exceeded for user ID 1.`);
      }
      purse.left -= 1;
      if (isContent) {
        purse.made = [...purse.made.filter((ms) => ms > nowMs() - HOUR_MS), nowMs()];
        const isTooMuch = CONTENT_LIMITS.some(
          ({ count, withinMs }) =>
            purse.made.filter((ms) => ms > nowMs() - withinMs).length > count,
        );
        if (isContentWatched && isTooMuch) {
          strike(token, { status: 403, retryAfterSeconds: 60 });
          return refuseSecondary(purse, nowMs());
        }
      }
      return null;
    },
    giveBack: (token) => {
      open(token).left += 1;
    },
    headers: (token) => {
      const { left, resetMs } = open(token);
      return {
        'x-ratelimit-limit': String(LIMIT),
        'x-ratelimit-remaining': String(left),
        'x-ratelimit-used': String(LIMIT - left),
        'x-ratelimit-reset': String(Math.ceil(resetMs / 1000)),
        'x-ratelimit-resource': 'core',
      };
    },
    leave: (token, requests, resetSeconds) => {
      const purse = open(token);
      purse.left = requests;
      purse.resetMs = nowMs() + resetSeconds * 1000;
    },
    watchContent: () => {
      isContentWatched = true;
    },
    insideWindow: () => intruders,
    reset: () => {
      purses.clear();
      [intruders, isContentWatched] = [0, false];
    },
  };
}

function refuseSecondary({ secondary, closedUntilMs }: Purse, nowMs: number): Reply {
  const seconds = Math.ceil((closedUntilMs - nowMs) / 1000);
  const answer = refuse(
    secondary.status,
    'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
  );
  if (secondary.retryAfterSeconds === null) return answer;
  return { ...answer, headers: { 'retry-after': String(seconds) } };
}
