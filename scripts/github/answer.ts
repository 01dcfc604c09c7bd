// What comes of asking GitHub: a closed set, so that whoever asks decides about each. Nothing here throws.

/** What became of one request. */
export type Answer<T> =
  | { readonly kind: 'answered'; readonly value: T }
  | Retry
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly sentence: string };

/** Not now: the same may be asked again after a while. */
export type Retry = {
  readonly kind: 'retry';
  readonly reason: RetryReason;
  readonly afterMs: number;
  /** Whether GitHub may have carried it out all the same: look before you ask again. */
  readonly mayHaveHappened: boolean;
  readonly sentence: string;
};

/** Why it is worth asking again. */
export type RetryReason =
  | 'primary-limit'
  | 'secondary-limit'
  /** Our own budget of writes, half of what GitHub takes. */
  | 'write-budget'
  | 'unavailable'
  | 'timed-out'
  | 'connection-lost';

/** Why asking again changes nothing. */
export type RefusalReason =
  | 'unauthorised'
  | 'forbidden'
  | 'missing'
  | 'gone'
  | 'conflict'
  | 'not-mergeable'
  | 'invalid';

/** The value turned into another; everything else stays as it is. */
export function mapAnswer<A, B>(answer: Answer<A>, map: (value: A) => B): Answer<B> {
  return answer.kind === 'answered' ? { kind: 'answered', value: map(answer.value) } : answer;
}

/** Takes a refusal for one reason as the answer that it is, for example "there is none". */
export function acceptRefusal<T>(answer: Answer<T>, reason: RefusalReason, value: T): Answer<T> {
  return answer.kind === 'refused' && answer.reason === reason
    ? { kind: 'answered', value }
    : answer;
}
