import type { Steps } from './steps.ts';

/** Somewhere that takes files one by one. */
export type Place = {
  /** The place in words, as in a sentence about it. */
  readonly name: string;
  /** The texts of those of the files that are there, by path. */
  readonly read: (paths: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** Carries out steps, with files of `folder`. */
  readonly carryOut: (steps: Steps, folder: string) => Promise<void>;
};

/** A place refused something; the message is one sentence for people. */
export class PlaceError extends Error {
  override readonly name = 'PlaceError';
}

/** What was found at a place; null stands for what is not there. */
export function textsByPath(
  paths: readonly string[],
  texts: readonly (string | null)[],
): ReadonlyMap<string, string> {
  return new Map(
    paths.flatMap((path, index): readonly (readonly [string, string])[] => {
      const text = texts[index] ?? null;
      return text === null ? [] : [[path, text]];
    }),
  );
}
