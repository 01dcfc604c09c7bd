// Whether what people changed in an incident's file is something that commands change as well, and of an incident that goes on
// or was over only lately.
import type { AuthoredVersion } from '../config/document-set.ts';
import { REOPEN_WITHIN_MS } from '../incidents/lifecycle.ts';
import { readRecord } from '../incidents/record.ts';
import { type Incident, isActive, type Update } from '../model/incident.ts';
import { addMs, type Instant, parseInstant } from '../model/instant.ts';
import type { EditableBook } from '../response/book.ts';
import { type ChangedFact, changedFacts } from './changed-facts.ts';
import { newStatement } from './statement.ts';
import type { EditedIncident } from './kept-edit.ts';

/** Whether something was changed that commands change as well, of an incident that goes on or was over only lately. */
export function isNews(book: EditableBook, edited: EditedIncident, now: Instant): boolean {
  return newsIn(book, edited, now) !== null;
}

/** What of an edit commands change as well. */
export type News = {
  readonly file: { readonly path: string; readonly text: string };
  readonly before: Incident;
  readonly after: Incident;
  readonly newest: AuthoredVersion;
  readonly facts: readonly ChangedFact[];
  readonly statement: Update | null;
  readonly isMoved: boolean;
};

/** What an edit changed so; null for nothing that is to be followed. */
export function newsIn(book: EditableBook, edited: EditedIncident, now: Instant): News | null {
  const file = book.files.get(edited.id);
  const after = book.incidents.find(({ id }) => id === edited.id);
  const before = readRecord(edited.base)?.incident;
  const [newest] = edited.versions;
  if (file === undefined || after === undefined || before === undefined || newest === undefined)
    return null;
  if (!isRecent({ before, after }, newest, now)) return null;
  const facts = changedFacts(before, after);
  const statement = newStatement(before, after);
  const isMoved = !isAtSame(before, after);
  const isNothing = facts.length === 0 && statement === null && !isMoved;
  return isNothing ? null : { file, before, after, newest, facts, statement, isMoved };
}

/**
 * An edit of what goes on is followed whenever it was made; one that leaves it over for a week, while it waits to be closed or
 * was closed less than a week ago. Of what was none, or repeats another one, only the way back is followed.
 */
function isRecent(
  { before, after }: { readonly before: Incident; readonly after: Incident },
  { at }: AuthoredVersion,
  now: Instant,
): boolean {
  if (isActive(after)) return true;
  const since = addMs(now, -REOPEN_WITHIN_MS);
  if ((parseInstant(at) ?? '') < since) return false;
  const { state } = before;
  return (
    isActive(before) ||
    state === 'resolved' ||
    (state === 'closed' && (before.at.closed ?? '') >= since)
  );
}

/** Whether an incident stands where the other one does. */
export function isAtSame(left: Incident, right: Incident): boolean {
  return (
    left.state === right.state &&
    (left.state !== 'duplicate' || left.relations.duplicateOf === right.relations.duplicateOf)
  );
}
