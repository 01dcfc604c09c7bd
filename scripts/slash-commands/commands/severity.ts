// How bad it is.
import { reachHint } from '../call-team.ts';
import { leaveTriage, set } from '../../response/change.ts';
import { writeOwed } from '../../response/owed.ts';
import { callRaised } from '../../response/notification.ts';
import type { IncidentEdit } from '../../model/effect.ts';
import { isActive } from '../../model/incident.ts';
import { type IncidentSeverity, isWorse, worse } from '../../model/severity.ts';
import { changeComponents } from '../../response/component-change.ts';
import { show, shownComponents } from '../../response/face.ts';
import { automaticTitle, statusOf } from '../../response/public-words.ts';
import { isIn } from '../permission.ts';
import { line, refused, remarks, type Result, type Situation } from '../situation.ts';
import { readSeverity } from '../severity-word.ts';
import { MOST_WORDS, quoted, shortWords } from '../words.ts';
import { componentsOfServices, failingStatus } from './public-face.ts';

/** `/sev`. */
export function sev(situation: Situation, argument: string): Result {
  const { incident, standing, organisation, book, speaker, now, key } = situation;
  const read = readSeverity(argument);
  if (read === null)
    return refused(
      `Unexpected severity ${quoted(argument)}, expected a number from 1 to 4: \`/sev 2 why\`.`,
    );
  const { severity, rest } = read;
  if (severity === incident.severity) return refused(`It is \`${severity}\` already.`);
  const isRaise = isWorse(severity, incident.severity);
  if (!isActive(incident) && !isIn('manager', organisation, standing, speaker))
    return refused(
      `After the resolution the severity is for the incident's manager, its lead, the lead of the owning team, and whoever maintains the repository. ${managerFix(situation)}`,
    );
  if (!isRaise && !isIn('manager', organisation, standing, speaker))
    return refused(
      `Lowering \`${incident.severity}\` to \`${severity}\` is for the incident's manager, its lead, the lead of the owning team, and whoever maintains the repository. ${managerFix(situation)}`,
    );
  const isLoud = isRaise && isActive(incident);
  const calls = isLoud
    ? callRaised(organisation, book, incident, { severity, about: [key], now })
    : [];
  return {
    kind: 'done',
    event: isRaise ? 'raised' : 'lowered',
    text: `severity \`${incident.severity}\` → \`${severity}\``,
    ...remarks(calls.length === 0 && isLoud ? nobodyHint(situation) : reachHint(calls)),
    edits: [
      ...severityEdits(situation, severity),
      line(
        situation,
        `[${isRaise ? 'raised' : 'lowered'}] ${incident.severity} → ${severity} by`,
        shortWords(rest, MOST_WORDS),
      ),
    ],
    effects: calls,
  };
}

/** Why a worse severity calls nobody, and what does. */
function nobodyHint({ organisation, incident }: Situation): string {
  const { team } = incident.owner;
  const why =
    organisation.teams.get(team)?.mode === 'shadow'
      ? `\`${team}\` is in shadow mode`
      : `no rule names anybody of \`${team}\` for it`;
  return `Nobody is called, since ${why}: \`/page ${team}\` calls whoever is on call there.`;
}

/** Whom to ask where only a manager may. */
export function managerFix({ incident }: Pick<Situation, 'incident'>): string {
  const { manager } = incident.roles;
  return manager === undefined
    ? 'Name a manager with `/role manager @login` first.'
    : `Ask @${manager}.`;
}

function severityEdits(situation: Situation, severity: IncidentSeverity): readonly IncidentEdit[] {
  const { incident, organisation } = situation;
  const severityMax = worse(severity, incident.severityMax);
  return [
    ...shownAs(situation, severity),
    set(['severity'], severity),
    set(['severity_max'], severityMax),
    ...(isActive(incident) ? [] : writeOwed(organisation, { ...incident, severityMax })),
    ...leaveTriage(incident, severity),
  ];
}

/**
 * What customers see where nobody chose it: components that are as the severity was become what it is, those of its
 * services are shown once it hurts customers, and a title that says so follows.
 */
function shownAs(situation: Situation, severity: IncidentSeverity): readonly IncidentEdit[] {
  const { incident, organisation, now } = situation;
  const before = failingStatus(incident);
  const after = failingStatus({ ...incident, severity });
  const isBare = Object.keys(incident.components).length === 0;
  const derived = isBare
    ? componentsOfServices(situation)
    : shownComponents(organisation, incident).filter(
        ({ id }) => incident.components[id] === before,
      );
  const showings = derived.map((component) => ({ component, status: after }));
  if (isBare && statusOf(severity) === null) return [];
  const { title } = incident.public ?? {};
  const named = derived.find(
    (component) => title !== undefined && title === automaticTitle(component, before),
  );
  return [
    ...(isWorse(severity, incident.severity)
      ? show(organisation, incident, showings, now)
      : changeComponents(
          incident,
          derived.map(({ id }) => ({ id, status: after })),
          now,
        )),
    ...(named === undefined ? [] : [set(['public', 'title'], automaticTitle(named, after))]),
  ];
}
