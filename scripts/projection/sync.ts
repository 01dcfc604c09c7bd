// What a pass of the projection works with, and what it tells.
import type { Answer, Retry } from '../github/answer.ts';
import type { Github } from '../github/github.ts';
import type { SourceFile } from '../config/document-set.ts';
import type { Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Written } from '../postmortems/written.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Budget } from './budget.ts';

/** What a pass talks to. */
export type SyncWorld = {
  readonly github: Github;
  readonly workspace: Workspace;
  readonly budget: Pick<Budget, 'busyUntil' | 'takeRoom' | 'roomsLeft' | 'begin' | 'end'>;
  readonly now: () => Instant;
  /** The address of a file where people read it. */
  readonly fileUrl: (path: string) => string;
  /** The address of the pull requests of a branch. */
  readonly pullsUrl: (branch: string) => string;
  /** How long something new may be missing from GitHub's lists. */
  readonly listLagMs: number;
  /** A room with so many comments is continued in another one: GitHub ends the talking at 2,500 for good. */
  readonly mostComments: number;
};

/** The committed state that a pass shows. */
export type SyncState = {
  readonly organisation: Organisation;
  /** The files of incidents. */
  readonly files: readonly SourceFile[];
} & Written;

/** What a pass did, and what it could not do. */
export type SyncReport = {
  /** Ids of incidents whose room was made, found again, or changed. */
  readonly created: readonly string[];
  readonly adopted: readonly string[];
  readonly changed: readonly string[];
  /** Rooms that were closed because another one counts, or since nothing is or may be shown there any more, by number. */
  readonly healed: readonly number[];
  /** Incidents that wait for their room. */
  readonly waiting: readonly string[];
  /** Number of the room that lists them while a storm goes on. */
  readonly umbrella: number | null;
  /** What GitHub refuses for good; asking again changes nothing. */
  readonly refused: readonly { readonly incident: string; readonly sentence: string }[];
  /** When and why to come again; null when everything is as it shall be. */
  readonly again: { readonly afterMs: number; readonly sentence: string } | null;
};

/** What became of one step. */
export type Step<Value> =
  | { readonly kind: 'done'; readonly value: Value }
  | { readonly kind: 'refused'; readonly sentence: string }
  | {
      readonly kind: 'later';
      readonly afterMs: number;
      readonly sentence: string;
      readonly isForAll: boolean;
    };

/** A step that is over. */
export function done<Value>(value: Value): Step<Value> {
  return { kind: 'done', value };
}

/** The step that an answer makes. */
export function stepOf<Value>(answer: Answer<Value>): Step<Value> {
  switch (answer.kind) {
    case 'answered':
      return done(answer.value);
    case 'refused':
      return { kind: 'refused', sentence: answer.sentence };
    case 'retry':
      return laterStep(answer);
  }
}

/** A step to be taken again; a limit holds back every other one as well. */
export function laterStep({ reason, afterMs, sentence }: Retry): Step<never> {
  const isForAll = reason.endsWith('limit') || reason === 'write-budget';
  return { kind: 'later', afterMs, sentence, isForAll };
}
