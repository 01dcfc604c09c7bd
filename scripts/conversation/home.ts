// Which incident an issue is about.
import type { EventIssue } from '../github/event.ts';
import { withoutHidden } from '../incidents/hidden.ts';
import type { Incident } from '../model/incident.ts';
import type { SyncState } from '../projection/sync.ts';
import { readBook } from '../response/book.ts';
import { readMarks } from '../rooms/markers.ts';

/** The incident whose room an issue is: the one whose file names it, else the one that its hidden line names. */
export function homeOf(
  state: Pick<SyncState, 'files' | 'organisation'>,
  issue: Pick<EventIssue, 'number' | 'body'>,
): Incident | null {
  const incidents = withoutHidden(readBook(state.files).incidents, state.organisation);
  const { incident: named, part } = readMarks(issue.body);
  return (
    incidents.find(({ room }) => room === issue.number) ??
    incidents.find(({ id, room }) => id === named && (room === null || part > 1)) ??
    null
  );
}
