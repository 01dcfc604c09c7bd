// What may be said of planned work: it has a window instead of a severity, a cause and a state that people find out.
import type { Incident } from '../model/incident.ts';
import type { CommandName } from './catalogue.ts';

/** The rule and the fix where a command means nothing in the room of a maintenance; null elsewhere. */
export function plannedRefusal({ kind }: Incident, name: CommandName): string | null {
  return kind !== 'maintenance' || PLANNED.has(name)
    ? null
    : `\`/${name}\` is for incidents, and this is planned work. What goes wrong during it is an incident of its own: declare it by the form or \`tocsin incident open\`.`;
}

const PLANNED: ReadonlySet<CommandName> = new Set<CommandName>([
  'help',
  'who',
  'timeline',
  'similar',
  'note',
  'delegate',
  'role',
  'resolve',
  'update',
  'approve',
  'publish',
  'unpublish',
  'set',
  'page',
  'action',
  'close',
  'reopen',
  'decline',
  'mute',
  'unmute',
]);
