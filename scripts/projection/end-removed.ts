// Rooms whose incident's file was taken out of the repository. A file that cannot be read, one that stands in a wrong
// folder, and one of which the history knows nothing (yet) end no room: only a commit that removed it does.
import { placeDocument } from '../config/layout.ts';
import type { SourceFile } from '../config/document-set.ts';
import { incidentPath } from '../model/history-path.ts';
import { INCIDENT_LABEL } from '../rooms/labels.ts';
import { joinBody, readMarks, roomMarker, splitBody } from '../rooms/markers.ts';
import { isRemovedBody, removedCard, removedTitle } from '../rooms/removed-text.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { note, type Pass } from './pass.ts';
import { firstDayOf, removeAnswers, removeMentions } from './remove-answers.ts';
import { syncLabels } from './room-labels.ts';
import type { FoundRoom, Survey } from './survey.ts';
import { done, type Step, stepOf, type SyncState, type SyncWorld } from './sync.ts';

/** What a room and its marker name. */
type Suspect = { readonly incident: string; readonly number: number };

/** Closes the open ones, and says in each why. */
export async function endRemoved(
  world: SyncWorld,
  pass: Pass,
  { survey, state }: { readonly survey: Survey; readonly state: SyncState },
): Promise<void> {
  const isPublic = state.organisation.settings.repository === 'public';
  const known = new Set(state.files.map(({ path }) => stemOf(path)));
  for (const [incident, found] of survey) {
    if (known.has(incident)) continue;
    for (const room of found) {
      const { number } = room.issue;
      if (pass.isHeld || room.issue.state === 'closed') continue;
      const commit = await removalOf(world.workspace, { incident, number });
      if (commit === null) continue;
      const step = await endRoom(world, room, { commit, isPublic });
      note(pass, incident, step);
      if (step.kind === 'done') pass.healed.push(number);
    }
  }
}

/** The commit that took the file away whose room an issue says that it is; null where the newest history has none. */
export async function removalOf(
  workspace: Pick<Workspace, 'readHead' | 'readIncidentFiles' | 'listChanges'>,
  suspect: Suspect,
): Promise<string | null> {
  const path = incidentPath(suspect.incident);
  const place = placeDocument(path);
  if (place.kind !== 'document' || place.document !== 'incident') return null;
  const head = await workspace.readHead();
  const files = await workspace.readIncidentFiles(head);
  if (files.some((file) => speaksFor(file, suspect))) return null;
  const [commit = null] = await workspace.listChanges(head, [path], 1);
  return commit;
}

/** Whether a file may be the incident's, wherever it stands and whether or not it can be read, or names the issue as its room. */
function speaksFor(file: SourceFile, { incident, number }: Suspect): boolean {
  if (stemOf(file.path) === incident) return true;
  return 'text' in file && new RegExp(`^room:[ \\t]*${number}\\b`, 'm').test(file.text);
}

/** The name of a file without its endings. */
export function stemOf(path: string): string {
  return (path.split('/').at(-1) ?? '').replace(/\..*$/, '');
}

/**
 * The hidden line stays: a file that is brought back has its room again. In a public repository our answers go, since a
 * file may have been taken away because of what it told.
 */
async function endRoom(
  { github }: SyncWorld,
  { issue: listed, marks: { incident } }: FoundRoom,
  { commit, isPublic }: { readonly commit: string; readonly isPublic: boolean },
): Promise<Step<null>> {
  const read = stepOf(await github.issues.read(listed.number));
  if (read.kind !== 'done') return read;
  const issue = read.value;
  const marks = readMarks(issue.body);
  // Somebody may have written since the list was made.
  if (incident === null || marks.incident !== incident || issue.state === 'closed')
    return done(null);
  const untold = { id: incident, rooms: [issue.number] };
  const emptied = isPublic ? await removeAnswers(github, issue.number) : done(null);
  if (emptied.kind !== 'done') return emptied;
  const unnamed = isPublic
    ? await removeMentions(github, [untold], firstDayOf(incident))
    : done(null);
  if (unnamed.kind !== 'done') return unnamed;
  const labelled = await syncLabels(github, issue, [INCIDENT_LABEL]);
  if (labelled.kind !== 'done') return labelled;
  const wasTold = isRemovedBody(issue.body);
  const card = removedCard(incident, commit);
  const body = joinBody(
    { ...splitBody(issue.body), card },
    roomMarker(incident, marks.part),
    marks,
  );
  const title = removedTitle(incident);
  const change = { title, body, state: 'closed', reason: 'not_planned' } as const;
  const ended = stepOf(await github.issues.update(issue.number, change));
  if (ended.kind !== 'done') return ended;
  // Said afterwards, so that it is never said twice: a change of a card is mailed to nobody.
  if (!wasTold) await github.comments.create(issue.number, card);
  return done(null);
}
