import type { Steps } from './steps.ts';

/** Somewhere that takes files one by one. */
export type Place = {
  /** The place in words, as in a sentence about it. */
  readonly name: string;
  /** The text of a file there; null when there is none. */
  readonly read: (path: string) => Promise<string | null>;
  /** Carries out steps, with files of `folder`. */
  readonly carryOut: (steps: Steps, folder: string) => Promise<void>;
};

/** A place refused something; the message is one sentence for people. */
export class PlaceError extends Error {
  override readonly name = 'PlaceError';
}
