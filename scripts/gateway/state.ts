// The organisation in force: incidents of the newest commit, configuration of the newest commit where it is valid.
import type { SourceFile } from '../config/document-set.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { plural } from '../diagnostics/pretty.ts';
import { loadState, type OrganisationState } from '../validation/load.ts';
import { GitError } from '../workspace/git.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** What is in force, with the commit it was read from. */
export type StateInForce = OrganisationState & { readonly revision: string };

/** Keeps the state of an organisation up to date with its repository. */
export type StateKeeper = {
  readonly current: () => StateInForce;
  /** Reads the newest commit. One call at a time. */
  readonly refresh: () => Promise<StateInForce>;
};

/** What people should hear about the configuration, once for each change of it. */
export type StateNews =
  | { readonly kind: 'taken_over'; readonly commit: string }
  | { readonly kind: 'broken'; readonly sentence: string };

/** The configuration of the first commit that is read must be valid; `InvalidOrganisation` says what is wrong. */
export class InvalidOrganisation extends Error {
  override readonly name = 'InvalidOrganisation';
}

/** Starts with the newest commit; when the repository does not answer, with the one known last. */
export async function keepState(
  workspace: Workspace,
  lastKnownHead: () => Promise<string>,
  onNews: (news: StateNews) => void,
): Promise<StateKeeper> {
  const head = await firstHead(workspace, lastKnownHead);
  const files = await workspace.readFiles(head);
  const first = loadState(files);
  if (first.kind === 'invalid') {
    throw new InvalidOrganisation(
      `${describe(head, first.diagnostics)}: run \`tocsin validate\`, correct and commit`,
    );
  }
  let state: StateInForce = { ...first.state, revision: head };
  let good = configurationOf(files);
  let seen = good;

  const takeOver = (revision: string, newest: readonly SourceFile[]): void => {
    const configuration = configurationOf(newest);
    const next = loadState(newest);
    const isNews = !areSame(configuration, seen);
    seen = configuration;
    if (next.kind === 'loaded') {
      good = configuration;
      state = { ...next.state, revision };
      if (isNews) onNews({ kind: 'taken_over', commit: short(revision) });
      return;
    }
    const kept = loadState([...good, ...newest.filter((file) => !isConfiguration(file))]);
    if (kept.kind === 'loaded') state = { ...kept.state, revision };
    if (isNews) {
      const sentence = `${describe(revision, next.diagnostics)}; the configuration before it stays in force`;
      onNews({ kind: 'broken', sentence });
    }
  };

  return {
    current: () => state,
    refresh: async () => {
      const newest = await workspace.readHead();
      if (newest !== state.revision) takeOver(newest, await workspace.readFiles(newest));
      return state;
    },
  };
}

/** A gateway that is started while the forge is down accepts requests all the same; its worker says what is wrong. */
async function firstHead(
  workspace: Workspace,
  lastKnownHead: () => Promise<string>,
): Promise<string> {
  try {
    return await workspace.readHead();
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    return await lastKnownHead();
  }
}

function configurationOf(files: readonly SourceFile[]): readonly SourceFile[] {
  return files.filter(isConfiguration);
}

function isConfiguration({ path }: SourceFile): boolean {
  return !path.startsWith('incidents/') && !path.startsWith('postmortems/');
}

/** Unchanged files of a repository are the same objects in every reading. */
function areSame(left: readonly SourceFile[], right: readonly SourceFile[]): boolean {
  return left.length === right.length && left.every((file) => right.includes(file));
}

function describe(revision: string, diagnostics: readonly Diagnostic[]): string {
  const [first] = diagnostics;
  const where = first === undefined ? '' : ` (${first.place.file}:${first.place.line})`;
  return `commit ${short(revision)} has ${plural(diagnostics.length, 'error')} in its configuration${where}`;
}

function short(revision: string): string {
  return revision.slice(0, 7);
}
