// Rules whose signals would reach nobody, each with a signal that shows it.
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Organisation } from '../../model/organisation.ts';
import type { NotifyRule, NotifyTarget } from '../../model/rule.ts';
import type { Domains } from '../../rules/analysis/domain.ts';
import { exampleOf, type Shape, shapeOf } from '../../rules/analysis/shape.ts';
import { type FieldReader, firstUnmet } from '../../rules/match.ts';
import { decideStage } from '../../rules/stage.ts';
import { finding } from '../finding.ts';

/** Looks for a team that a deciding `to` cannot reach. Almost always every team can be reached, and nothing is asked. */
export function checkReach(organisation: Organisation, domains: Domains): readonly Diagnostic[] {
  const mute = [...organisation.teams.keys()].filter((team) => !isReached(organisation, team));
  if (mute.length === 0) return [];
  return organisation.rules.notify.flatMap((rule) => {
    const found = mute
      .filter((team) => !rule.to.some((target) => reaches(organisation, target, team)))
      .flatMap((team) => exampleFor(organisation, rule, { team, domains }) ?? [])[0];
    return found === undefined ? [] : [nobody(rule, found)];
  });
}

/** Whether somebody hears what goes to a team: its schedule, its channel, or triage's channel instead. */
function isReached({ teams, schedules, settings }: Organisation, id: string): boolean {
  const team = teams.get(id);
  if (team === undefined) return false;
  const schedule = team.schedule === null ? undefined : schedules.get(team.schedule);
  return (
    (schedule !== undefined && schedule.rotation.people.length > 0) ||
    team.channel !== null ||
    (teams.get(settings.triage)?.channel ?? null) !== null
  );
}

function reaches(organisation: Organisation, target: NotifyTarget, team: string): boolean {
  switch (target.kind) {
    case 'channel':
    case 'team_lead':
      return true;
    case 'on_call':
    case 'team_channel':
      return isReached(organisation, team);
    case 'team':
      return isReached(organisation, target.team);
  }
}

/** A signal of the team that the rule decides and nobody else is told of; null when there is none or none can be given. */
function exampleFor(
  organisation: Organisation,
  rule: NotifyRule,
  { team, domains }: { readonly team: string; readonly domains: Domains },
): string | null {
  const own: Shape = shapeOf(rule, domains);
  const asked = own.get('team');
  if (asked?.kind === 'any_of' && !asked.values.includes(team)) return null;
  const service = [...organisation.services.values()].find((entry) =>
    Object.values(entry.teams).includes(team),
  );
  const fields = exampleOf(own);
  if (fields === null) return null;
  const signal = new Map([
    ['environment', organisation.settings.defaultEnvironment],
    ['incident_severity', 'sev1'],
    ['kind', 'problem'],
    ['action', 'trigger'],
    ...(service === undefined ? [] : [['service', service.id] as const]),
    ...fields,
    ['team', team],
  ]);
  const read: FieldReader = (field) => signal.get(field) ?? null;
  const { rules } = organisation;
  if (decideStage(rules.notify, team, read, { trace: false }).rule !== rule) return null;
  const isTold = rules.also.some(
    (other) =>
      (other.team === null || other.team === team) &&
      firstUnmet(other.when, read) === null &&
      other.also.some((target) => reaches(organisation, target, team)),
  );
  if (isTold) return null;
  const shown = [...signal].filter(([field]) => field !== 'kind' && field !== 'action');
  return shown.map(([field, value]) => `${field}=${value.slice(0, 40)}`).join(' ');
}

function nobody(rule: NotifyRule, signal: string): Diagnostic {
  return finding(
    'route-nobody',
    rule.place,
    `unexpected rule \`${rule.id}\` that tells nobody of \`${signal}\`, expected a person or a channel`,
    'give the team a `schedule` or a `channel`, or add a `channel` to the rule or to the triage team',
  );
}
