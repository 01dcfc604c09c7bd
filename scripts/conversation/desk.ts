// What is needed to hear what people say on GitHub, and what comes of it.
import { applyOperations } from '../apply/apply.ts';
import { hasUnreadable } from '../apply/unreadable.ts';
import type { SourceFile } from '../config/document-set.ts';
import { isIncidentPath } from '../model/history-path.ts';
import type { ShowWorld } from '../projection/show.ts';
import type { Step, SyncReport, SyncState } from '../projection/sync.ts';

/** Where people's words are heard: the repository, the rooms, and how to reach both. */
export type Desk = ShowWorld & {
  /** Told at once when what was said is committed. */
  readonly onCommitted?: () => void;
  /** Where somebody beside shows rooms: takes note of those that must be shown, null for everything. */
  readonly showLater?: (incidents: readonly string[] | null) => void;
  /** Where several hear at the same time: one after the other. */
  readonly inTurn?: <T>(task: () => Promise<T>) => Promise<T>;
};

/** What came of something that was heard. */
export type Heard = {
  /** One sentence for the log; never what people wrote. */
  readonly said: string;
  /** The incidents whose files changed. */
  readonly incidents: readonly string[];
  /** When and why it has to be heard again; null when it is settled. */
  readonly again: SyncReport['again'];
};

/** The newest committed state; an incident whose file somebody made unreadable is there as it was before. */
export async function readState({
  workspace,
  load,
  announce,
}: Pick<Desk, 'workspace' | 'load' | 'announce'>): Promise<SyncState> {
  const readNewest = async (): Promise<readonly SourceFile[]> =>
    await workspace.readFiles(await workspace.readHead());
  let files = await readNewest();
  if (hasUnreadable(files)) {
    await applyOperations(workspace, [], announce);
    files = await readNewest();
  }
  return { ...load(files), files: files.filter(({ path }) => isIncidentPath(path)) };
}

/** Runs a task when nobody else hears anything. */
export async function inTurn<T>(desk: Desk, task: () => Promise<T>): Promise<T> {
  return desk.inTurn === undefined ? await task() : await desk.inTurn(task);
}

/** Something that changes nothing. */
export function unheard(said: string): Heard {
  return { said, incidents: [], again: null };
}

/** Something that GitHub did not let us finish. */
export function interrupted(step: Exclude<Step<unknown>, { kind: 'done' }>): Heard {
  return {
    said: step.sentence,
    incidents: [],
    again: step.kind === 'later' ? { afterMs: step.afterMs, sentence: step.sentence } : null,
  };
}
