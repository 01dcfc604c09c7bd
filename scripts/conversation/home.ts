// Which incident an issue is about.
import type { EventIssue } from '../github/event.ts';
import { isHidden } from '../incidents/hidden.ts';
import type { Incident } from '../model/incident.ts';
import type { SyncState } from '../projection/sync.ts';
import { readBook } from '../response/book.ts';
import { readMarks } from '../rooms/markers.ts';

/**
 * The incident whose room an issue is: the one whose file names it, else the one that its hidden line names. A number
 * that several files name is a slip in one of them: then the hidden line decides.
 */
export function homeOf(
  state: Pick<SyncState, 'files' | 'organisation'>,
  issue: Pick<EventIssue, 'number' | 'body'>,
): Incident | null {
  const { incidents } = readBook(state.files);
  const { incident: named, part } = readMarks(issue.body);
  const naming = (number: number): readonly Incident[] =>
    incidents.filter(({ room }) => room === number);
  const claims = naming(issue.number);
  const [claim] = claims;
  const marked = incidents.find(({ id }) => id === named);
  const isPlaceless = ({ room }: Incident): boolean =>
    room === null || part > 1 || naming(room).length > 1;
  const isMarkeds =
    marked !== undefined && (claim === undefined ? isPlaceless(marked) : claims.includes(marked));
  const home = isMarkeds ? marked : claim;
  return home === undefined || isHidden(home, state.organisation) ? null : home;
}
