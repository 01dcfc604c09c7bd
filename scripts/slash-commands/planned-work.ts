// What may be said of planned work: it has a window instead of a severity, a cause and a state that people find out.
import type { Incident } from '../model/incident.ts';
import { type CommandDescription, type CommandName, COMMANDS } from './catalogue.ts';

/** The rule and the fix where a command means nothing in the room of a maintenance; null elsewhere. */
export function plannedRefusal({ kind }: Incident, name: CommandName): string | null {
  return kind !== 'maintenance' || PLANNED.has(name)
    ? null
    : `\`/${name}\` is for incidents, and this is planned work. What goes wrong during it is an incident of its own: declare it by the form or \`tocsin incident open\`.`;
}

/** The commands that mean something in a room, as they are written and meant there. */
export function commandsIn({ kind }: Pick<Incident, 'kind'>): readonly KnownCommand[] {
  if (kind !== 'maintenance') return COMMANDS;
  return COMMANDS.flatMap((command) => {
    const words = PLANNED.get(command.name);
    return words === undefined ? [] : [{ ...command, ...words }];
  });
}

/** A command of the catalogue. */
export type KnownCommand = CommandDescription & { readonly name: CommandName };

const AS_EVER = {};

/** What is written and meant otherwise than in an incident. */
const PLANNED: ReadonlyMap<
  CommandName,
  Partial<Pick<CommandDescription, 'usage' | 'summary'>>
> = new Map<CommandName, Partial<Pick<CommandDescription, 'usage' | 'summary'>>>([
  ['help', AS_EVER],
  ['who', AS_EVER],
  ['timeline', AS_EVER],
  ['similar', AS_EVER],
  ['note', AS_EVER],
  ['delegate', { summary: 'hands it over' }],
  ['role', AS_EVER],
  ['resolve', { summary: 'says that the work is done' }],
  [
    'update',
    {
      usage: '[scheduled|in_progress|verifying|completed] text [next 30m]',
      summary: 'tells the public where the work stands',
    },
  ],
  ['approve', AS_EVER],
  ['publish', AS_EVER],
  ['unpublish', AS_EVER],
  ['set', { usage: 'title words', summary: 'corrects the title; shows old and new' }],
  ['page', AS_EVER],
  ['action', AS_EVER],
  ['close', { summary: 'ends it, once the action items allow' }],
  ['reopen', AS_EVER],
  ['decline', { summary: 'calls it off' }],
  ['mute', AS_EVER],
  ['unmute', AS_EVER],
]);
