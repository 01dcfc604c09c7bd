// A site on its way to a place, as the command sends it.
import { type Place } from '../place.ts';
import { LIST, type List, parseList, readSite } from '../published.ts';
import { stepsTo } from '../steps.ts';

/** The list of a site that nobody knows more of. */
export function listOf(folder: string): List {
  return { files: readSite(folder), older: [], uncommitted: [] };
}

/** Sends a site as the command does; gives what changed there. */
export async function send(place: Place, folder: string): Promise<readonly string[]> {
  const before = parseList((await place.read([LIST])).get(LIST) ?? null);
  if (before === null) throw new Error('no list');
  const steps = stepsTo(listOf(folder), before.files);
  await place.carryOut(steps, folder);
  return steps.flat().flatMap(({ kind, path }) => (kind === 'write' ? [] : [`${kind} ${path}`]));
}
