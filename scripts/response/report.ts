// Customers' reports: many belong to one incident, and monitoring knows better than they when it is over. Kept is the
// number of a ticket and where it is; never its text, nor a person.
import type { Decision, TraceEntry } from '../model/decision.ts';
import type { Incident } from '../model/incident.ts';

/** Whether a decision is about what a customer reported. */
export function isReport({ signal }: Decision): boolean {
  return signal.kind === 'report';
}

/** A ticket as front matter keeps it, `zendesk 35436`; null for a number that might be something else. */
export function ticketOf(decision: Decision): string | null {
  const number = numberOf(decision);
  return number === null ? null : `${decision.source} ${number}`;
}

/** The tickets of an incident with that of a decision; null when it says nothing new. */
export function ticketsWith(incident: Incident, decision: Decision): readonly string[] | null {
  const ticket = isReport(decision) ? ticketOf(decision) : null;
  const isNew = ticket !== null && !incident.tickets.includes(ticket);
  return isNew && incident.tickets.length < MOST_TICKETS ? [...incident.tickets, ticket] : null;
}

const MOST_TICKETS = 2000;

/** Whether a firing problem changes what an incident says; a late report changes nothing while its recovery is watched. */
export function disturbs(incident: Incident, decision: Decision): boolean {
  return !isReport(decision) || incident.state !== 'monitoring' || isMadeOfReports(incident);
}

/** Other problems that have to end as well before an incident is only watched; null when they are none of its matter. */
export function holdersBeside(incident: Incident, decision: Decision): number | null {
  const others = Object.entries(incident.problems).filter(([id]) => id !== decision.problem.id);
  if (isReport(decision) && !isMadeOfReports(incident)) return null;
  return others.filter(
    ([, problem]) =>
      problem.state === 'firing' && (isReport(decision) || problem.kind !== 'report'),
  ).length;
}

/** Neither monitoring nor a person stands behind it. */
function isMadeOfReports(incident: Incident): boolean {
  const problems = Object.values(incident.problems);
  return incident.group !== null && problems.every((problem) => problem.kind === 'report');
}

/** A problem's source in the words of a timeline. */
export function nameOfProblem(decision: Decision): string {
  return isReport(decision) ? (ticketOf(decision) ?? decision.source) : decision.source;
}

/** A report for the people who work on it: they read the ticket where it is. */
export function describeReport(decision: Decision): string {
  const number = numberOf(decision);
  const kept = `customer's report, kept in ${decision.source}`;
  if (number === null) return kept;
  const link = decision.signal.links
    .map(withoutDetails)
    .find((address) => SAFE.test(address) && address.endsWith(`/${number}`));
  return [kept, `ticket: ${number}`, ...(link === undefined ? [] : [`link: ${link}`])].join('\n');
}

/**
 * The trace that may be kept: that of a report without the values that its conditions and conventions met, since any
 * of them may be a customer's own words.
 */
export function keptTrace(decision: Decision): readonly TraceEntry[] {
  if (!isReport(decision)) return decision.trace;
  return decision.trace
    .filter(({ stage }) => stage !== 'extract')
    .map((entry) => ({
      ...entry,
      others: entry.stage === 'owner' ? entry.others.filter(({ place }) => place !== null) : [],
    }));
}

/** GitHub knows an issue by its repository and number; elsewhere the ticket's identity is its number. */
function numberOf({ signal }: Decision): string | null {
  const number = signal.vendor === 'github' ? signal.labels['number'] : signal.dedupKey;
  return number !== undefined && NUMBER.test(number) ? number : null;
}

function withoutDetails(link: string): string {
  return link.replace(/[?#].*$/s, '');
}

const NUMBER = /^[A-Za-z0-9_-]{1,40}$/;
/** No addresses of people, nothing encoded. */
const SAFE = /^https?:\/\/[A-Za-z0-9.:-]+(?:\/[A-Za-z0-9_.-]*)*$/;
