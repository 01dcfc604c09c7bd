// A problem ends. With the last one its incident is watched until somebody resolves it.
import { enterState } from '../incidents/lifecycle.ts';
import type { Decision } from '../model/decision.ts';
import type { IncidentEdit } from '../model/effect.ts';
import { type Incident, isActive, serviceOf } from '../model/incident.ts';
import { BEGINNING, type Instant, laterOf } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import { changed } from './change.ts';
import { showCalm, showWorking } from './face.ts';
import { reach } from './milestones.ts';
import { isServiceFailing, problemEdit } from './problem-entry.ts';
import { quietly } from './quiet.ts';
import { holdersBeside, isReport, nameOfProblem } from './report.ts';
import type { Response, Situation } from './response.ts';
import { isStorm, unlistedFiring } from './storm.ts';

/** A listed problem of an active incident ended. Of what the incident only explains, a service is one line, not each problem. */
export function recover(
  { organisation, book, decision, now }: Situation,
  incident: Incident,
): Response {
  const { id, at } = decision.problem;
  const known = incident.problems[id];
  const others = holdersBeside(incident, decision);
  const unlisted = others === 0 ? unlistedFiring(book, incident, id) : 'none';
  const isLast = others === 0 && unlisted === 'none';
  const service = known === undefined ? null : serviceOf(incident, known);
  const isServiceLeft = service !== null && isServiceFailing(incident, service, id);
  const ended = problemEdit(incident, decision, 'recovered');
  if (known?.upstream !== undefined && isServiceLeft) return quietly(incident, [ended]);
  const works: readonly IncidentEdit[] =
    isLast || isServiceLeft || service === null || isReport(decision) || isStorm(incident)
      ? []
      : showWorking(organisation, incident, { service, at });
  return changed(incident, decision, {
    event: 'recovered',
    text: recoveryWords(incident, decision, others, unlisted !== 'none'),
    edits: [ended, ...works, ...(isLast ? calmDown(organisation, incident, { at, now }) : [])],
    tells: false,
  });
}

/** A problem ended that the full list of an incident has no place for; the store remembers where it was counted. */
export function recoverUnlisted(
  { organisation, book, decision, now }: Situation,
  incident: Incident,
): Response {
  const { id, at } = decision.problem;
  const others = holdersBeside(incident, decision);
  const isLast =
    incident.state !== 'monitoring' &&
    others === 0 &&
    unlistedFiring(book, incident, id) === 'none';
  if (!isLast) return { outcome: { kind: 'collapsed', incident: incident.id }, effects: [] };
  return changed(incident, decision, {
    event: 'recovered',
    text: `[recovered] ${nameOfProblem(decision)}: the last problem ended, one that is not listed; resolve when sure`,
    edits: calmDown(organisation, incident, { at, now }),
    tells: false,
  });
}

/** What the end of the last problem does to an incident. */
export function calmDown(
  organisation: Organisation,
  incident: Incident,
  { at, now }: { readonly at: Instant; readonly now: Instant },
): readonly IncidentEdit[] {
  const ended = Object.values(incident.problems).reduce(
    (latest, problem) => laterOf(latest, problem.at),
    at,
  );
  return [
    enterState(incident, 'recover', 'monitoring'),
    ...reach(incident, 'mitigated', ended),
    ...showCalm(organisation, incident, { at: ended, now }),
  ];
}

/** With the last failure of an incident gone elsewhere it is watched, as with the last recovery. */
export function calmWithout(
  organisation: Organisation,
  incident: Incident,
  { gone, now }: { readonly gone: ReadonlySet<string>; readonly now: Instant },
): readonly IncidentEdit[] {
  if (!isActive(incident) || incident.state === 'monitoring' || isStorm(incident)) return [];
  const rest = Object.entries(incident.problems).filter(([id]) => !gone.has(id));
  const wasFiring = [...gone].some((id) => incident.problems[id]?.state === 'firing');
  const isLeft = rest.some(([, { state }]) => state === 'firing');
  if (rest.length === 0 || isLeft || !wasFiring) return [];
  const left = { ...incident, problems: Object.fromEntries(rest) };
  return calmDown(organisation, left, { at: BEGINNING, now });
}

/** A problem ended after people had ended its incident; remembered, so that its next firing is known to be a new one. */
export function recoverLate(incident: Incident, decision: Decision): Response {
  const text = `[recovered] ${decision.source}: the problem ended`;
  const edits = [problemEdit(incident, decision, 'recovered')];
  return changed(incident, decision, { event: 'recovered', text, edits, tells: false });
}

function recoveryWords(
  incident: Incident,
  decision: Decision,
  others: number | null,
  isCrowded: boolean,
): string {
  const { service } = incident.problems[decision.problem.id] ?? {};
  const where = service === undefined ? '' : `, ${service}`;
  const start = `[recovered] ${nameOfProblem(decision)}${where}`;
  if (others === null) return `${start}: the ticket is solved`;
  const noun = isReport(decision) ? 'ticket' : 'problem';
  const ended = isReport(decision) ? 'is solved' : 'ended';
  if (isCrowded || (others > 0 && isStorm(incident)))
    return `${start}: one ${noun} ${ended}, not all are listed`;
  if (others === 0) return `${start}: the last ${noun} ${ended}; resolve when sure`;
  if (isReport(decision)) return `${start}: the ticket is solved, ${others} still open`;
  return `${start}: one problem ended, ${others} still ${others === 1 ? 'fires' : 'fire'}`;
}
