// What feeds and interfaces tell: each incident once, each time of a maintenance once, with its own statements.
import { type Instant, laterOf, toMs } from '../model/instant.ts';
import type { IncidentView, OccurrenceView, PublicView, UpdateView } from '../publication/view.ts';
import { speechOf } from '../speech/speech.ts';

/** One thing that happened or is planned. */
export type Post = {
  /** What it is known by, for ever: the incident's id, and the day of one time of a recurring maintenance. */
  readonly key: string;
  readonly view: IncidentView;
  readonly status: IncidentView['status'];
  readonly window: { readonly from: Instant; readonly until: Instant } | null;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  readonly createdAt: Instant;
  /** When the last statement was made, or what it tells of ended. */
  readonly saidAt: Instant;
  /** The same, or when its post-mortem was published. */
  readonly updatedAt: Instant;
  /** Newest first; beginnings and ends that time alone brought are among them. */
  readonly updates: readonly PostUpdate[];
  /** Grows with each statement, with the calling off, and with the statement that it is on again. */
  readonly revision: number;
};

/** A statement; `isOwn` false for what nobody wrote. */
export type PostUpdate = Omit<UpdateView, 'status'> & {
  readonly status: UpdateView['status'] | 'cancelled';
  readonly isOwn: boolean;
};

/** How many posts any feed or list holds. */
export const POST_LIMIT = 50;

/** Everything as posts, the latest change first. Of times that were called off those that ran and those that were announced. */
export function postsOf(view: PublicView): readonly Post[] {
  return view.incidents
    .flatMap(postsOfIncident)
    .filter((post) => post.status !== 'cancelled' || wasKnown(post))
    .map((post) => untilNow(post, view.builtAt))
    .toSorted(latestFirst);
}

/** Whether a time that was called off ran, or was the one that people were told of: no later than the next, or than the last to be so. */
function wasKnown({ window, view }: Post): boolean {
  const times = view.schedule?.occurrences ?? [];
  const own = times.find(({ from }) => from === window?.from);
  const next =
    view.withdrawnAt === null ? times.find(({ status }) => status === 'scheduled') : view.window;
  return own === undefined || own.startedAt !== null || own.from <= (next?.from ?? own.from);
}

/** A statement that is dated ahead is not said yet; what was said before it stays told. */
function untilNow(post: Post, now: Instant): Post {
  if (post.window !== null || post.updatedAt <= now) return post;
  const updates = post.updates.filter(({ at }) => at <= now);
  const [newest] = updates;
  return newest === undefined
    ? post
    : { ...post, updates, saidAt: newest.at, updatedAt: newest.at };
}

/** The posts of one incident or maintenance; a recurring one gives one for each known time. */
export function postsOfIncident(view: IncidentView): readonly Post[] {
  const { schedule } = view;
  if (schedule === null) return [postOfIncident(view)];
  return schedule.occurrences.map((occurrence, index) =>
    postOfOccurrence(view, occurrence, {
      before: schedule.occurrences[index - 1] ?? null,
      after: schedule.occurrences[index + 1] ?? null,
    }),
  );
}

/** The newest change first. */
export function latestFirst(left: Post, right: Post): number {
  if (left.updatedAt !== right.updatedAt) return left.updatedAt < right.updatedAt ? 1 : -1;
  return left.key < right.key ? 1 : -1;
}

function postOfIncident(view: IncidentView): Post {
  const own = view.updates.map(ownUpdate);
  const isTold = own.some((update) => update.status === view.status);
  const silent: readonly PostUpdate[] =
    view.status !== 'withdrawn' && (own.length === 0 || (view.status === 'resolved' && !isTold))
      ? [automatic(view.endedAt ?? own[0]?.at ?? view.startedAt, view.status)]
      : [];
  const updates = [...silent, ...own];
  const newest = updates[0]?.at ?? view.startedAt;
  const saidAt = laterOf(newest, view.endedAt ?? newest);
  return {
    key: view.id,
    view,
    status: view.status,
    window: null,
    startedAt: view.startedAt,
    endedAt: view.endedAt,
    createdAt: updates.at(-1)?.at ?? view.startedAt,
    saidAt,
    updatedAt: laterOf(saidAt, learnedAt(view) ?? saidAt),
    updates,
    revision: own.length,
  };
}

