// What nobody heard: lost deliveries, runs that never started, a gateway that was down. Every room says up to when its
// comments are settled; what is newer is read again, and what is not settled is heard. So are the rooms of storms, pull
// requests of ours, and issue forms that nobody declared an incident for.
import type { Comment } from '../github/comments.ts';
import type { Issue } from '../github/issues.ts';
import { parseForm } from '../incidents/form.ts';
import { addMs, earlierOf, type Instant, parseInstant } from '../model/instant.ts';
import { type EditableBook, readBook } from '../response/book.ts';
import { withCursor } from '../rooms/markers.ts';
import { surveyIssues, surveyUmbrellas } from '../projection/survey.ts';
import { isSettled } from '../projection/settled.ts';
import { stepOf, type SyncState } from '../projection/sync.ts';
import { hearComment, hearLostEdit, isEditFollowed } from './comment.ts';
import { changeOf, type CommentChange, isEdited, isSpeech } from './comment-change.ts';
import { type Desk, type Heard, interrupted, inTurn, readState, unheard } from './desk.ts';
import { type Awaited, isAwaited, sweepDeeds } from './by-hand.ts';
import { hearForm, isRefused } from './form.ts';
import { hearFormer } from './former.ts';
import { homeOf } from './home.ts';
import { hearRemoved } from './removed.ts';
import { hearInRequest } from './pull-request.ts';
import { hearInStray, isStray, isStrayNow } from './stray.ts';
import { noteHeard, requestsSince, sweptRequests } from './swept-requests.ts';
import { SWEPT_MS, type SweptRoom, type SweptRooms, sweptRooms } from './swept-rooms.ts';
import { wasTurnedAway } from './turned-away.ts';
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
  const rooms = await sweptRooms(desk, state, { ...surveyed.value, umbrellas: umbrellas.value });
  return [...forms, ...(await sweepComments(desk, state, rooms))];
}

/**
 * What changed after this instant may have a run of its own that waits for this one: nothing of it is called lost. Null
 * where nothing is waited for: a gateway hears deliveries as they come.
 */
function awaitedSince({ organisation }: Pick<SyncState, 'organisation'>, now: Instant): Awaited {
  return organisation.settings.writer === 'actions' ? addMs(now, -QUEUE_MS) : null;
}

/** More than runs of a busy room wait for each other. */
const QUEUE_MS = 15 * 60_000;

/** A form whose delivery was lost stands there like any issue; the key of its number keeps it from counting twice. One that was refused waits until it is edited. */
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
    if (parseForm(body, openedAt).kind === 'no-form' && !isStray(issue)) continue;
    const refused = await isRefused(desk, issue);
    if (refused.kind !== 'done') return [...heard, interrupted(refused)];
    if (refused.value) continue;
    const by = { login: author, isBot: author.endsWith('[bot]') };
    const one = await inTurn(desk, async () => await hearForm(desk, issue, by, createdAt));
    if (one.again !== null || one.incidents.length > 0) heard.push(one);
    if (one.again !== null) return heard;
  }
  return heard;
}

async function sweepComments(
  desk: Desk,
  state: Pick<SyncState, 'files' | 'organisation'>,
  rooms: SweptRooms,
): Promise<readonly Heard[]> {
  const book = readBook(state.files);
  const awaited = awaitedSince(state, desk.now());
  const since = [...rooms.values()]
    .map(({ cursor }) => cursor)
    .concat(requestsSince(state, desk.now()) ?? [])
    .toSorted()[0];
  if (since === undefined) return [unheard('no room is open')];
  const listed = stepOf(await desk.github.comments.listSince(since));
  if (listed.kind !== 'done') return [interrupted(listed)];
  const elsewhere = listed.value.filter(({ issue }) => !rooms.has(issue));
  const requests = await sweptRequests(desk, state, elsewhere);
  if (requests.kind !== 'done') return [interrupted(requests)];
  const heard: Heard[] = [];
  const asked = new Map<number, number>();
  const left = new Map<number, Instant>();
  let [inRequests, lastIn] = [0, ''];
  for (const comment of listed.value) {
    const room = rooms.get(comment.issue) ?? requests.value.get(comment.issue);
    if (room === undefined || comment.updatedAt < room.cursor.slice(0, 19)) continue;
    const isInRequest = room.about.kind === 'request';
    // A cursor counts whole seconds.
    if (isInRequest && inRequests >= MOST_IN_REQUESTS && comment.updatedAt > lastIn) {
      if (!left.has(comment.issue)) left.set(comment.issue, comment.updatedAt);
      continue;
    }
    const one = await inTurn(
      desk,
      async () =>
        await sweepComment(
          desk,
          { ...room, book, awaited, organisation: state.organisation },
          comment,
        ),
    );
    if (one === UNASKED) continue;
    asked.set(comment.issue, (asked.get(comment.issue) ?? 0) + 1);
    if (isInRequest) [inRequests, lastIn] = [inRequests + 1, comment.updatedAt];
    if (one === null) continue;
    heard.push(one);
    // What GitHub holds back now it holds back for all.
    if (one.again !== null) return heard;
  }
  heard.push(...(await sweepDeeds(desk, ledRooms(rooms), { comments: listed.value, awaited })));
  if (heard.some(({ again }) => again !== null)) return heard;
  const all = new Map([...rooms, ...requests.value]);
  await moveCursor(desk, all, { listed: listed.value, asked, left, awaited });
  return heard;
}

