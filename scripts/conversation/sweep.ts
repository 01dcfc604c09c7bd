// Comments that nobody heard: lost deliveries, runs that never started, a gateway that was down. Every room says up to
// when its comments are settled; what is newer is read again, and what is not settled is heard.
import type { Comment } from '../github/comments.ts';
import { type Incident, isActive } from '../model/incident.ts';
import { addMs, type Instant } from '../model/instant.ts';
import { withoutHidden } from '../incidents/hidden.ts';
import { readBook } from '../response/book.ts';
import { withCursor } from '../rooms/markers.ts';
import { type Survey, surveyRooms } from '../projection/survey.ts';
import { stepOf, type SyncState } from '../projection/sync.ts';
import { changeOf, hearComment, isSpeech } from './comment.ts';
import { type Desk, type Heard, interrupted, inTurn, readState, unheard } from './desk.ts';

/** Hears every comment on a room that is not settled yet, in order of time. */
export async function sweep(desk: Desk): Promise<readonly Heard[]> {
  const state = await readState(desk);
  const surveyed = await surveyRooms(desk.github);
  if (surveyed.kind !== 'done') return [interrupted(surveyed)];
  const rooms = roomsOf(state, surveyed.value, desk.now());
  const since = [...rooms.values()].map(({ cursor }) => cursor).toSorted()[0];
  if (since === undefined) return [unheard('no room is open')];
  const listed = stepOf(await desk.github.comments.listSince(since));
  if (listed.kind !== 'done') return [interrupted(listed)];
  const heard: Heard[] = [];
  for (const comment of listed.value) {
    const room = rooms.get(comment.issue);
    if (room === undefined || comment.updatedAt < room.cursor.slice(0, 19)) continue;
    const change = changeOf({ kind: 'comment_made', comment });
    if (!isSpeech(change)) continue;
    const one = await inTurn(desk, async () => {
      const settled = await isSettled(desk, comment);
      if (settled.kind === 'settled') return null;
      if (settled.kind === 'unknown') return settled.heard;
      return await hearComment(desk, room.incident, change);
    });
    if (one === null) continue;
    heard.push(one);
    // What GitHub holds back now it holds back for all.
    if (one.again !== null) return heard;
  }
  const byRoom = Map.groupBy(listed.value, ({ issue }) => issue);
  for (const [number, comments] of byRoom)
    if (rooms.has(number)) await moveCursor(desk, number, comments);
  return heard;
}

type SweptRoom = { readonly incident: Incident; readonly cursor: Instant };

/** Rooms in which something may still be said, by number, and up to when their comments are settled. */
function roomsOf(
  state: Pick<SyncState, 'files' | 'organisation'>,
  survey: Survey,
  now: Instant,
): ReadonlyMap<number, SweptRoom> {
  const oldest = addMs(now, -SWEPT_MS);
  return new Map(
    withoutHidden(readBook(state.files).incidents, state.organisation).flatMap((incident) => {
      const ended = incident.at.closed ?? incident.at.resolved ?? incident.at.declared ?? now;
      if (!isActive(incident) && ended < oldest) return [];
      return (survey.get(incident.id) ?? []).map(({ issue, marks }): [number, SweptRoom] => {
        const begin = incident.at.declared ?? oldest;
        return [issue.number, { incident, cursor: marks.cursor ?? begin }];
      });
    }),
  );
}

/** In a room that ended longer ago nothing is looked for: whoever says something there is heard at once or asks again. */
const SWEPT_MS = 7 * 24 * 3_600_000;

type Settled =
  | { readonly kind: 'settled' | 'open' }
  | { readonly kind: 'unknown'; readonly heard: Heard };

/** A program gave it the sign of what is settled. Without the sign its answer may be missing, so it is heard again. */
async function isSettled({ github }: Desk, comment: Comment): Promise<Settled> {
  const listed = stepOf(await github.comments.listReactions(comment.id));
  if (listed.kind === 'later') return { kind: 'unknown', heard: interrupted(listed) };
  const isSigned =
    listed.kind === 'done' &&
    listed.value.some(
      ({ reaction, author }) =>
        (reaction === 'rocket' || reaction === 'confused') && author.endsWith('[bot]'),
    );
  return { kind: isSigned ? 'settled' : 'open' };
}

/** Notes in a room up to when it is settled, once that saves reading. */
async function moveCursor(
  { github }: Desk,
  number: number,
  comments: readonly Comment[],
): Promise<void> {
  const last = comments.at(-1);
  if (comments.length < WORTH_NOTING || last === undefined) return;
  const read = stepOf(await github.issues.read(number));
  if (read.kind !== 'done') return;
  const body = withCursor(read.value.body, last.updatedAt);
  if (body !== read.value.body) await github.issues.update(number, { body });
}

const WORTH_NOTING = 30;
