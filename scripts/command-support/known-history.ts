// What was read of the incidents' files in an earlier run. Reading ten thousand of them costs a minute, and nearly all
// are what they were. An entry is only believed for the same path, text and program, and while its own bytes are whole.
import { hash } from 'node:crypto';
import type { SourceFile } from '../config/document-set.ts';
import { isIncidentPath } from '../model/history-path.ts';
import { programDigest } from '../sitebuild/program.ts';
import type { KnownIncident } from '../validation/load.ts';
import { readCachedLines, writeCachedLines } from '../workspace/cache.ts';

/** What is known of the files as they are now; `keep` remembers for the next run what was read in this one. */
export type History = {
  readonly known: ReadonlyMap<string, KnownIncident>;
  readonly keep: (read: ReadonlyMap<string, KnownIncident>) => void;
};

/** Looks up the incidents among `files`. */
export function recallHistory(root: string, files: readonly SourceFile[]): History {
  const program = programDigest();
  if (program === null) return { known: new Map(), keep: () => undefined };
  const names = new Map(
    files.flatMap((file) =>
      'text' in file && isIncidentPath(file.path)
        ? [[nameOf(program, file.path, file.text), file.path] as const]
        : [],
    ),
  );
  const lines = readCachedLines(root, CACHE);
  const known = new Map([...lines].flatMap((line) => toEntry(line, names)));
  return {
    known,
    keep: (read) => {
      const isSame = read.size === lines.size && [...read.keys()].every((path) => known.has(path));
      if (!isSame) writeCachedLines(root, CACHE, [...names].flatMap(toLine(read)));
    },
  };
}

const CACHE = 'incidents';

function nameOf(program: string, path: string, text: string): string {
  return short(`${program}\0${path}\0${text}`);
}

function toEntry(
  line: string,
  names: ReadonlyMap<string, string>,
): readonly (readonly [string, KnownIncident])[] {
  const path = names.get(line.slice(0, LENGTH));
  const value = line.slice(2 * LENGTH);
  if (path === undefined || sealOf(line.slice(0, LENGTH), value) !== line.slice(LENGTH, 2 * LENGTH))
    return [];
  const incident: KnownIncident = JSON.parse(value);
  return [[path, incident]];
}

function toLine(
  read: ReadonlyMap<string, KnownIncident>,
): (entry: readonly [string, string]) => readonly string[] {
  return ([name, path]) => {
    const incident = read.get(path);
    if (incident === undefined) return [];
    const value = JSON.stringify(incident);
    return [`${name}${sealOf(name, value)}${value}`];
  };
}

/** Binds what was read to the file that it was read of. */
function sealOf(name: string, value: string): string {
  return short(`${name}${value}`);
}

const LENGTH = 22;

function short(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, LENGTH);
}
