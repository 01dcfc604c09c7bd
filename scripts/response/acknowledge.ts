// Somebody takes an incident, or ends it, in a tool.
import { enterState } from '../incidents/lifecycle.ts';
import type { Decision } from '../model/decision.ts';
import type { Incident } from '../model/incident.ts';
import { earlierOf, type Instant } from '../model/instant.ts';
import { changed } from './change.ts';
import { notBefore, reach } from './milestones.ts';
import type { Response } from './response.ts';

/** A person at the tool took the problem. */
export function acknowledge(incident: Incident, decision: Decision): Response {
  return changed(incident, decision, {
    event: 'acknowledged',
    text: `[acknowledged] in ${decision.source}`,
    edits: [
      ...reach(incident, 'acknowledged', acknowledgedAt(incident, decision)),
      ...(incident.state === 'triage'
        ? [enterState(incident, 'acknowledge', 'investigating')]
        : []),
    ],
    tells: false,
  });
}

/** When an acknowledgement counts: when it was made, as far as that fits what is known. */
export function acknowledgedAt(incident: Incident, { signal, receivedAt }: Decision): Instant {
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
