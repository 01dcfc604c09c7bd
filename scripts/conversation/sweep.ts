// What nobody heard: lost deliveries, runs that never started, a gateway that was down. Every room says up to when its
// comments are settled; what is newer is read again, and what is not settled is heard. So are the rooms of storms, and
// issue forms that nobody declared an incident for.
import type { Comment } from '../github/comments.ts';
import type { Issue } from '../github/issues.ts';
import { parseForm } from '../incidents/form.ts';
import { type Incident, isActive } from '../model/incident.ts';
import { addMs, type Instant, parseInstant } from '../model/instant.ts';
import { withoutHidden } from '../incidents/hidden.ts';
import { type EditableBook, readBook } from '../response/book.ts';
import { withCursor } from '../rooms/markers.ts';
import { type Survey, surveyIssues, surveyUmbrellas } from '../projection/survey.ts';
import { stepOf, type SyncState } from '../projection/sync.ts';
import { hearComment, hearLostEdit, isEditFollowed } from './comment.ts';
import { changeOf, isEdited, isSpeech } from './comment-change.ts';
import { type Desk, type Heard, interrupted, inTurn, readState, unheard } from './desk.ts';
import { sweepDeeds } from './by-hand.ts';
import { hearForm } from './form.ts';
import { homeOf } from './hear.ts';
import { isSettled } from './settled.ts';
import { hearUmbrella } from './umbrella.ts';

/** Hears every form and every comment on a room that is not settled yet, comments in order of time. */
export async function sweep(desk: Desk): Promise<readonly Heard[]> {
  const state = await readState(desk);
  const surveyed = await surveyIssues(desk.github);
  if (surveyed.kind !== 'done') return [interrupted(surveyed)];
  const umbrellas = await surveyUmbrellas(desk.github);
  if (umbrellas.kind !== 'done') return [interrupted(umbrellas)];
  const forms = await sweepForms(desk, state, surveyed.value.others);
  if (forms.some(({ again }) => again !== null)) return forms;
  const rooms = new Map([
    ...roomsOf(state, surveyed.value.rooms, desk.now()),
    ...umbrellasOf(umbrellas.value, desk.now()),
  ]);
  return [...forms, ...(await sweepComments(desk, state, rooms))];
}

/** A form whose delivery was lost stands there like any issue; the key of its number keeps it from counting twice. */
async function sweepForms(
  desk: Desk,
  state: SyncState,
  issues: readonly Issue[],
): Promise<readonly Heard[]> {
  const oldest = addMs(desk.now(), -SWEPT_MS);
  const heard: Heard[] = [];
  for (const issue of issues) {
    const { state: standing, createdAt, author, body } = issue;
    const openedAt = parseInstant(createdAt) ?? oldest;
    if (standing === 'closed' || openedAt < oldest || homeOf(state, issue) !== null) continue;
    if (parseForm(body, openedAt).kind === 'no-form') continue;
    const by = { login: author, isBot: author.endsWith('[bot]') };
    const one = await inTurn(desk, async () => await hearForm(desk, issue, by, createdAt));
    if (one.again !== null || one.incidents.length > 0) heard.push(one);
    if (one.again !== null) return heard;
  }
  return heard;
}

async function sweepComments(
  desk: Desk,
  { files }: Pick<SyncState, 'files'>,
  rooms: SweptRooms,
): Promise<readonly Heard[]> {
  const book = readBook(files);
  const since = [...rooms.values()].map(({ cursor }) => cursor).toSorted()[0];
  if (since === undefined) return [unheard('no room is open')];
  const listed = stepOf(await desk.github.comments.listSince(since));
  if (listed.kind !== 'done') return [interrupted(listed)];
  const heard: Heard[] = [];
  for (const comment of listed.value) {
    const room = rooms.get(comment.issue);
    if (room === undefined || comment.updatedAt < room.cursor.slice(0, 19)) continue;
    const one = await inTurn(
      desk,
      async () => await sweepComment(desk, { ...room, book }, comment),
    );
    if (one === null) continue;
    heard.push(one);
    // What GitHub holds back now it holds back for all.
    if (one.again !== null) return heard;
  }
  heard.push(...(await sweepDeeds(desk, rooms, listed.value)));
  if (heard.some(({ again }) => again !== null)) return heard;
  const byRoom = Map.groupBy(listed.value, ({ issue }) => issue);
  for (const [number, comments] of byRoom)
    if (rooms.get(number)?.incident) await moveCursor(desk, number, comments);
  return heard;
}

async function sweepComment(
  desk: Desk,
  { incident, book }: SweptRoom & { readonly book: EditableBook },
  comment: Comment,
): Promise<Heard | null> {
  const change = changeOf({ kind: 'comment_made', comment });
  const isLate =
    incident !== null &&
    !comment.isBot &&
    isEdited(comment) &&
    !isEditFollowed(book, incident, comment);
  if (!isSpeech(change) && !isLate) return null;
  const settled = await isSettled(desk.github, comment);
  if (settled.kind !== 'done') return interrupted(settled);
  if (settled.value) return isLate ? await hearLostEdit(desk, comment) : null;
  if (!isSpeech(change)) return null;
  return incident === null
    ? await hearUmbrella(desk, change)
    : await hearComment(desk, incident, change);
}

/** A room by what it is about, null for that of a storm; and up to when its comments are settled. */
type SweptRoom = { readonly incident: Incident | null; readonly cursor: Instant };
type SweptRooms = ReadonlyMap<number, SweptRoom>;

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
        return [issue.number, { incident, cursor: marks.cursor ?? begin }];
      });
    }),
  );
}

/** A storm lasts hours, and what is said in its room matters while it lasts. */
function umbrellasOf(umbrellas: readonly Issue[], now: Instant): SweptRooms {
  const cursor = addMs(now, -STORM_MS);
  return new Map(
    umbrellas
      .filter(({ state, updatedAt }) => state === 'open' || updatedAt > cursor)
      .map(({ number }) => [number, { incident: null, cursor }]),
  );
}

const STORM_MS = 24 * 3_600_000;

/** In a room that ended longer ago nothing is looked for: whoever says something there is heard at once or asks again. */
const SWEPT_MS = 7 * 24 * 3_600_000;

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
