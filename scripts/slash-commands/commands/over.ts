// What people may still say of an incident that is over.
import { statesFor } from '../../incidents/lifecycle.ts';
import type { Incident } from '../../model/incident.ts';

/** Why a command is not carried out in an incident that is over, and where or after what it is. */
export function overWords(incident: Incident, name: string): string {
  const { state, relations } = incident;
  if (state === 'duplicate' && relations.duplicateOf !== undefined)
    return `It is a duplicate: say \`/${name}\` in the room of \`${relations.duplicateOf}\`, or \`/unduplicate\` here first.`;
  const fix = statesFor('reopen').includes(state) ? ' Take it up again with `/reopen` first.' : '';
  return `It is \`${state}\`, and \`/${name}\` is for open incidents.${fix}`;
}
