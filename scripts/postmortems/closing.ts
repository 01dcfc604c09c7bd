// When a resolved incident of which nothing is asked any more is closed by itself.
import { openWord } from '../incidents/last-word.ts';
import type { Incident } from '../model/incident.ts';
import { addMs, type Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import { isOpenItem } from './ageing.ts';
import { isKindUnknown, isPostmortemRequired } from './gate.ts';
import { closedRequest } from './pull-request.ts';

/**
 * The instant at which an incident is closed although nobody says so; null where somebody has to: a post-mortem is
 * required or was begun and not given up, something waits to be done or decided, customers wait for the last word, or a maintenance has
 * its own end.
 */
export function closingDue(organisation: Organisation, incident: Incident): Instant | null {
  const { state, kind, at, postmortem, postmortemBegun, actions } = incident;
  const isBegun = postmortemBegun !== null && closedRequest(incident) === null;
  if (state !== 'resolved' || kind !== 'incident' || at.resolved === undefined) return null;
  if (postmortem !== null || isBegun || actions.some(isOpenItem)) return null;
  if (isPostmortemRequired(organisation, incident)) return null;
  if (isKindUnknown(organisation, incident) || openWord(incident) !== null) return null;
  return addMs(at.resolved, organisation.settings.closeAfterMs);
}
