// Which pull requests of ours a sweep listens to: nothing is carried out there, and whoever commands there is told where.
import type { Comment } from '../github/comments.ts';
import { isHidden, withoutHidden } from '../incidents/hidden.ts';
import { addMs, type Instant, laterOf, parseInstant } from '../model/instant.ts';
import { isPostmortemDueToBegin } from '../postmortems/duty.ts';
import { incidentOfRequest } from '../postmortems/pull-request.ts';
import { lineIn, withHiddenLine } from '../postmortems/request-memory.ts';
import { done, type Step, stepOf, type SyncState } from '../projection/sync.ts';
import { readBook } from '../response/book.ts';
import { changeOf, isSpeech } from './comment-change.ts';
import type { Desk } from './desk.ts';
import type { SweptRooms } from './swept-rooms.ts';

/** Since when comments of pull requests are looked for; null where no incident has one. */
export function requestsSince(
  { files, organisation }: Pick<SyncState, 'files' | 'organisation'>,
  now: Instant,
): Instant | null {
  const shown = withoutHidden(readBook(files).incidents, organisation);
  return shown.some(
    (incident) => incident.mutes.length > 0 || isPostmortemDueToBegin(organisation, incident),
  )
    ? addMs(now, -HEARD_MS)
    : null;
}

/** Those among which some comments with commands may stand, by number; one question to GitHub, and none without such a comment. */
export async function sweptRequests(
  { github, now }: Pick<Desk, 'github' | 'now'>,
  { files, organisation }: Pick<SyncState, 'files' | 'organisation'>,
  comments: readonly Comment[],
): Promise<Step<SweptRooms>> {
  const oldest = addMs(now(), -HEARD_MS);
  const isAsked = comments.some(
    (comment) =>
      comment.updatedAt >= oldest.slice(0, 19) &&
      isSpeech(changeOf({ kind: 'comment_made', comment })),
  );
  if (!isAsked) return done(new Map());
  const listed = stepOf(await github.pullRequests.listRecent());
  if (listed.kind !== 'done') return listed;
  const { incidents } = readBook(files);
  const ours = listed.value.filter(({ body }) => {
    const id = incidentOfRequest(body);
    const home = incidents.find((incident) => incident.id === id);
    return home !== undefined && !isHidden(home, organisation);
  });
  return done(
    new Map(
      ours.map(({ number, title, body }) => {
        const noted = parseInstant(lineIn(body, CURSOR) ?? '') ?? oldest;
        const issue = { number, title, body, labels: [], isPullRequest: true } as const;
        return [number, { about: { kind: 'request', issue }, cursor: laterOf(noted, oldest) }];
      }),
    ),
  );
}

/** Notes in a pull request up to when its comments are settled. */
export async function noteHeard(
  { github }: Pick<Desk, 'github'>,
  number: number,
  cursor: Instant,
): Promise<void> {
  const read = stepOf(await github.pullRequests.read(number));
  if (read.kind !== 'done') return;
  const body = withHiddenLine(read.value.body, CURSOR, cursor);
  if (body !== read.value.body) await github.pullRequests.update(number, { body });
}

const CURSOR = 'cursor';

/** Who waits longer for an answer has found the room. */
const HEARD_MS = 24 * 3_600_000;
