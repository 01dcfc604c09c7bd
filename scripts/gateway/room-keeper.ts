// The gateway's side of the rooms: hears what people say, looks for what was missed, shows what changed. Beside the worker,
// since signals never wait for GitHub; and hearing beside showing, since people do not wait for rooms of others.
import type { Announcement } from '../apply/apply.ts';
import type { Desk, Heard } from '../conversation/desk.ts';
import type { GithubShelf } from '../inbox/github-shelf.ts';
import { type Instant, toMs } from '../model/instant.ts';
import type { Settings } from '../model/organisation.ts';
import type { ShowWorld } from '../projection/show.ts';
import type { EditableBook } from '../response/book.ts';
import { createTurns } from '../workspace/in-turn.ts';
import { withRecentHead } from '../workspace/recent-head.ts';
import { createAgreement } from './agreement.ts';
import { type Bell, createBell } from './bell.ts';
import { createHearing } from './hearing.ts';
import { LONGEST_REST_MS, type RoomLoop, startRoomLoop } from './room-loop.ts';
import { createShowing, type Showing } from './showing.ts';
import { createSweeping } from './sweeping.ts';
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
  /** Rings when there is something to hear. */
  readonly heard: Bell;
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
  /** These are the newest incidents. */
  readonly follow: (book: EditableBook) => void;
  /** Ends after the step that is running, or without waiting for it for long. */
  readonly stop: () => Promise<void>;
};

/** Starts keeping rooms. */
export function startRoomKeeper(dependencies: RoomKeeperDependencies): RoomKeeper {
  const { place, now, log, onTrouble, onChanged } = dependencies;
  const nowMs = (): number => toMs(now());
  const desk: Desk = { ...place, ...dependencies };
  const toShow = createBell();
  const showing = createShowing({
    onShown: (made, changed) => {
      log({ kind: 'rooms', made, changed });
      onChanged();
    },
    onTrouble,
  });
  const heardHere = deskToHearAt(desk, { nowMs, onChanged, showing, toShow });
  const onHeard = ({ said }: Heard): void => log({ kind: 'heard', said });
  const hearNext = createHearing({
    shelf: dependencies.shelf,
    desk: heardHere,
    now,
    onPush: onChanged,
    onPullRequest: () => {
      showing.wantLearning();
      toShow.ring();
      onChanged();
    },
    onHeard,
    onTrouble,
  });
  const sweeping = createSweeping({
    desk: { ...heardHere, workspace: desk.workspace },
    everyMs: place.sweepEveryMs,
    nowMs,
    onHeard,
    onChanged,
    onSwept: showing.wantAll,
  });
  const attempt = createAttempt(onTrouble);
  /** Both tell how long there is nothing to do. */
  const hearTurn = async (): Promise<number> => {
    const { ms, isChanged } = await hearNext();
    if (isChanged) onChanged();
    return ms ?? LONGEST_REST_MS;
  };
  const showTurn = async (): Promise<number> => {
    if (sweeping.isDue()) await attempt(sweeping.sweep);
    const showMs = await attempt(async () => await showing.show(desk, nowMs()));
    return Math.min(showMs ?? LONGEST_REST_MS, sweeping.restMs());
  };
  const startLoop = createLoopStarter(dependencies, showing);
  const hearer = startLoop(dependencies.heard, hearTurn);
  const shower = startLoop(toShow, showTurn);
  return {
    follow: (book) => {
      showing.follow(book);
      toShow.ring();
    },
    stop: async () => {
      const grace = new Promise((resolve) => setTimeout(resolve, GRACE_MS).unref());
      await Promise.race([Promise.all([hearer.stop(), shower.stop()]), grace]);
    },
  };
}

type HearingPlace = {
  readonly nowMs: () => number;
  readonly onChanged: () => void;
  readonly showing: Showing;
  readonly toShow: Bell;
};

/** Where people are heard: what they change is shown later, so that the next of them does not wait for rooms. */
function deskToHearAt(desk: Desk, { nowMs, onChanged, showing, toShow }: HearingPlace): Desk {
  return {
    ...desk,
    workspace: withRecentHead(desk.workspace, { nowMs, maxAgeMs: HEARING_AGE_MS }),
    onCommitted: onChanged,
    showLater: (incidents) => {
      if (incidents === null) showing.wantAll();
      else showing.want(incidents);
      toShow.ring();
    },
    inTurn: createTurns(),
  };
}

/** A room that cannot be shown or swept whatever is tried must not keep people elsewhere from being heard. */
function createAttempt(
  onTrouble: (sentence: string) => void,
): <T>(task: () => Promise<T>) => Promise<T | null> {
  let said = '';
  return async (task) => {
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
}

/** Loops that work while GitHub and the organisation agree; an outage that several of them meet is said once. */
function createLoopStarter(
  { place, settings, now, onTrouble }: RoomKeeperDependencies,
  showing: Showing,
): (bell: Bell, turn: () => Promise<number>) => RoomLoop {
  const { name, github, sweepEveryMs } = place;
  const agreement = createAgreement(github, { name, everyMs: sweepEveryMs }, onTrouble);
  const failing = new Set<Bell>();
  return (bell, turn) =>
    startRoomLoop({
      bell,
      turn: async () => {
        if (settings().writer === 'actions') return LONGEST_REST_MS;
        return (await agreement(settings(), toMs(now()))) ?? (await turn());
      },
      onSuccess: () => failing.delete(bell),
      onFailure: (error) => {
        if (failing.size === 0) onTrouble(`${reasonOf(error)}; rooms follow later`);
        failing.add(bell);
        showing.wantAll();
      },
    });
}

/** What somebody committed so short a time ago is met when our own commit is refused. */
const HEARING_AGE_MS = 1000;
/** An answer of GitHub that does not come is not waited for. */
const GRACE_MS = 5000;