/** When the post-mortem of what is over was published; null where none is, or nobody wrote that down. */
export function learnedAt({ status, postmortemAt }: IncidentView): Instant | null {
  return status === 'resolved' ? postmortemAt : null;
}

type Neighbours = {
  readonly before: OccurrenceView | null;
  readonly after: OccurrenceView | null;
};

function postOfOccurrence(
  view: IncidentView,
  occurrence: OccurrenceView,
  { before, after }: Neighbours,
): Post {
  const { from, until, endedAt, status } = occurrence;
  const startedAt = beginOf(occurrence);
  const recurs = view.schedule?.recurs !== null;
  const own = view.updates
    .filter((update) => !recurs || belongs(update, occurrence, { before, after }))
    .map(ownUpdate);
  const announcement = announcementOf(view, from);
  const announced = own.some((update) => update.status === 'scheduled') ? [] : announcement;
  const has = (phase: PostUpdate['status']): boolean =>
    own.some((update) => update.status === phase);
  const begun = occurrence.startedAt !== null && !has('in_progress');
  const offAt = status === 'cancelled' ? calledOffAt(view, occurrence, announcement) : null;
  const ended = status === 'completed' && !has('completed');
  const updates = [
    ...(offAt === null || has('completed') ? [] : [automatic(offAt, 'cancelled')]),
    ...(ended ? [automatic(endedAt ?? until, 'completed')] : []),
    ...own,
    ...(begun ? [automatic(startedAt, 'in_progress')] : []),
    ...announced,
  ].toSorted((left, right) => (left.at < right.at ? 1 : left.at > right.at ? -1 : 0));
  return {
    key: recurs ? `${view.id}/${occurrence.day}` : view.id,
    view,
    status,
    window: { from, until },
    startedAt,
    endedAt: offAt ?? endedAt,
    createdAt: updates.at(-1)?.at ?? from,
    saidAt: updates[0]?.at ?? from,
    updatedAt: updates[0]?.at ?? from,
    updates,
    // What is on again is said, and that counts for more than the calling off.
    revision:
      2 *
        view.updates.filter((update) =>
          update.status === 'scheduled'
            ? update.at < from
            : !recurs || belongs(update, occurrence, { before, after }),
        ).length +
      (status === 'cancelled' ? 1 : 0),
  };
}

/** With all of the work; of a single day nobody writes down when, so that it is as old as the announcement that stands. */
function calledOffAt(
  { withdrawnAt }: IncidentView,
  { from, until }: OccurrenceView,
  announcement: readonly PostUpdate[],
): Instant {
  return withdrawnAt !== null && withdrawnAt < until ? withdrawnAt : (announcement[0]?.at ?? from);
}

/** What was said belongs to the time that it was said in or after; an announcement to the next time. */
function belongs(
  update: UpdateView,
  occurrence: OccurrenceView,
  { before, after }: Neighbours,
): boolean {
  if (update.status === 'scheduled')
    return update.at < occurrence.from && before !== null && update.at >= before.from;
  return update.at >= beginOf(occurrence) && (after === null || update.at < beginOf(after));
}

function beginOf({ startedAt, from }: OccurrenceView): Instant {
  return startedAt ?? from;
}

/** The standing announcement: the last one before this time, or the first of all. */
function announcementOf(view: IncidentView, from: Instant): readonly PostUpdate[] {
  const announced = view.updates.filter((update) => update.status === 'scheduled');
  const found = announced.find((update) => update.at < from) ?? announced.at(-1);
  if (found !== undefined) return [ownUpdate(found)];
  const at = view.updates.at(-1)?.at;
  return [automatic(at !== undefined && at < from ? at : hourBefore(from), 'scheduled')];
}

function hourBefore(at: Instant): Instant {
  return new Date(toMs(at) - 3_600_000).toISOString();
}

/** A copy would ask for texts that most posts of a long history never show. */
function ownUpdate(update: UpdateView): PostUpdate {
  const { at, status } = update;
  return {
    at,
    status,
    get html() {
      return update.html;
    },
    get text() {
      return update.text;
    },
    isOwn: true,
  };
}

/** In English, which Statuspage's clients read; feeds say it in their own language. */
function automatic(at: Instant, status: PostUpdate['status']): PostUpdate {
  const text = speechOf('en').say(`automatic.${status}`);
  return { at, status, text, html: `<p>${text}</p>`, isOwn: false };
}
