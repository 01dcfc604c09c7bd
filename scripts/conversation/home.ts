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
export function homeOf(state: State, issue: IssueText): Incident | null {
  const home = knownHomeOf(state, issue);
  return home === null || isHidden(home, state.organisation) ? null : home;
}

/** The hidden incident that an issue is kept empty for; null for any other issue. */
export function hiddenHomeOf(state: State, issue: IssueText): Incident | null {
  const home = knownHomeOf(state, issue);
  return home !== null && isHidden(home, state.organisation) ? home : null;
}

/** Where commands about an incident are said. */
export function placeOf({ id, room }: Incident): string {
  return room === null ? `the room of \`${id}\`` : `#${room}, the room of the incident`;
}

type State = Pick<SyncState, 'files' | 'organisation'>;
type IssueText = Pick<EventIssue, 'number' | 'body'>;

function knownHomeOf(state: State, issue: IssueText): Incident | null {
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
  return (isMarkeds ? marked : claim) ?? null;
}
