// What an incident owes is decided once, when it is resolved, and written down: nothing that it followed from takes it back.
import type { IncidentEdit } from '../model/effect.ts';
import type { Incident } from '../model/incident.ts';
import type { Organisation } from '../model/organisation.ts';
import { isPostmortemRequired } from '../postmortems/gate.ts';
import { set } from './change.ts';

/** That an incident owes a post-mortem, where it does and its file does not say so. */
export function writeOwed(organisation: Organisation, incident: Incident): readonly IncidentEdit[] {
  return !incident.postmortemOwed && isPostmortemRequired(organisation, incident)
    ? [set(['postmortem_owed'], true)]
    : [];
}
