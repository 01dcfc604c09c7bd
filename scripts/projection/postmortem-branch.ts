// The branch of a post-mortem's pull request, and the file on it.
import type { SourceFile } from '../config/document-set.ts';
import type { Github } from '../github/github.ts';
import { withoutHiddenLinks } from '../incidents/shown-names.ts';
import { postmortemPath } from '../model/history-path.ts';
import type { Organisation } from '../model/organisation.ts';
import { renderDraft } from '../postmortems/draft.ts';
import type { Material } from '../postmortems/material.ts';
import { readNotes } from '../postmortems/notes.ts';
import { postmortemBranch } from '../postmortems/pull-request.ts';
import { refreshPostmortem } from '../postmortems/refresh.ts';
import { readBook } from '../response/book.ts';
import type { Branches } from '../workspace/branches.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { done, type Step } from './sync.ts';
import { tellGiven } from './tell-given.ts';

/** What pull requests of post-mortems are made with. */
export type PostmortemPlace = {
  readonly github: Github;
  readonly branches: Branches;
  /** The branch that everybody writes to. */
  readonly base: string;
  readonly issueUrl: (number: number) => string;
  /** Tells what files said before. */
  readonly workspace: Pick<Workspace, 'readVersions'>;
};

/** What a pull request is about: the newest committed state. */
export type PostmortemWork = {
  readonly organisation: Organisation;
  readonly incidentFile: SourceFile & { readonly text: string };
  /** Every file of the state; participants' notes are among them. */
  readonly files: readonly SourceFile[];
  /** The commit that a new branch begins at. */
  readonly head: string;
};

/** What a file is made of. */
export function materialOf(
  { issueUrl }: PostmortemPlace,
  { organisation, incidentFile, files }: PostmortemWork,
  incident: Material['incident'],
): Material {
  const { room } = incident;
  return {
    organisation,
    incident,
    incidentText: withoutHiddenLinks(incidentFile.text, {
      organisation,
      incident,
      incidents: readBook(files).incidents,
    }),
    notes: readNotes(incident.id, files),
    linkOf: (key) => {
      const comment = /^ic-(\d+)/.exec(key)?.[1];
      return comment === undefined || room === null
        ? null
        : `${issueUrl(room)}#issuecomment-${comment}`;
    },
    issueUrl,
  };
}

/** The file, and as it was before; null where it was begun. */
export type WrittenBranch = { readonly text: string; readonly before: string | null };

/** Makes the branch, or brings its file up to date while it is a draft. */
export async function writeBranch(
  { branches, github }: PostmortemPlace,
  { head, files }: PostmortemWork,
  material: Material,
): Promise<Step<WrittenBranch>> {
  const { id } = material.incident;
  const branch = postmortemBranch(id);
  const path = postmortemPath(id);
  let said: readonly string[] = [];
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const tip = await branches.read(branch);
    const found =
      tip === null ? [] : await branches.readFiles(tip, [path, path.slice(0, -'.md'.length)]);
    const file = found.find((each) => each.path === path);
    const before = file !== undefined && 'text' in file ? file.text : null;
    if (tip !== null && before === null)
      return { kind: 'refused', sentence: `the branch ${branch} holds no ${path}` };
    const all = { ...material, notes: readNotes(id, [...files, ...found]) };
    const text = before === null ? renderDraft(all) : refreshPostmortem(before, all);
    const draft = text === before ? null : before;
    const told = await tellGiven(github, material, { draft, before: said });
    if (told.kind !== 'done') return told;
    if (text === before) return done({ text, before });
    said = told.value;
    const moved = await branches.write({
      branch,
      expected: tip,
      parent: tip ?? head,
      message: `tocsin: ${id} post-mortem ${before === null ? 'begun' : 'brought up to date'}`,
      changes: [{ path, text }],
    });
    if (moved === 'moved') return done({ text, before });
  }
  return {
    kind: 'later',
    afterMs: 10_000,
    sentence: `somebody else writes to ${branch}`,
    isForAll: false,
  };
}

const MAX_ATTEMPTS = 5;
