// What is known of the post-mortem of an incident: what it says, or why its file cannot be read.
import type { Incident } from '../model/incident.ts';
import type { Postmortem, PostmortemFile, UnreadablePostmortem } from '../model/postmortem.ts';

/** All files of post-mortems, as one committed state has them. */
export type Written = {
  readonly postmortems: readonly Postmortem[];
  readonly unreadable: readonly UnreadablePostmortem[];
};

/** The one that an incident names, else its own; null where there is none. */
export function writtenFor(
  incident: Pick<Incident, 'id' | 'postmortem'>,
  { postmortems, unreadable }: Written,
): PostmortemFile | null {
  const id = incident.postmortem ?? incident.id;
  const isMeant = (each: PostmortemFile): boolean => each.incident === id;
  return postmortems.find(isMeant) ?? unreadable.find(isMeant) ?? null;
}

/** What is wrong with a file; null for one that can be read, and for none. */
export function mistakeIn(file: PostmortemFile | null): string | null {
  return file !== null && 'mistake' in file ? file.mistake : null;
}

/** What a file says; null for none, and for one that cannot be read. */
export function readable(file: PostmortemFile | null): Postmortem | null {
  return file === null || 'mistake' in file ? null : file;
}
