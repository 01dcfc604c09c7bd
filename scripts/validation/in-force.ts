// What is in force where the newest files are wrong, and how people are told.
import { readDocuments, type SourceFile } from '../config/document-set.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { plural } from '../diagnostics/pretty.ts';
import type { Organisation } from '../model/organisation.ts';
import { type Fallback, isConfiguration } from './fallback.ts';

/** Who may commit is never a thing of the past: the newest file that says it counts, whatever else is wrong. */
export function withNewestWriter(
  organisation: Organisation,
  newest: readonly SourceFile[],
): Organisation {
  const [said] = readDocuments(newest.filter(({ path }) => path === 'tocsin.yaml')).documents
    .organisation;
  const writer = said?.document.writer ?? organisation.settings.writer;
  return { ...organisation, settings: { ...organisation.settings, writer } };
}

/** How many errors there are and where the first one stands, as a part of a sentence. */
export function describeErrors(diagnostics: readonly Diagnostic[]): string {
  const wrong = diagnostics.filter(({ place }) => isConfiguration({ path: place.file }));
  const [first] = wrong;
  const where = first === undefined ? '' : ` (${first.place.file}:${first.place.line})`;
  return `${plural(wrong.length, 'error')} in its configuration${where}`;
}

/** What is in force instead of what is wrong, as a part of a sentence. */
export function describeInForce({
  replaced,
  leftOut,
}: Pick<Fallback, 'replaced' | 'leftOut'>): string {
  if (replaced.length + leftOut.length === 0) return 'the configuration before it stays in force';
  return [
    ...(replaced.length === 0
      ? []
      : [`the version before it of ${listOf(replaced)} stays in force`]),
    ...(leftOut.length === 0
      ? []
      : [
          `${listOf(leftOut)} ${leftOut.length === 1 ? 'is' : 'are'} left out, without a good version before it`,
        ]),
    'everything else is taken over',
  ].join(', ');
}

function listOf(paths: readonly string[]): string {
  return `${paths.slice(0, 3).join(', ')}${paths.length > 3 ? ' …' : ''}`;
}

/** A file of which another version is in force, or none. */
export type WrongFile = {
  readonly path: string;
  /** What is wrong, and where: in the file itself, or in one that it broke. */
  readonly diagnostic: Diagnostic;
};

/** The files that are not in force as they are; where nothing can be told apart, those that errors are in. */
export function wrongFilesOf(
  diagnostics: readonly Diagnostic[],
  { replaced, leftOut }: Pick<Fallback, 'replaced' | 'leftOut'>,
): readonly WrongFile[] {
  const standIns = [...replaced, ...leftOut];
  const paths = standIns.length > 0 ? standIns : diagnostics.map(({ place }) => place.file);
  return [...new Set(paths)].toSorted().flatMap((path) => {
    const diagnostic = diagnostics.find(({ place }) => place.file === path) ?? diagnostics[0];
    return diagnostic === undefined ? [] : [{ path, diagnostic }];
  });
}
