// The pull request of a post-mortem: made once, brought up to date while it is a draft, and after somebody closed it made
// again only for whoever asks for another one. Its branch's name is its key, so that whatever is lost is found again.
import { type SourceFile } from '../config/document-set.ts';
import type { Github } from '../github/github.ts';
import type { PullRequest } from '../github/pull-requests.ts';
import { readRecord } from '../incidents/record.ts';
import { withoutHiddenLinks } from '../incidents/shown-names.ts';
import { postmortemPath } from '../model/history-path.ts';
import type { Incident } from '../model/incident.ts';
import type { Organisation } from '../model/organisation.ts';
import { type GivenItem, givenSince, ownedApart, toldOf } from '../postmortems/carried-items.ts';
import { renderDraft } from '../postmortems/draft.ts';
import type { Material } from '../postmortems/material.ts';
import { readNotes } from '../postmortems/notes.ts';
import { postmortemBranch, requestOf } from '../postmortems/pull-request.ts';
import { type Drafted, rememberedProposal } from '../postmortems/proposal.ts';
import { namedOwner, type PullRequestFacts, withFacts } from '../postmortems/request-facts.ts';
import {
  ownersOf,
  readMemory,
  type RequestMemory,
  withMemory,
} from '../postmortems/request-memory.ts';
import { locatePostmortem, parsePostmortem, refreshPostmortem } from '../postmortems/refresh.ts';
import { readBook } from '../response/book.ts';
import type { Branches } from '../workspace/branches.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { askReviewers, type Unasked } from './ask-reviewers.ts';
import { takeUp } from './end-pull-request.ts';
import { done, type Step, stepOf } from './sync.ts';
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

/** How it stands. */
export type PullRequestStanding = {
  readonly kind: 'begun' | 'changed' | 'open' | 'declined' | 'merged';
  readonly pullRequest: PullRequest;
  /** Day and meeting in its file; null where it was not read, or its schema refuses it. */
  readonly drafted: Drafted | null;
  /** Whom GitHub does not let be asked to read it. */
  readonly unasked: readonly Unasked[];
  /** Whom people named as its owner after others were asked to read it, and who stands there. */
  readonly ignored: { readonly wanted: string; readonly owner: string } | null;
  /** Action items that people gave to somebody else than the file said, and what became of that in the file. */
  readonly given: readonly (GivenItem & { readonly became: 'taken' | 'left' | 'unknown' })[];
};

/** Brings the pull request to what it shall be. */
export async function syncPullRequest(
  place: PostmortemPlace,
  work: PostmortemWork,
): Promise<Step<PullRequestStanding>> {
  const record = readRecord(work.incidentFile);
  if (record === null) return { kind: 'refused', sentence: 'its file cannot be read' };
  const { id } = record.incident;
  const listed = stepOf(await place.github.pullRequests.listOfBranch(postmortemBranch(id)));
  if (listed.kind !== 'done') return listed;
  const taken = await takeUp(place, { ...work, id }, pickPullRequest(listed.value));
  if (taken.kind !== 'done') return taken;
  const known = taken.value;
  const isAnother = known?.state === 'closed' && isAskedAgain(record.incident, known);
  if (known !== null && known.state !== 'open' && !isAnother)
    return done({
      kind: known.state === 'merged' ? 'merged' : 'declined',
      pullRequest: known,
      drafted: null,
      unasked: [],
      ignored: null,
      given: [],
    });
  const named = known === null || isAnother ? null : namedOwner(known.body);
  const wanted = record.incident.postmortemBegun?.owner;
  const newOwner = named === null || wanted === named ? undefined : wanted;
  // Another one on the same branch goes on with what the one before it was told.
  const memory = readMemory(known?.body ?? '');
  const material = { ...materialOf(place, work, record.incident), newOwner, memory };
  const written = await writeBranch(place, work, material);
  if (written.kind !== 'done') return written;
  const { text, before } = written.value;
  const document = locatePostmortem(id, text)?.document;
  const isNew = known === null || isAnother;
  if (document === undefined)
    return isNew
      ? { kind: 'refused', sentence: 'the front matter of its draft is not valid' }
      : done({
          kind: text !== before ? 'changed' : 'open',
          pullRequest: known,
          drafted: null,
          unasked: [],
          ignored: null,
          given: [],
        });
  const { actions } = record.incident;
  const items = before === null ? [] : (parsePostmortem(id, before)?.actionItems ?? []);
  const told = toldOf(memory, items, actions);
  const proposed = rememberedProposal(work.organisation, record.incident, {
    days: document,
    last: memory.proposed,
  });
  const isDraft = document.state === 'draft';
  const remembered: RequestMemory = isDraft
    ? { told: ownersOf(actions), written: null, proposed }
    : { told: told ?? ownersOf(actions), written: ownersOf(items), proposed };
  const request = requestOf(id, document);
  const opened = isNew
    ? await openPullRequest(place, id, {
        ...request,
        body: withMemory(request.body, { ...memory, proposed }),
      })
    : done({
        kind: text !== before ? ('changed' as const) : ('open' as const),
        pullRequest: known,
      });
  if (opened.kind !== 'done') return opened;
  const isTaken = newOwner === undefined || document.owner === newOwner;
  const shown = await tellFacts(place.github, opened.value.pullRequest, {
    facts: document,
    named: isTaken && newOwner !== undefined ? newOwner : named,
    memory: remembered,
  });
  if (shown.kind !== 'done') return shown;
  const given = told === null ? ownedApart(items, actions) : givenSince(items, actions, told);
  const became = told === null ? 'unknown' : isDraft ? 'taken' : 'left';
  const asked = await askReviewers(place.github, shown.value, document.reviewers ?? []);
  const ignored = isTaken ? null : { wanted: newOwner, owner: document.owner };
  return asked.kind === 'done'
    ? done({
        ...opened.value,
        pullRequest: shown.value,
        drafted: { days: document, last: proposed },
        unasked: asked.value,
        ignored,
        given: given.map((each) => ({ ...each, became })),
      })
    : asked;
}

