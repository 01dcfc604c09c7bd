// What people changed in incident files by commits is done before anything else, as if they had said it by commands: it came
// first. From the next commit of ours on it is done.
import { placeDocument } from '../config/layout.ts';
import { REOPEN_WITHIN_MS } from '../incidents/lifecycle.ts';
import { type Incident, isActive } from '../model/incident.ts';
import type { Effect } from '../model/effect.ts';
import { addMs } from '../model/instant.ts';
import { type EditableBook, withEffect } from '../response/book.ts';
import type { Response } from '../response/response.ts';
import { followFile, type Scene } from '../file-edits/follow-file.ts';
import { isNews } from '../file-edits/news.ts';
import { type EditedIncident, unfollowed } from '../file-edits/kept-edit.ts';
import { loadWithFallback } from '../validation/fallback.ts';
import { loadState } from '../validation/load.ts';
import { historyOf } from '../workspace/file-history.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** One operation for each file that people changed in a way that commands do; one that could not be followed tells its path. */
export async function editOperations(
  workspace: Workspace,
  head: string,
  book: EditableBook,
): Promise<readonly ((book: EditableBook) => Response<Outcome>)[]> {
  const edits = await editsToFollow(workspace, head, book);
  const scene = edits.length === 0 ? null : await sceneOf(workspace, head);
  return scene === null ? [] : edits.map((edited) => (newest) => follow(scene, newest, edited));
}

/** The files that people changed so since the last commit of ours. */
export async function editsToFollow(
  workspace: Workspace,
  head: string,
  book: EditableBook,
): Promise<readonly (EditedIncident & { readonly path: string })[]> {
  const now = workspace.now();
  const news: (EditedIncident & { readonly path: string })[] = [];
  for (const [path, { at, read }] of await workspace.readEdited(head)) {
    const place = placeDocument(path);
    const id = place.kind === 'document' ? place.id : '';
    const file = book.files.get(id);
    if (file === undefined || settled.has(file)) continue;
    const incident = book.incidents.find((each) => each.id === id);
    if (incident === undefined) continue;
    const changed = mayMatter(incident, at, now) ? await read() : null;
    const edited = changed === null ? null : { id, ...changed };
    if (edited !== null && isNews(book, edited, now)) news.push(edited);
    else settled.add(file);
  }
  return news;
}

/** Files with nothing to follow; whoever changes one makes another of it. */
const settled = new WeakSet<object>();

/** What was over for long is not looked at: a history is long, and asking git takes time. */
function mayMatter(incident: Incident, at: string, now: string): boolean {
  return isActive(incident) || at >= addMs(now, -REOPEN_WITHIN_MS);
}

async function sceneOf(workspace: Workspace, head: string): Promise<Scene | null> {
  const files = await workspace.readFiles(head);
  const first = loadState(files);
  const found =
    first.kind === 'loaded'
      ? { loaded: first }
      : await loadWithFallback(files, historyOf(workspace, head), first);
  return found === null ? null : { ...found.loaded.state, now: workspace.now() };
}

/** What came of following an edit: the path of a file whose edit could not be followed, else null. */
type Outcome = string | null;

/** An edit that nothing can be made of holds up nobody, and is told of: signals come through whatever people write. */
export function follow(
  scene: Scene,
  book: EditableBook,
  edited: EditedIncident,
): Response<Outcome> {
  const file = book.files.get(edited.id);
  const effects = tried(book, () => followFile(scene, book, edited));
  const told = effects ?? tried(book, () => unfollowed(edited, scene.now)) ?? [];
  if (told.length === 0 && file !== undefined) settled.add(file);
  return { outcome: effects === null ? edited.base.path : null, effects: told };
}

/** Null where it cannot be done. */
function tried(book: EditableBook, decide: () => readonly Effect[]): readonly Effect[] | null {
  try {
    const effects = decide();
    effects.reduce(withEffect, book);
    return effects;
  } catch {
    return null;
  }
}
