// The pull request of a post-mortem: made once, brought up to date while it is a draft, and after somebody closed it made
// again only for whoever asks for another one. Its branch's name is its key, so that whatever is lost is found again.
import type { PostmortemDocument } from '../config/markdown-documents.ts';
import type { Github } from '../github/github.ts';
import type { PullRequest } from '../github/pull-requests.ts';
import { readRecord } from '../incidents/record.ts';
import type { Incident } from '../model/incident.ts';
import { type GivenItem, givenSince, ownedApart, toldOf } from '../postmortems/carried-items.ts';
import { postmortemBranch, requestOf } from '../postmortems/pull-request.ts';
import { type Drafted, rememberedProposal } from '../postmortems/proposal.ts';
import { namedOwner, type PullRequestFacts, withFacts } from '../postmortems/request-facts.ts';
import {
  ownersOf,
  readMemory,
  type RequestMemory,
  withMemory,
} from '../postmortems/request-memory.ts';
import { locatePostmortem, parsePostmortem } from '../postmortems/refresh.ts';
import { askReviewers, type Unasked } from './ask-reviewers.ts';
import { takeUp } from './end-pull-request.ts';
import {
  materialOf,
  type PostmortemPlace,
  type PostmortemWork,
  writeBranch,
  type WrittenBranch,
} from './postmortem-branch.ts';
import { done, type Step, stepOf } from './sync.ts';

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
  const { incident } = record;
  const listed = stepOf(
    await place.github.pullRequests.listOfBranch(postmortemBranch(incident.id)),
  );
  if (listed.kind !== 'done') return listed;
  const picked = pickPullRequest(listed.value);
  const taken = await takeUp(place, { ...work, id: incident.id }, picked);
  if (taken.kind !== 'done') return taken;
  const known = taken.value;
  const isAnother = known?.state === 'closed' && isAskedAgain(incident, known);
  if (known !== null && known.state !== 'open' && !isAnother)
    return done(unread(known.state === 'merged' ? 'merged' : 'declined', known));
  const named = known === null || isAnother ? null : namedOwner(known.body);
  const wanted = incident.postmortemBegun?.owner;
  const newOwner = named === null || wanted === named ? undefined : wanted;
  // Another one on the same branch goes on with what the one before it was told.
  const memory = readMemory(known?.body ?? '');
  const material = { ...materialOf(place, work, incident), newOwner, memory };
  const written = await writeBranch(place, work, material);
  if (written.kind !== 'done') return written;
  const { text, before } = written.value;
  const document = locatePostmortem(incident.id, text)?.document;
  const open = isAnother ? null : known;
  if (document !== undefined)
    return await bringUpToDate(place, work, {
      incident,
      open,
      named,
      newOwner,
      memory,
      text,
      before,
      document,
    });
  return open === null
    ? { kind: 'refused', sentence: 'the front matter of its draft is not valid' }
    : done(unread(text === before ? 'open' : 'changed', open));
}

/** How one stands whose file was not read, or is not valid. */
function unread(kind: PullRequestStanding['kind'], pullRequest: PullRequest): PullRequestStanding {
  return { kind, pullRequest, drafted: null, unasked: [], ignored: null, given: [] };
}

/** A branch that was written, and what is known of its pull request. */
type Branch = WrittenBranch & {
  readonly incident: Incident;
  readonly document: PostmortemDocument;
  /** The one that is open; null where one is to be opened. */
  readonly open: PullRequest | null;
  /** The owner that it names. */
  readonly named: string | null;
  /** Whom people named as its owner since. */
  readonly newOwner: string | undefined;
  readonly memory: RequestMemory;
};

/** Opens it where that is to be done, and brings its words, memory and reviewers to what the file says. */
async function bringUpToDate(
  place: PostmortemPlace,
  { organisation }: PostmortemWork,
  branch: Branch,
): Promise<Step<PullRequestStanding>> {
  const { incident, document, open, named, newOwner, memory, text, before } = branch;
  const { id, actions } = incident;
  const items = before === null ? [] : (parsePostmortem(id, before)?.actionItems ?? []);
  const told = toldOf(memory, items, actions);
  const proposed = rememberedProposal(organisation, incident, {
    days: document,
    last: memory.proposed,
  });
  const isDraft = document.state === 'draft';
  const remembered: RequestMemory = isDraft
    ? { told: ownersOf(actions), written: null, proposed }
    : { told: told ?? ownersOf(actions), written: ownersOf(items), proposed };
  const request = requestOf(id, document);
  const body = withMemory(request.body, { ...memory, proposed });
  const opened =
    open === null
      ? await openPullRequest(place, id, { ...request, body })
      : done({
          kind: text === before ? ('open' as const) : ('changed' as const),
          pullRequest: open,
        });
  if (opened.kind !== 'done') return opened;
  const isTaken = newOwner === undefined || document.owner === newOwner;
  const shown = await tellFacts(place.github, opened.value.pullRequest, {
    facts: document,
    named: isTaken && newOwner !== undefined ? newOwner : named,
    memory: remembered,
  });
  if (shown.kind !== 'done') return shown;
  const asked = await askReviewers(place.github, shown.value, document.reviewers ?? []);
  if (asked.kind !== 'done') return asked;
  const given = told === null ? ownedApart(items, actions) : givenSince(items, actions, told);
  const became = told === null ? 'unknown' : isDraft ? 'taken' : 'left';
  return done({
    ...opened.value,
    pullRequest: shown.value,
    drafted: { days: document, last: proposed },
    unasked: asked.value,
    ignored: isTaken ? null : { wanted: newOwner, owner: document.owner },
    given: given.map((each) => ({ ...each, became })),
  });
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
