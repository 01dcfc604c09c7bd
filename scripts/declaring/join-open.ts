// A person declares what is open already: their words go to the incident that stands there, and nobody is called twice.
import { isConfidential } from '../incidents/hidden.ts';
import type { Effect, IncidentEdit } from '../model/effect.ts';
import type { Incident } from '../model/incident.ts';
import { inUtc } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Team } from '../model/ownership.ts';
import { isWorse, worse } from '../model/severity.ts';
import { calledAmong, calledBy } from '../response/called.ts';
import { set, union } from '../response/change.ts';
import { activeIn } from '../response/facts.ts';
import { firingAgain } from '../response/fire.ts';
import type { IncidentBook } from '../response/response.ts';
import { plainMarkdown } from '../text/plain-markdown.ts';
import { callTeam, callTeams } from '../slash-commands/call-team.ts';
import { type Declarer, type Facts, isForFew } from './declaration.ts';
import { failingTeams, owningTeam } from './declared-teams.ts';

/** What a declaration adds to an open incident: effects, and who was called for it now. */
export type Joined = { readonly told: string | null; readonly effects: readonly Effect[] };

/**
 * The open incident that a declaration is about: the same service and environment. What is confidential or planned meets
 * nothing.
 */
export function openAbout(book: IncidentBook, facts: Facts): Incident | null {
  if (isForFew(facts) || facts.form === 'maintenance') return null;
  return (
    activeIn(book).sorted.find(
      (incident) =>
        incident.kind === 'incident' &&
        incident.environment === facts.environment &&
        !isConfidential(incident) &&
        facts.services.some((service) => incident.services.includes(service)),
    ) ?? null
  );
}

/**
 * Notes a declaration in an open incident. A worse severity counts; only then, or where all was well, are people called
 * again, and those of further services who were not called before.
 */
export function joinOpen(
  organisation: Organisation,
  incident: Incident,
  facts: Facts,
  { login, now, key }: Declarer,
): Joined {
  // A customer who was hit before it got better is no news while people watch.
  const isNews = facts.form !== 'customer-report' || incident.state !== 'monitoring';
  const severity = isNews ? worse(facts.severity, incident.severity) : incident.severity;
  const isLoud =
    isWorse(severity, incident.severity) || (isNews && incident.state === 'monitoring');
  const subject = { organisation, incident: { id: incident.id, severity }, now };
  const further = facts.services.filter((service) => !incident.services.includes(service));
  const isNew = (team: Team): boolean =>
    calledBy(callTeam(subject, team, 'declared', key).effects).some(
      (name) => !incident.called.includes(name),
    );
  const teams = [
    ...(isLoud ? owningTeam(organisation, { ...facts, owner: incident.owner }) : []),
    ...failingTeams(organisation, facts, further).filter(isNew),
  ];
  const call = callTeams(subject, teams, 'declared', key);
  const raised = severity === incident.severity ? '' : `, ${incident.severity} → ${severity}`;
  const edits: readonly IncidentEdit[] = [
    ...union(['services'], incident.services, facts.services),
    ...union(['tickets'], incident.tickets, facts.ticket === null ? [] : [facts.ticket]),
    ...customersEdit(incident, facts),
    ...(isNews ? firingAgain(organisation, incident, severity, now) : []),
    ...(facts.description === null ? [] : [{ kind: 'signal' as const, text: facts.description }]),
    {
      kind: 'timeline',
      at: now,
      text: `[joined] declared again by @${plainMarkdown(login)}${raised}: ${plainMarkdown(facts.title)}${isEarlier(incident, facts) ? ` (since ${inUtc(facts.started)})` : ''}`,
      key,
    },
    ...calledAmong(incident, call?.effects ?? []),
  ];
  return {
    told: call?.told ?? null,
    effects: [
      { kind: 'edit_incident', id: incident.id, event: 'joined', edits },
      ...(call?.effects ?? []),
    ],
  };
}

/** How to say that an incident began as early as a declaration that joined it says; null where that says nothing new. */
export function earlierWords(incident: Incident, facts: Facts): string | null {
  const { started } = facts;
  return isEarlier(incident, facts)
    ? `You say that it fails since ${inUtc(started)}, which is earlier than what stands there: say \`/set started ${started.slice(0, 16).replace('T', ' ')}\` there if that is so.`
    : null;
}

function isEarlier({ at }: Incident, { started, isStartSaid }: Facts): boolean {
  return isStartSaid && started < (at.started ?? at.declared ?? started);
}

function customersEdit({ impact }: Incident, { customers }: Facts): readonly IncidentEdit[] {
  return customers === null || customers <= (impact?.customers ?? 0)
    ? []
    : [set(['impact', 'customers'], customers)];
}
