// When an incident may become a repeat of another one: nothing that is owed may get lost on the way.
import type { IncidentEdit } from '../../model/effect.ts';
import { type Incident, isActive } from '../../model/incident.ts';
import { worse } from '../../model/severity.ts';
import { gateOf, isPostmortemRequired, promisesOf } from '../../postmortems/gate.ts';
import { set } from '../../response/change.ts';
import { isIn } from '../permission.ts';
import { named, type Situation } from '../situation.ts';
import { managerFix } from './severity.ts';

/** The rule and the fix where an incident may not end as a repeat; null where it may. */
export function repeatRefusal(situation: Situation, target: Incident): string | null {
  const { incident, organisation, postmortem } = situation;
  if (incident.public?.visibility === 'public')
    return 'Customers see it. Take it back with a last word first: `/unpublish We tell more under the other one.`';
  if (!isActive(incident)) return overRefusal(situation);
  if (!isActive(target))
    return `${named(target)} is \`${target.state}\`, and what goes on repeats nothing that is over. Take that one up again with \`/reopen\` there, or link it with \`/caused-by\`.`;
  const lacking = promisesOf(organisation, incident, postmortem);
  return lacking.length === 0 ? null : heldWords(incident, lacking);
}

/** What is over may have something left to do, which only the gate knows. */
function overRefusal(situation: Situation): string | null {
  const { incident, organisation, standing, speaker, postmortem, now } = situation;
  if (!isIn('manager', organisation, standing, speaker))
    return `It is \`${incident.state}\`, and making a repeat of what is over is for the incident's manager, its lead, the lead of the owning team, and whoever maintains the repository. ${managerFix(situation)}`;
  const gate = gateOf(organisation, incident, postmortem, now);
  return gate.kind === 'held' ? heldWords(incident, gate.reasons) : null;
}

function heldWords({ state }: Incident, reasons: readonly string[]): string {
  return `It stays \`${state}\`:\n${reasons.map((reason) => `- ${reason}`).join('\n')}`;
}

/** What the other incident owes from now on, because this one did. */
export function dutyFor(
  { organisation, incident }: Situation,
  target: Incident,
): readonly IncidentEdit[] {
  if (!isActive(target)) return [];
  const severityMax = worse(target.severityMax, incident.severityMax);
  const isOwed =
    isActive(incident) &&
    isPostmortemRequired(organisation, incident) &&
    !isPostmortemRequired(organisation, { ...target, severityMax });
  const begun = target.postmortemBegun === null ? incident.postmortemBegun : null;
  return [
    ...(severityMax === target.severityMax ? [] : [set(['severity_max'], severityMax)]),
    ...(isOwed ? [set(['postmortem_owed'], true)] : []),
    ...(begun === null ? [] : [set(['postmortem_begun'], { ...begun })]),
  ];
}
