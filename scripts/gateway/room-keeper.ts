// The gateway's side of the rooms: hears what people say, looks for what was missed, shows what changed. Beside the worker,
// since signals never wait for GitHub; and hearing beside showing, since people do not wait for rooms of others.
import type { Announcement } from '../apply/apply.ts';
import type { Desk, Heard } from '../conversation/desk.ts';
import { sweep } from '../conversation/sweep.ts';
import type { GithubShelf } from '../inbox/github-shelf.ts';
import { type Instant, toMs } from '../model/instant.ts';
import type { Settings } from '../model/organisation.ts';
import type { ShowWorld } from '../projection/show.ts';
import type { EditableBook } from '../response/book.ts';
import { createTurns } from '../workspace/in-turn.ts';
import { withRecentHead } from '../workspace/recent-head.ts';
import { createAgreement } from './agreement.ts';
import { createHearing } from './hearing.ts';
import { LONGEST_REST_MS, type RoomLoop, startRoomLoop } from './room-loop.ts';
import { createShowing } from './showing.ts';
import { isOutside, reasonOf } from './work.ts';

/** Where the rooms are. */
export type RoomPlace = Omit<ShowWorld, 'load' | 'now' | 'workspace' | 'announce'> & {
  /** OWNER/NAME. */
  readonly name: string;
  /** The secrets of its webhook, newest first. */
  readonly secrets: readonly string[];
  /** How often it is looked whether anything was missed. */
  readonly sweepEveryMs: number;
};

/** What keeping rooms needs of the gateway. */
export type RoomKeeperDependencies = {
  readonly place: RoomPlace;
  readonly workspace: ShowWorld['workspace'];
  readonly shelf: GithubShelf;
  readonly load: ShowWorld['load'];
  readonly settings: () => Settings;
  readonly now: () => Instant;
  readonly announce: (announcements: readonly Announcement[]) => Promise<void>;
  /** Called after files changed, or when they may have changed. */
  readonly onChanged: () => void;
  readonly log: (line: RoomLine) => void;
  readonly onTrouble: (sentence: string) => void;
};

/** A line of the log about rooms. */
export type RoomLine =
  /** What people said on GitHub was done; never what they wrote. */
  | { readonly kind: 'heard'; readonly said: string }
  /** Rooms were brought to what the files say. */
  | { readonly kind: 'rooms'; readonly made: number; readonly changed: number };

/** Rooms that are kept until `stop`. */
export type RoomKeeper = {
  /** There is something to hear. */
  readonly wake: () => void;
  /** These are the newest incidents. */
  readonly follow: (book: EditableBook) => void;
  /** Ends after the step that is running, or without waiting for it for long. */
  readonly stop: () => Promise<void>;
};

/** Starts keeping rooms. */
export function startRoomKeeper(dependencies: RoomKeeperDependencies): RoomKeeper {
  const { place, now, log, onTrouble, onChanged, settings } = dependencies;
  const nowMs = (): number => toMs(now());
  const desk: Desk = { ...place, ...dependencies };
  const agreement = createAgreement(
    place.github,
    { name: place.name, everyMs: place.sweepEveryMs },
    onTrouble,
  );
  const showing = createShowing({
    onShown: (made, changed) => {
      log({ kind: 'rooms', made, changed });
      onChanged();
    },
    onTrouble,
  });
  const onHeard = ({ said }: Heard): void => log({ kind: 'heard', said });
  const heardHere: Desk = {
    ...desk,
    workspace: withRecentHead(desk.workspace, { nowMs, maxAgeMs: HEARING_AGE_MS }),
    onCommitted: onChanged,
    showLater: (incidents) => {
      if (incidents === null) showing.wantAll();
      else showing.want(incidents);
      shower.wake();
    },
    inTurn: createTurns(),
  };
  const hearNext = createHearing({
    shelf: dependencies.shelf,
    desk: heardHere,
    now,
    onPush: onChanged,
    onPullRequest: () => {
      showing.wantLearning();
      shower.wake();
      onChanged();
    },
    onHeard,
    onTrouble,
  });
  let sweepAtMs = 0;
  let said = '';

  const sweepAll = async (): Promise<void> => {
    sweepAtMs = nowMs() + place.sweepEveryMs;
    const all = await sweep({ ...heardHere, workspace: desk.workspace });
    const done = all.filter(({ again, incidents }) => again === null && incidents.length > 0);
    for (const heard of done) onHeard(heard);
    if (done.length > 0) onChanged();
    const again = all.find((heard) => heard.again !== null)?.again;
    if (again) sweepAtMs = nowMs() + Math.max(again.afterMs, SWEEP_AGAIN_MS);
    else showing.wantAll();
  };
  /** A room that cannot be shown or swept whatever is tried must not keep people elsewhere from being heard. */
  const attempt = async <T>(task: () => Promise<T>): Promise<T | null> => {
    try {
      return await task();
    } catch (error) {
      if (isOutside(error)) throw error;
      const sentence = `rooms could not be looked at: ${reasonOf(error)}`;
      if (said !== sentence) onTrouble(sentence);
      said = sentence;
      return null;
    }
  };
  /** Both tell how long there is nothing to do. */
  const hearTurn = async (): Promise<number> => {
    const { ms, isChanged } = await hearNext();
    if (isChanged) onChanged();
    return ms ?? LONGEST_REST_MS;
  };
  const showTurn = async (): Promise<number> => {
    if (nowMs() >= sweepAtMs) await attempt(sweepAll);
    const showMs = await attempt(async () => await showing.show(desk, nowMs()));
    return Math.min(showMs ?? LONGEST_REST_MS, sweepAtMs - nowMs());
  };
  const inAgreement = (turn: () => Promise<number>) => async (): Promise<number> => {
    if (settings().writer === 'actions') return LONGEST_REST_MS;
    return (await agreement(settings(), nowMs())) ?? (await turn());
  };
  const failing = new Set<string>();
  const onFailure = (loop: string, error: unknown): void => {
    if (failing.size === 0) onTrouble(`${reasonOf(error)}; rooms follow later`);
    failing.add(loop);
    showing.wantAll();
  };
  const startLoop = (name: string, turn: () => Promise<number>): RoomLoop =>
    startRoomLoop({
      turn: inAgreement(turn),
      onSuccess: () => failing.delete(name),
      onFailure: (error) => onFailure(name, error),
    });
  const hearer = startLoop('hearing', hearTurn);
  const shower = startLoop('showing', showTurn);
  return {
    wake: hearer.wake,
    follow: (book) => {
      showing.follow(book);
      shower.wake();
    },
    stop: async () => {
      const grace = new Promise((resolve) => setTimeout(resolve, GRACE_MS).unref());
      await Promise.race([Promise.all([hearer.stop(), shower.stop()]), grace]);
    },
  };
}

/** What somebody committed so short a time ago is met when our own commit is refused. */
const HEARING_AGE_MS = 1000;
const SWEEP_AGAIN_MS = 10_000;
/** An answer of GitHub that does not come is not waited for. */
const GRACE_MS = 5000;
