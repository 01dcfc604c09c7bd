// The room of a storm: when more incidents open at once than people could follow in rooms of their own, one room lists
// those that wait for theirs, the worst first, and takes commands for each by its id.
import { type Incident, isTaken } from '../model/incident.ts';
import { INCIDENT_SEVERITIES } from '../model/severity.ts';
import { utc } from './card-table.ts';
import { joinBody, NO_KEEPSAKES, splitBody, UMBRELLA_MARKER } from './markers.ts';
import { cell } from '../text/safe-prose.ts';

/** Its title never changes, so that mails about it stay together. */
export const UMBRELLA_TITLE = '[storm] incidents that wait for a room of their own';

/** The body of the umbrella around what people wrote in it; without incidents it says that the storm is over. */
export function umbrellaBody(waiting: readonly Incident[], current: string): string {
  const card = waiting.length === 0 ? OVER : listOf(waiting);
  return joinBody({ ...splitBody(current), card }, UMBRELLA_MARKER, NO_KEEPSAKES);
}

/** Whether an issue is an umbrella, by its first line. */
export function isUmbrella(body: string): boolean {
  return body.startsWith(UMBRELLA_MARKER);
}

/**
 * The incident that somebody names in the umbrella; null for one that is none. One that got its room since people read the
 * list is meant all the same.
 */
export function umbrellaIncident(id: string, incidents: readonly Incident[]): Incident | null {
  return incidents.find((incident) => incident.id === id.trim()) ?? null;
}

/** That an incident has a room by now, for whoever named it in the umbrella; null where it waits for one. */
export function movedWords({ id, room }: Incident): string | null {
  return room === null ? null : `\`${id}\` has a room of its own by now: go on in #${room}.`;
}

/** The worst first, and of those the oldest. */
export function byUrgency(left: Incident, right: Incident): number {
  const order =
    INCIDENT_SEVERITIES.indexOf(left.severity) - INCIDENT_SEVERITIES.indexOf(right.severity);
  if (order !== 0) return order;
  return [left.at.declared ?? '', left.id].join() < [right.at.declared ?? '', right.id].join()
    ? -1
    : 1;
}

const OVER = '**The storm is over: every incident that is still open has a room of its own.**';

function listOf(waiting: readonly Incident[]): string {
  const sorted = waiting.toSorted(byUrgency);
  const shown = sorted.slice(0, MOST_ROWS);
  const counts = INCIDENT_SEVERITIES.map((severity) => ({
    severity,
    count: sorted.filter((incident) => incident.severity === severity).length,
  })).filter(({ count }) => count > 0);
  const untaken = sorted.filter((each) => !isTaken(each)).length;
  const more = sorted.length - shown.length;
  return [
    `**${sorted.length} incidents wait for a room of their own, ${untaken} of them taken by nobody: take one here with \`/ack ID\`.**`,
    counts.map(({ severity, count }) => `${count} ${severity}`).join(' · '),
    [
      '| Severity | ID | State | Owner | Opened |',
      '|---|---|---|---|---|',
      ...shown.map(rowOf),
    ].join('\n'),
    ...(more === 0
      ? []
      : [`And ${more} less urgent ones, in the folder incidents/ of this repository.`]),
    'Rooms follow, the worst incidents first, as fast as people and GitHub can take them.',
  ].join('\n\n');
}

/** About 130 bytes each, so that all of them stay below 48 KiB. */
const MOST_ROWS = 200;

function rowOf(incident: Incident): string {
  const { id, severity, state, owner, at } = incident;
  const taken = isTaken(incident) ? state : '**not taken**';
  const opened = at.declared === undefined ? '' : utc(at.declared);
  return `| ${severity} | ${cell(id)} | ${taken} | ${cell(owner.team)} | ${opened} |`;
}
