// Front matter of two versions of a file, compared place by place.
import { readDocuments, type SourceFile } from '../config/document-set.ts';
import type { IncidentDocument } from '../config/markdown-documents.ts';

/** Whether two versions say the same at a place of their front matter. */
export function sayTheSame(left: SourceFile, right: SourceFile, path: readonly string[]): boolean {
  return sameValue(valueAt(documentOf(left), path), valueAt(documentOf(right), path));
}

function documentOf(file: SourceFile): IncidentDocument | undefined {
  const known = documents.get(file);
  if (known !== undefined) return known;
  const document = readDocuments([file]).documents.incident[0]?.document;
  if (document !== undefined) documents.set(file, document);
  return document;
}

/** A file is asked about many places. */
const documents = new WeakMap<SourceFile, IncidentDocument>();

function valueAt(document: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) => (isMapping(value) ? value[name] : undefined),
    document,
  );
}

/** Whether two plain values are the same, in whatever order their keys stand. */
function sameValue(left: unknown, right: unknown): boolean {
  if (!isMapping(left) || !isMapping(right)) return left === right;
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => sameValue(left[name], right[name]))
  );
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
