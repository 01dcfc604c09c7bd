// The files of an organisation as they lie in a folder. Links are never followed.
import { type Dirent, lstatSync, type Stats, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { SourceFile } from '../config/document-set.ts';
import { MAX_FILE_BYTES, MAX_RECORDING_BYTES } from '../config/file-limits.ts';
import { ORGANISATION_PATHS, RECORDING_PATH } from '../config/layout.ts';

/**
 * Reads every document file below an organisation's root; what cannot be read is said, not thrown. Recorded signals are
 * left out: they are large, and nothing is decided by them.
 */
export function readOrganisationFiles(root: string): readonly SourceFile[] {
  return ORGANISATION_PATHS.flatMap((path) => collect(root, path));
}

/** Every file of an organisation that can be checked, recorded signals included. */
export function readAllFiles(root: string): readonly SourceFile[] {
  const recording = readRecordingFile(root);
  return [...readOrganisationFiles(root), ...(recording === null ? [] : [recording])];
}

/** The organisation's recorded signals; null when there are none. */
export function readRecordingFile(root: string): SourceFile | null {
  return kindOf(join(root, RECORDING_PATH)) === 'missing'
    ? null
    : readSourceFile(root, RECORDING_PATH);
}

/** The nearest folder at or above `from` that holds a `tocsin.yaml`; null when there is none. */
export function findRoot(from: string): string | null {
  let folder = resolve(from);
  for (;;) {
    if (kindOf(join(folder, 'tocsin.yaml')) !== 'missing') return folder;
    const parent = dirname(folder);
    if (parent === folder) return null;
    folder = parent;
  }
}

/** Reads one file as a document file would be read. */
export function readSourceFile(root: string, path: string): SourceFile {
  const full = join(root, path);
  const kind = kindOf(full);
  if (kind === 'link') return { path, problem: 'link' };
  if (kind !== 'file') return { path, problem: 'unreadable' };
  try {
    if (lstatSync(full).size > limitOf(path)) return { path, problem: 'too_large' };
    return decode(path, readFileSync(full));
  } catch {
    return { path, problem: 'unreadable' };
  }
}

/** The text of a file's bytes, or what is wrong with them. */
export function decode(path: string, bytes: Uint8Array): SourceFile {
  if (bytes.byteLength > limitOf(path)) return { path, problem: 'too_large' };
  try {
    return { path, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { path, problem: 'not_utf8' };
  }
}

function limitOf(path: string): number {
  return path === RECORDING_PATH ? MAX_RECORDING_BYTES : MAX_FILE_BYTES;
}

function collect(root: string, path: string): readonly SourceFile[] {
  const kind = kindOf(join(root, path));
  if (kind === 'missing') return [];
  if (kind !== 'folder') return [readSourceFile(root, path)];
  const entries = entriesOf(join(root, path));
  if (entries === null) return [{ path, problem: 'unreadable' }];
  return entries
    .filter((entry) => !isIgnored(entry.name) && `${path}/${entry.name}` !== RECORDING_PATH)
    .flatMap((entry) =>
      entry.isDirectory()
        ? collect(root, `${path}/${entry.name}`)
        : [readSourceFile(root, `${path}/${entry.name}`)],
    );
}

/** Hidden files, notes for people and recorded signals are no documents. */
export function isIgnored(name: string): boolean {
  return name.startsWith('.') || name === 'README.md' || name === 'recorded.jsonl';
}

function entriesOf(folder: string): readonly Dirent[] | null {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return null;
  }
}

function kindOf(path: string): 'file' | 'folder' | 'link' | 'other' | 'missing' {
  const found = statOrNull(path);
  if (found === null) return 'missing';
  if (found.isSymbolicLink()) return 'link';
  if (found.isDirectory()) return 'folder';
  return found.isFile() ? 'file' : 'other';
}

/** A path below a file, or behind a folder that may not be entered, leads nowhere. */
function statOrNull(path: string): Stats | null {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}
