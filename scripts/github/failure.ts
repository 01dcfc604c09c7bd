// Why a question got no answer: what octokit threw → a retry or a refusal with a sentence that holds no secret.
import type { Answer, RefusalReason } from './answer.ts';
import type { Limiter } from './limits.ts';
import { Closed, NoAnswer } from './transport.ts';

/** What is known about a question that failed. */
export type Question = {
  readonly what: string;
  /** The token, which must not come out. */
  readonly secret: string;
  readonly limiter: Limiter;
  readonly nowMs: number;
};

/** Turns an error of the world into a result; our own mistakes are thrown on. */
export function explainFailure(error: unknown, question: Question): Answer<never> {
  const { what, limiter, nowMs } = question;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof NoAnswer) {
    const how = cause.reason === 'timed-out' ? 'did not answer in time' : 'broke the connection';
    return {
      kind: 'retry',
      reason: cause.reason,
      afterMs: SOON_MS,
      mayHaveHappened: true,
      sentence: `GitHub ${how} when asked to ${what}`,
    };
  }
  const window = cause instanceof Closed ? cause.window : limiter.windowAt(nowMs);
  const failure = readFailure(error);
  if (window !== null && (cause instanceof Closed || isLimit(failure))) {
    const afterMs = window.untilMs - nowMs;
    return {
      kind: 'retry',
      reason: window.reason,
      afterMs,
      mayHaveHappened: false,
      sentence: `${LIMIT_NAMES[window.reason]} holds back to ${what} for ${Math.ceil(afterMs / 1000)} s`,
    };
  }
  if (failure === null) throw error;
  const said = redact(
    `GitHub answered ${failure.status} when asked to ${what}: ${failure.message}`,
    question,
  );
  const reason = REASONS[failure.status];
  if (reason !== undefined) return { kind: 'refused', reason, sentence: said };
  if (failure.status >= 500) {
    return {
      kind: 'retry',
      reason: 'unavailable',
      afterMs: SOON_MS,
      mayHaveHappened: true,
      sentence: said,
    };
  }
  return { kind: 'refused', reason: 'invalid', sentence: said };
}

const SOON_MS = 5000;

const LIMIT_NAMES = {
  'primary-limit': 'the hourly rate limit of GitHub',
  'secondary-limit': 'the secondary rate limit of GitHub',
  'write-budget': 'our own budget of writes',
} as const;

const REASONS: Readonly<Record<number, RefusalReason>> = {
  401: 'unauthorised',
  403: 'forbidden',
  404: 'missing',
  405: 'not-mergeable',
  409: 'conflict',
  410: 'gone',
  422: 'invalid',
};

type Failure = { readonly status: number; readonly message: string };

/** Octokit's RequestError, recognised by its shape: its class would have to be loaded. */
function readFailure(error: unknown): Failure | null {
  if (!(error instanceof Error) || error.name !== 'HttpError') return null;
  const status: unknown = Reflect.get(error, 'status');
  const hasAnswer = Reflect.get(error, 'response') !== undefined;
  return typeof status === 'number' && hasAnswer ? { status, message: error.message } : null;
}

function isLimit(failure: Failure | null): boolean {
  return failure !== null && (failure.status === 403 || failure.status === 429);
}

/** GitHub's own words, cut, in one line, without the token whatever a proxy may have echoed. */
function redact(sentence: string, { secret }: Question): string {
  const plain = secret === '' ? sentence : sentence.replaceAll(secret, '[redacted]');
  return plain.replaceAll(/\s+/g, ' ').trim().slice(0, 500);
}
