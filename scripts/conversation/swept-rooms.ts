// Which issues a sweep listens to, and since when: rooms, rooms of storms, and issues that people take for rooms.
import type { EventIssue } from '../github/event.ts';
import type { Issue } from '../github/issues.ts';
import { withoutHidden } from '../incidents/hidden.ts';
import { type Incident, isActive } from '../model/incident.ts';
import { addMs, type Instant } from '../model/instant.ts';
import type { Survey, Surveyed } from '../projection/survey.ts';
import type { SyncState } from '../projection/sync.ts';
import { readBook } from '../response/book.ts';
import type { Desk } from './desk.ts';
import { formerHomeOf } from './former.ts';
import { removedHomeOf } from './removed.ts';
import { isStrayNow } from './stray.ts';

/** A room by what it is, and up to when its comments are settled. */
export type SweptRoom = {
  readonly about:
    | { readonly kind: 'room'; readonly incident: Incident }
    /** Another room took its place. */
    | { readonly kind: 'former'; readonly incident: Incident }
    | { readonly kind: 'storm' }
    /** The incident's file was taken out of the repository. */
    | { readonly kind: 'removed'; readonly id: string }
    /** It has the label of rooms, and nothing was declared by it. */
    | { readonly kind: 'stray'; readonly issue: Issue }
    /** A pull request of ours. */
    | { readonly kind: 'request'; readonly issue: EventIssue };
  readonly cursor: Instant;
};
/** Rooms by the numbers of their issues. */
export type SweptRooms = ReadonlyMap<number, SweptRoom>;

/** Every issue in which something may have been said that somebody waits for an answer to. */
export async function sweptRooms(
  desk: Desk,
  state: Pick<SyncState, 'files' | 'organisation'>,
  found: Surveyed & { readonly umbrellas: readonly Issue[] },
): Promise<SweptRooms> {
  const now = desk.now();
  return new Map([
    ...roomsOf(state, found.rooms, now),
    ...formerOf(state, found.others, now),
    ...straysOf(state, found.others, now),
    ...umbrellasOf(found.umbrellas, now),
    ...(await removedOf(desk, state, found.rooms)),
  ]);
}

/** Rooms in which something may still be said, by number, and up to when their comments are settled. */
function roomsOf(
  state: Pick<SyncState, 'files' | 'organisation'>,
  survey: Survey,
  now: Instant,
): SweptRooms {
  const oldest = addMs(now, -SWEPT_MS);
  return new Map(
    withoutHidden(readBook(state.files).incidents, state.organisation).flatMap((incident) => {
      const ended = incident.at.closed ?? incident.at.resolved ?? incident.at.declared ?? now;
      if (!isActive(incident) && ended < oldest) return [];
      return (survey.get(incident.id) ?? []).map(({ issue, marks }): [number, SweptRoom] => {
        const begin = incident.at.declared ?? oldest;
        return [issue.number, { about: { kind: 'room', incident }, cursor: marks.cursor ?? begin }];
      });
    }),
  );
}

/** Mails of a room that another one took the place of are still answered. */
function formerOf(
  state: Pick<SyncState, 'files' | 'organisation'>,
  others: readonly Issue[],
  now: Instant,
): SweptRooms {
  const cursor = addMs(now, -STORM_MS);
  return new Map(
    others.flatMap((issue): [number, SweptRoom][] => {
      const incident = issue.updatedAt > cursor ? formerHomeOf(state, issue) : null;
      return incident === null
        ? []
        : [[issue.number, { about: { kind: 'former', incident }, cursor }]];
    }),
  );
}

/** Whoever commands in an issue that only looks like a room is told so. */
function straysOf(
  state: Pick<SyncState, 'files' | 'organisation'>,
  others: readonly Issue[],
  now: Instant,
): SweptRooms {
  const cursor = addMs(now, -STORM_MS);
  return new Map(
    others
      .filter((issue) => issue.updatedAt > cursor && isStrayNow(state, issue))
      .map((issue) => [issue.number, { about: { kind: 'stray', issue }, cursor }]),
  );
}

/** Whoever answers a mail of a room that is none any more is told so. */
async function removedOf(
  desk: Desk,
  state: Pick<SyncState, 'files'>,
  survey: Survey,
): Promise<SweptRooms> {
  const cursor = addMs(desk.now(), -STORM_MS);
  const rooms = new Map<number, SweptRoom>();
  for (const { issue } of [...survey.values()].flat()) {
    const id = issue.updatedAt > cursor ? await removedHomeOf(desk, state, issue) : null;
    if (id !== null) rooms.set(issue.number, { about: { kind: 'removed', id }, cursor });
  }
  return rooms;
}

/** A storm lasts hours, and what is said in its room matters while it lasts. */
function umbrellasOf(umbrellas: readonly Issue[], now: Instant): SweptRooms {
  const cursor = addMs(now, -STORM_MS);
  return new Map(
    umbrellas
      .filter(({ state, updatedAt }) => state === 'open' || updatedAt > cursor)
      .map(({ number }) => [number, { about: { kind: 'storm' }, cursor }]),
  );
}

const STORM_MS = 24 * 3_600_000;

/** In a room that ended longer ago nothing is looked for: whoever says something there is heard at once or asks again. */
export const SWEPT_MS = 7 * 24 * 3_600_000;
