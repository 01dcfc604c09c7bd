// Incidents whose file somebody gave another name. The name is the incident's id: its room, its post-mortem, its address on
// the page and other files hold it, so it stays what it was.
import { splitFrontMatter } from '../config/front-matter.ts';
import type { SourceFile } from '../config/document-set.ts';
import { placeDocument } from '../config/layout.ts';
import { editIncident } from '../incidents/edit.ts';
import type { Instant } from '../model/instant.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** A file that was renamed, and the commit that took its own name away. */
export type RenamedFile = { readonly from: string; readonly to: string; readonly commit: string };

/** Finds what only people wrote under a name, though it holds the marks of an incident whose file is gone. */
export async function renamedFiles(
  past: Pick<Workspace, 'readEdited' | 'readRemoved'>,
  head: string,
  files: readonly SourceFile[],
): Promise<readonly RenamedFile[]> {
  const edited = await past.readEdited(head);
  if (edited.size === 0) return [];
  const removed = await past.readRemoved(head);
  const compared = comparisons.get(removed) ?? new WeakSet();
  comparisons.set(removed, compared);
  const written = files.flatMap((file) =>
    'text' in file && edited.has(file.path) && !compared.has(file) ? [file] : [],
  );
  if (written.length === 0) return [];
  const here = new Set(files.map(({ path }) => path));
  const renamed: RenamedFile[] = [];
  for (const [from, { commit, read }] of removed) {
    if (here.has(from) || placeDocument(from).kind !== 'document') continue;
    const before = await read();
    if (before === null) continue;
    const file = written.find((each) => isSameIncident(before, each));
    if (file !== undefined && (await edited.get(file.path)?.read()) === null)
      renamed.push({ from, to: file.path, commit });
  }
  const found = new Set(renamed.map(({ to }) => to));
  for (const file of written) if (!found.has(file.path)) compared.add(file);
  return renamed;
}

/** Which files were compared with what was removed: neither changes, and there are many. */
const comparisons = new WeakMap<object, WeakSet<SourceFile>>();

/** The files under their own names, each with a line that says so. */
export function withNames(
  files: readonly SourceFile[],
  renamed: readonly RenamedFile[],
  at: Instant,
): readonly SourceFile[] {
  return files.map((file) => {
    const rename = renamed.find(({ to }) => to === file.path);
    if (rename === undefined || !('text' in file)) return file;
    const { from, to, commit } = rename;
    const text = `[edited] name of the file in ${commit.slice(0, 10)}, to ${nameOf(to)}: it keeps its own, which its room, its address and other files hold`;
    const key = `ed-${commit.slice(0, 12)}-name`;
    return { path: from, text: editIncident(file.text, [{ kind: 'timeline', at, text, key }]) };
  });
}

type Written = Extract<SourceFile, { readonly text: string }>;

function nameOf(path: string): string {
  return path.replaceAll(/[^\w./-]/g, '?').slice(0, 120);
}

/** One room, an operation that both hold, or the same words about the same moment. */
export function isSameIncident(left: SourceFile, right: SourceFile): boolean {
  if (!('text' in left) || !('text' in right)) return false;
  const room = lineOf(left, 'room');
  const isOneRoom = room !== null && room === lineOf(right, 'room');
  return (
    isOneRoom ||
    !keysOf(left).isDisjointFrom(keysOf(right)) ||
    ['title', 'declared'].every((name) => {
      const line = lineOf(left, name);
      return line !== null && line === lineOf(right, name);
    })
  );
}

function lineOf({ text }: Written, name: string): string | null {
  const line = new RegExp(`^(?:.*[{,])? *${name}: ([^,}\n]*)`, 'm');
  return line.exec(splitFrontMatter(text)?.yaml ?? '')?.[1] ?? null;
}

function keysOf({ text }: Written): ReadonlySet<string> {
  return new Set([...text.matchAll(/<!-- e:(\S+) -->/g)].map(([, key = '']) => key));
}