/** The pull request once it says what the file says, and remembers what it was told. */
async function tellFacts(
  { pullRequests }: Github,
  request: PullRequest,
  {
    facts,
    named,
    memory,
  }: {
    readonly facts: PullRequestFacts;
    readonly named: string | null;
    readonly memory: RequestMemory;
  },
): Promise<Step<PullRequest>> {
  const body = withMemory(withFacts(request.body, facts, named), memory);
  return body === request.body
    ? done(request)
    : stepOf(await pullRequests.update(request.number, { body }));
}

/** Whether somebody asked for another one after this was closed. */
function isAskedAgain({ postmortemClosed: closed }: Incident, { number }: PullRequest): boolean {
  return closed !== null && closed.again && number <= closed.pullRequest;
}

/** An open one counts, else a merged one, else the newest that was closed. */
function pickPullRequest(listed: readonly PullRequest[]): PullRequest | null {
  const inState = (state: PullRequest['state']): PullRequest | undefined =>
    listed.find((each) => each.state === state);
  return inState('open') ?? inState('merged') ?? listed[0] ?? null;
}

function materialOf(
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
type Written = { readonly text: string; readonly before: string | null };

/** Makes the branch, or brings its file up to date while it is a draft. */
async function writeBranch(
  { branches, github }: PostmortemPlace,
  { head, files }: PostmortemWork,
  material: Material,
): Promise<Step<Written>> {
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

/** Opens it; after an answer that never came the branch is looked at again, which has one or none. */
async function openPullRequest(
  { github, base }: PostmortemPlace,
  id: string,
  words: { readonly title: string; readonly body: string },
): Promise<Step<Pick<PullRequestStanding, 'kind' | 'pullRequest'>>> {
  const branch = postmortemBranch(id);
  const answer = await github.pullRequests.create({ ...words, branch, base });
  if (answer.kind === 'answered') return done({ kind: 'begun', pullRequest: answer.value });
  // GitHub refuses a second one for a branch: then somebody was faster, or an earlier answer was lost.
  const mayBeThere = answer.kind === 'retry' ? answer.mayHaveHappened : answer.reason === 'invalid';
  if (!mayBeThere) return stepOf(answer);
  const listed = stepOf(await github.pullRequests.listOfBranch(branch));
  if (listed.kind !== 'done') return listed;
  const found = pickPullRequest(listed.value);
  return found === null || found.state === 'closed'
    ? stepOf(answer)
    : done({ kind: 'begun', pullRequest: found });
}
