// What is left of a room whose incident's file was taken out of the repository.
import { splitBody } from './markers.ts';

/** Its title: the severity of something that is no incident any more means nothing. */
export function removedTitle(incident: string): string {
  return `[removed] ${incident}`;
}

/** Its card, which says why nothing happens here any more and how that is undone. */
export function removedCard(incident: string, commit: string): string {
  return `${BEGINNING} \`${incident}\` was removed.** Commit ${commit} took it out of the repository, so there is no incident here: no clock runs, and nothing said here is carried out. Bring the file back (\`git revert ${commit.slice(0, 12)}\`) and this room is opened again; what was no incident is better ended with \`/decline\` than by deleting its file. Its action items and its post-mortem are left as they are.`;
}

/** What is answered to a command there. */
export function removedWords(incident: string): string {
  return `The file of \`${incident}\` was removed from the repository, so nothing is carried out here. Bring it back and say it again, or declare a new incident.`;
}

/** Whether a body is that of such a room. */
export function isRemovedBody(body: string): boolean {
  return splitBody(body).card?.startsWith(BEGINNING) === true;
}

const BEGINNING = '**The file of';