/** In pull requests nothing is carried out: more commands than that wait for the next sweep. */
const MOST_IN_REQUESTS = 20;

/** Rooms in which labels and closing mean something. */
function ledRooms(rooms: SweptRooms): ReadonlyMap<number, Instant> {
  return new Map(
    [...rooms].flatMap(([number, { about, cursor }]): [number, Instant][] =>
      about.kind === 'room' || about.kind === 'former' ? [[number, cursor]] : [],
    ),
  );
}

/** What is no command needs no question to GitHub. */
const UNASKED = 'unasked';

async function sweepComment(
  desk: Desk,
  {
    about,
    book,
    awaited,
    organisation,
  }: SweptRoom &
    Pick<SyncState, 'organisation'> & {
      readonly book: EditableBook;
      readonly awaited: Awaited;
    },
  comment: Comment,
): Promise<Heard | typeof UNASKED | null> {
  if (isEdited(comment) && isAwaited(comment.updatedAt, awaited)) return UNASKED;
  const change = changeOf({ kind: 'comment_made', comment });
  const isLate =
    about.kind === 'room' &&
    !comment.isBot &&
    isEdited(comment) &&
    !isEditFollowed(book, about.incident, comment);
  if (!isSpeech(change) && !isLate) return UNASKED;
  const settled = await isSettled(desk.github, comment);
  if (settled.kind !== 'done') return interrupted(settled);
  if (settled.value) return isLate ? await hearLostEdit(desk, comment) : null;
  if (!isSpeech(change)) return null;
  const turned = await wasTurnedAway(desk, organisation, change);
  if (turned.kind !== 'done') return interrupted(turned);
  return turned.value ? null : await hearIn(desk, about, change);
}

async function hearIn(
  desk: Desk,
  about: SweptRoom['about'],
  change: CommentChange,
): Promise<Heard> {
  switch (about.kind) {
    case 'room':
      return await hearComment(desk, about.incident, change);
    case 'former':
      return await hearFormer(desk, about.incident, change);
    case 'storm':
      return await hearUmbrella(desk, change);
    case 'removed':
      return await hearRemoved(desk, about.id, change);
    case 'stray':
      // Its form may have been heard meanwhile: then it is a room, and heard as one by the next sweep.
      return isStrayNow(await readState(desk), about.issue)
        ? await hearInStray(desk, about.issue, change)
        : unheard(`issue ${about.issue.number} became a room`);
    case 'request':
      return await hearInRequest(desk, about.issue, change);
  }
}

/**
 * Notes in a room up to when it is settled, once that saves asking: whether a command was answered costs a question for
 * each, in every run. At most one room or pull request a run, the one that costs most.
 */
async function moveCursor(
  { github, now, listLagMs }: Desk,
  rooms: SweptRooms,
  {
    listed,
    asked,
    left,
    awaited,
  }: {
    readonly listed: readonly Comment[];
    readonly asked: ReadonlyMap<number, number>;
    /** The first comment that was left for the next sweep, by issue. */
    readonly left: ReadonlyMap<number, Instant>;
    readonly awaited: Awaited;
  },
): Promise<void> {
  const questions = [...asked.values()].reduce((sum, each) => sum + each, 0);
  // How much is listed hangs on the cursors of rooms alone.
  const own = [...rooms].filter(
    ([number, { about }]) =>
      about.kind === 'room' || (about.kind === 'request' && asked.has(number)),
  );
  const [earliest = ''] = own.map(([, { cursor }]) => cursor).toSorted();
  const again = listed.filter(({ updatedAt }) => updatedAt >= earliest);
  if (questions < WORTH_NOTING && again.length < MANY_LISTED) return;
  const [first] = own.toSorted(
    ([one, { cursor }], [two, { cursor: other }]) =>
      (asked.get(two) ?? 0) - (asked.get(one) ?? 0) || (cursor < other ? -1 : 1),
  );
  const last = listed.at(-1);
  if (first === undefined || last === undefined) return;
  const [number, { about, cursor: before }] = first;
  // All that is listed was heard, but for what is left or waited for; GitHub's lists may leave out for a moment what was written just now.
  const newest = awaited ?? addMs(now(), -listLagMs);
  const until = left.get(number) ?? last.updatedAt;
  const cursor = earlierOf(parseInstant(until) ?? before, newest);
  if (cursor <= before) return;
  if (about.kind === 'request') return await noteHeard({ github }, number, cursor);
  const read = stepOf(await github.issues.read(number));
  if (read.kind !== 'done') return;
  const body = withCursor(read.value.body, cursor);
  if (body !== read.value.body) await github.issues.update(number, { body });
}

const WORTH_NOTING = 4;
const MANY_LISTED = 60;
