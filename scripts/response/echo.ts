// Our own incident coming back from a tool that we told of it: it opens nothing and joins nothing, whatever it says.
import type { Decision } from '../model/decision.ts';
import { type Incident, isActive } from '../model/incident.ts';
import { acknowledge, isAwaited, suggestResolve } from './acknowledge.ts';
import type { IncidentBook, Response } from './response.ts';

/** An acknowledgement there is one here; a resolution there is a suggestion; everything else changes nothing. */
export function respondToEcho(book: IncidentBook, decision: Decision, id: string): Response {
  const incident = book.incidents.find((known) => known.id === id);
  if (incident === undefined) {
    const reason = `it echoes incident ${id}, which does not exist here`;
    return { outcome: { kind: 'ignored', reason }, effects: [] };
  }
  if (!isActive(incident) || decision.change === 'outdated') return collapsed(incident);
  if (decision.signal.action === 'acknowledge' && isAwaited(incident, decision))
    return acknowledge(incident, decision);
  return decision.change === 'recovers' ? suggestResolve(incident, decision) : collapsed(incident);
}

function collapsed(incident: Incident): Response {
  return { outcome: { kind: 'collapsed', incident: incident.id }, effects: [] };
}
