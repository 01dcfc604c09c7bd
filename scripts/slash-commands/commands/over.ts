// What may still be said of an incident that is over, and where to say the rest.
import { statesFor } from '../../incidents/lifecycle.ts';
import { nameOf, type Telling } from '../../incidents/shown-names.ts';
import type { Incident } from '../../model/incident.ts';
import type { CommandName } from '../catalogue.ts';

/** Why a command is not carried out in an incident that is over, and where or after what it is. */
export function overWords(incident: Incident, name: string, original = 'the other one'): string {
  const { state, relations } = incident;
  if (state === 'duplicate' && relations.duplicateOf !== undefined)
    return `It is a duplicate: say \`/${name}\` in the room of ${original}, or \`/unduplicate\` here first.`;
  const fix = statesFor('reopen').includes(state) ? ' Take it up again with `/reopen` first.' : '';
  return `It is \`${state}\`, and \`/${name}\` is for open incidents.${fix}`;
}

/** The rule and the fix where nothing is left that a command could change; null elsewhere. */
export function overRefusal(telling: Telling, name: CommandName): string | null {
  const { incident } = telling;
  const { state, relations } = incident;
  const isMeant =
    state === 'duplicate' || state === 'declined'
      ? ENDED[state].has(name)
      : state !== 'closed' || !OF_OPEN.has(name);
  if (isMeant) return null;
  const { duplicateOf } = relations;
  return duplicateOf === undefined
    ? overWords(incident, name)
    : overWords(incident, name, nameOf(telling, duplicateOf));
}

/** What only reads, or only remembers, is said anywhere. */
const ANYWHERE = ['help', 'who', 'timeline', 'similar', 'note', 'unpublish'] as const;

const ENDED: Readonly<Record<'duplicate' | 'declined', ReadonlySet<CommandName>>> = {
  duplicate: new Set([...ANYWHERE, 'duplicate', 'unduplicate', 'unmute']),
  // What was none is often silenced in the same breath.
  declined: new Set([...ANYWHERE, 'reopen', 'mute', 'unmute']),
};

/** Facts are corrected also of what is closed; whom it concerns and how bad it is are for what goes on. */
const OF_OPEN: ReadonlySet<CommandName> = new Set<CommandName>(['sev', 'role', 'mute', 'split']);
