// The gateway's side of the rooms: hears what people say, looks for what was missed, shows what changed. One thing after
// the other, beside the worker: signals never wait for GitHub.
import type { Announcement } from '../apply/apply.ts';
import type { Desk, Heard } from '../conversation/desk.ts';
import { sweep } from '../conversation/sweep.ts';
import type { GithubShelf } from '../inbox/github-shelf.ts';
import { type Instant, toMs } from '../model/instant.ts';
import type { Settings } from '../model/organisation.ts';
import type { ShowWorld } from '../projection/show.ts';
import type { EditableBook } from '../response/book.ts';
import { withRecentHead } from '../workspace/recent-head.ts';
import { createAgreement } from './agreement.ts';
import { createAlarm } from './alarm.ts';
import { createHearing } from './hearing.ts';
import { createShowing } from './showing.ts';
import { isOutside, reasonOf } from './work.ts';

/** Where the rooms are. */
export type RoomPlace = Omit<ShowWorld, 'load' | 'now' | 'workspace'> & {
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
  const hearNext = createHearing({
    shelf: dependencies.shelf,
    desk: {
      ...desk,
      workspace: withRecentHead(desk.workspace, { nowMs, maxAgeMs: HEARING_AGE_MS }),
    },
    now,
    onPush: onChanged,
    onPullRequest: () => {
      showing.wantLearning();
      onChanged();
    },
    onHeard,
    onTrouble,
  });
  let sweepAtMs = 0;
  let said = '';

  const sweepAll = async (): Promise<void> => {
    sweepAtMs = nowMs() + place.sweepEveryMs;
    const all = await sweep(desk);
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
  /** Tells how long there is nothing to do. */
  const turn = async (): Promise<number> => {
    if (settings().writer === 'actions') return LONGEST_REST_MS;
    const refusedMs = await agreement(settings(), nowMs());
    if (refusedMs !== null) return refusedMs;
    const heard = await hearNext();
    if (heard.isChanged) onChanged();
    if (nowMs() >= sweepAtMs) await attempt(sweepAll);
    const showMs = await attempt(async () => await showing.show(desk, nowMs()));
    return Math.min(heard.ms ?? LONGEST_REST_MS, showMs ?? LONGEST_REST_MS, sweepAtMs - nowMs());
  };

  const end = createAlarm();
  let awake = createAlarm();
  let failures = 0;
  const loop = async (): Promise<void> => {
    while (!end.isRung()) {
      const ringing = awake;
      const ms = await turn().then(
        (rest) => {
          failures = 0;
          return rest;
        },
        (error: unknown) => {
          if (failures === 0 && !end.isRung()) onTrouble(`${reasonOf(error)}; rooms follow later`);
          failures += 1;
          showing.wantAll();
          return Math.min(LONGEST_OUTAGE_MS, 500 * 2 ** failures);
        },
      );
      if (ms > 0 && !end.isRung())
        await (failures > 0 ? end : ringing).wait(Math.min(ms, LONGEST_REST_MS));
      if (ringing.isRung()) awake = createAlarm();
    }
  };
  const running = loop();
  return {
    wake: () => awake.ring(),
    follow: (book) => {
      showing.follow(book);
      awake.ring();
    },
    stop: async () => {
      end.ring();
      awake.ring();
      const grace = new Promise((resolve) => setTimeout(resolve, GRACE_MS).unref());
      await Promise.race([running, grace]);
    },
  };
}

/** What somebody committed so short a time ago is met when our own commit is refused. */
const HEARING_AGE_MS = 1000;
/** Settings may change meanwhile. */
const LONGEST_REST_MS = 15_000;
const LONGEST_OUTAGE_MS = 15_000;
const SWEEP_AGAIN_MS = 10_000;
/** An answer of GitHub that does not come is not waited for. */
const GRACE_MS = 5000;
