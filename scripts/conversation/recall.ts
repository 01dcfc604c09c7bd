// What a run would have answered that died after its commit: the comment is decided again on the state before it.
import { readRecord } from '../incidents/record.ts';
import { incidentPath, isIncidentPath } from '../model/history-path.ts';
import { readBook } from '../response/book.ts';
import {
  carryOut,
  type Comment as Speech,
  type CommandAnswer,
  isCarriedOut,
  type Surroundings,
} from '../slash-commands/carry-out.ts';
import type { Desk } from './desk.ts';

/** The answers to the commands of a comment that were carried out before; none where that was too long ago to know. */
export async function recallAnswers(
  { workspace }: Pick<Desk, 'workspace'>,
  surroundings: Surroundings,
  speech: Speech,
): Promise<readonly CommandAnswer[]> {
  const path = incidentPath(speech.incident);
  const head = await workspace.readHead();
  const commits = await workspace.listChanges(head, [path], MOST_COMMITS);
  for (const commit of commits) {
    const before = await workspace.readOldFiles(`${commit}^`).catch(() => null);
    const file = before?.find((each) => each.path === path);
    if (before === null || file === undefined || !('text' in file)) return [];
    const incident = readRecord(file)?.incident;
    if (incident === undefined) return [];
    if (isCarriedOut(incident, speech.key)) continue;
    const { outcome, effects } = carryOut(
      surroundings,
      readBook(before.filter(isIncident)),
      speech,
    );
    if (outcome.kind !== 'carried_out') return [];
    // What was opened by it stands there already and would be called otherwise now.
    const isOpening = effects.some(({ kind }) => kind === 'open_incident');
    return isOpening ? outcome.answers.filter(({ kind }) => kind !== 'done') : outcome.answers;
  }
  return [];
}

/** A run dies minutes ago, not days. */
const MOST_COMMITS = 30;

function isIncident({ path }: { readonly path: string }): boolean {
  return isIncidentPath(path);
}
