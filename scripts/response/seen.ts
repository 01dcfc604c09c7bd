// What incidents ever held, kept beside them: most signals bring what is new, and for those no incident need be asked.
import type { IncidentEdit } from '../model/effect.ts';
import type { Incident } from '../model/incident.ts';

/** Keys of operations and ids of problems. More than the incidents hold now does no harm, less would. */
export type Seen = { readonly keys: Set<string>; readonly problems: Set<string> };

/** Nothing seen yet. */
export function startSeen(): Seen {
  return { keys: new Set(), problems: new Set() };
}

/** Takes in all that an incident holds. */
export function seeIncident(seen: Seen, { keys, problems }: Incident): void {
  for (const key of keys) seen.keys.add(key);
  for (const id of Object.keys(problems)) seen.problems.add(id);
}

/** Takes in what edits bring into an incident. */
export function seeEdits(seen: Seen, edits: readonly IncidentEdit[]): void {
  for (const edit of edits) {
    if (edit.kind === 'timeline') seen.keys.add(edit.key);
    if (edit.kind !== 'set') continue;
    const [field, id] = edit.path;
    if (field === 'problems' && id !== undefined) seen.problems.add(id);
  }
}
