// A problem of an incident ends.
import type { Decision } from '../model/decision.ts';
import type { IncidentEdit } from '../model/effect.ts';
import type { Incident } from '../model/incident.ts';
import { type Instant, laterOf } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import { changed, problemEdit, set } from './change.ts';
import { reach } from './milestones.ts';
import { shownComponent, statement } from './public-statement.ts';
import { recoveredWords } from './public-words.ts';
import { holdersBeside, isReport, nameOfProblem } from './report.ts';
import type { Response } from './response.ts';
import { isStorm } from './storm.ts';

/** A problem ended; with the last one the incident is watched until somebody resolves it. */
export function recover(
  organisation: Organisation,
  incident: Incident,
  decision: Decision,
  now: Instant,
): Response {
  const others = holdersBeside(incident, decision);
  const isLast = others === 0 && !isStorm(incident);
  const edits = isLast ? calmDown(organisation, incident, decision, now) : [];
  return changed(incident, decision, {
    event: 'recovered',
    text: recoveryWords(incident, decision, others),
    edits: [problemEdit(decision, 'recovered'), ...edits],
    tells: false,
  });
}

/** A problem ended after people had ended its incident; remembered, so that its next firing is known to be a new one. */
export function recoverLate(incident: Incident, decision: Decision): Response {
  const text = `[recovered] ${decision.source}: the problem ended`;
  const edits = [problemEdit(decision, 'recovered')];
  return changed(incident, decision, { event: 'recovered', text, edits, tells: false });
}

function recoveryWords(incident: Incident, decision: Decision, others: number | null): string {
  const start = `[recovered] ${nameOfProblem(decision)}`;
  if (others === null) return `${start}: the ticket is solved`;
  const noun = isReport(decision) ? 'ticket' : 'problem';
  const ended = isReport(decision) ? 'is solved' : 'ended';
  if (isStorm(incident)) return `${start}: one ${noun} ${ended}, not all are listed`;
  if (others === 0) return `${start}: the last ${noun} ${ended}; resolve when sure`;
  if (isReport(decision)) return `${start}: the ticket is solved, ${others} still open`;
  return `${start}: one problem ended, ${others} still ${others === 1 ? 'fires' : 'fire'}`;
}

function calmDown(
  organisation: Organisation,
  incident: Incident,
  decision: Decision,
  now: Instant,
): readonly IncidentEdit[] {
  const component = shownComponent(organisation, incident);
  const ended = Object.values(incident.problems).reduce(
    (latest, problem) => laterOf(latest, problem.at),
    decision.problem.at,
  );
  return [
    set(['state'], 'monitoring'),
    ...reach(incident, 'mitigated', ended),
    ...(component === null || incident.components[component.id] === undefined
      ? []
      : [set(['components', component.id], 'operational')]),
    ...(component?.publish === 'automatic' && incident.public?.visibility === 'public'
      ? [
          set(['public', 'status'], 'monitoring'),
          statement(incident, now, 'monitoring', recoveredWords(component)),
        ]
      : []),
  ];
}
