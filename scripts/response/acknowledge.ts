// Somebody takes an incident, or ends it, in a tool.
import { enterState } from '../incidents/lifecycle.ts';
import type { Decision } from '../model/decision.ts';
import type { IncidentEdit } from '../model/effect.ts';
import type { Incident } from '../model/incident.ts';
import { earlierOf, type Instant, laterOf } from '../model/instant.ts';
import { changed, set } from './change.ts';
import { isStillAhead, notBefore, reach } from './milestones.ts';
import type { Response } from './response.ts';
import { isLogin } from '../model/login.ts';

/** A person at the tool took the problem. */
export function acknowledge(incident: Incident, decision: Decision): Response {
  return changed(incident, decision, {
    event: 'acknowledged',
    text: `[acknowledged] in ${decision.source}`,
    edits: [
      ...takeAt(incident, acknowledgedAt(incident, decision), null),
      ...(incident.state === 'triage'
        ? [enterState(incident, 'acknowledge', 'investigating')]
        : []),
    ],
    tells: false,
  });
}

/** Whether an acknowledgement is one that the incident waits for. */
export function isAwaited(incident: Incident, decision: Decision): boolean {
  const at = acknowledgedAt(incident, decision);
  const { handover } = incident;
  return handover !== null && handover.taken === null
    ? at >= handover.at
    : isStillAhead(incident, 'acknowledged', at);
}

/** That somebody took it. Who took it first stays, whomever it was handed to later. */
export function takeAt(
  incident: Incident,
  at: Instant,
  by: string | null,
): readonly IncidentEdit[] {
  const { handover } = incident;
  const taker = by !== null && isLogin(by) ? by : null;
  return [
    ...(incident.at.acknowledged === undefined ? reach(incident, 'acknowledged', at) : []),
    ...(handover !== null && handover.taken === null
      ? [set(['handover', 'taken'], laterOf(at, handover.at))]
      : []),
    ...(taker === incident.takenBy
      ? []
      : [
          taker === null
            ? { kind: 'unset' as const, path: ['taken_by'] }
            : set(['taken_by'], taker),
        ]),
  ];
}

/** That somebody has to take it from then on, whoever took it before: it was handed over, or taken up again. */
export function askToTake(at: Instant): IncidentEdit {
  return set(['handover'], { at });
}

/** When an acknowledgement counts: when it was made, as far as that fits what is known. */
function acknowledgedAt(incident: Incident, { signal, receivedAt }: Decision): Instant {
  return notBefore(
    incident,
    'acknowledged',
    earlierOf(signal.occurredAt ?? receivedAt, receivedAt),
  );
}

/** A tool that we told of the incident says that it is over. */
export function suggestResolve(incident: Incident, decision: Decision): Response {
  const text = `[suggested] resolved in ${decision.source}; resolve here when sure`;
  return changed(incident, decision, { event: 'noted', text, edits: [], tells: false });
}
