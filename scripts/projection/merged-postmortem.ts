// What follows from a post-mortem that was merged: the incident names it, and it counts as reviewed once others
// approved it.
import type { SourceFile } from '../config/document-set.ts';
import type { Github } from '../github/github.ts';
import { editIncident } from '../incidents/edit.ts';
import { readRecord } from '../incidents/record.ts';
import { incidentPath, postmortemPath } from '../model/history-path.ts';
import type { Instant } from '../model/instant.ts';
import { isAtLeast } from '../model/permission.ts';
import type { Incident } from '../model/incident.ts';
import type { Postmortem } from '../model/postmortem.ts';
import type { ItemChange } from '../postmortems/action-issues.ts';
import { carriedChanges, ownedApart } from '../postmortems/carried-items.ts';
import { changePostmortemItems } from '../postmortems/item-changes.ts';
import { lintPostmortem } from '../postmortems/lint.ts';
import { lastVerdicts, postmortemBranch, reviewGap } from '../postmortems/pull-request.ts';
import {
  locatePostmortem,
  parsePostmortem,
  setReviewed,
  setState,
} from '../postmortems/refresh.ts';
import type { Branches } from '../workspace/branches.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { commitFiles, type FileDecision, textOf } from './commit-files.ts';
import { done, type Step, stepOf } from './sync.ts';
import { ownerWords, renumberedWords, tellFollowed } from './tell-followed.ts';

/** What was committed, and what is still in the way of a review. */
export type MergedStanding = { readonly isChanged: boolean; readonly reasons: readonly string[] };

type MergedPlace = {
  readonly github: Github;
  readonly branches: Pick<Branches, 'holds' | 'readFiles'>;
  readonly workspace: Workspace;
  readonly issueUrl: (number: number) => string;
};

/** Lets files follow a post-mortem that stands on the branch of everybody. */
export async function followMerge(
  place: MergedPlace,
  postmortem: Postmortem,
): Promise<Step<MergedStanding>> {
  const { workspace } = place;
  const id = postmortem.incident;
  const isOpen = postmortem.state === 'draft' || postmortem.state === 'in_review';
  const approved = isOpen ? await wasApproved(place, postmortem) : done(null);
  if (approved.kind !== 'done') return approved;
  const isRead = approved.value === true;
  const follow = (files: readonly SourceFile[]): Followed => followedIn(place, id, files, isRead);
  const committed = await commitTold(place, id, follow);
  if (committed.kind !== 'done') return committed;
  const { isChanged, told } = committed.value;
  // A file that people put there by hand has no pull request and waits for no approval of one.
  if (approved.value === null) return done({ isChanged, reasons: told });
  const files = await workspace.readFiles(await workspace.readHead());
  const text = textOf(postmortemPath(id), files) ?? '';
  const state = parsePostmortem(id, text)?.state ?? postmortem.state;
  const gap = reviewGap(state, postmortem.owner, { isRead, errors: errorsIn(id, text) });
  return done({ isChanged, reasons: [...told, ...(gap === null ? [] : [gap])] });
}

/** Commits what was said before, and nothing else: what is said of a merge can be said only as long as no file follows it. */
async function commitTold(
  { github, workspace }: MergedPlace,
  id: string,
  follow: (files: readonly SourceFile[]) => Followed,
): Promise<Step<{ readonly isChanged: boolean; readonly told: readonly string[] }>> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const { incident, words: told } = follow(await workspace.readFiles(await workspace.readHead()));
    const said =
      incident === null
        ? done(null)
        : await tellFollowed(github, incident, { words: told, isRetold: attempt > 1 });
    if (said.kind !== 'done') return said;
    let isTold = true;
    const isChanged = await commitFiles(workspace, (files) => {
      const { words, changes } = follow(files);
      isTold = words.join('\n') === told.join('\n');
      if (!isTold || changes.length === 0) return null;
      return { message: `tocsin: ${id} post-mortem followed`, changes };
    });
    if (isTold) return done({ isChanged, told });
  }
  return {
    kind: 'later',
    afterMs: 10_000,
    sentence: 'somebody else changes what its post-mortem is about',
    isForAll: false,
  };
}

const MAX_ATTEMPTS = 5;

/** What the files say once they follow the merge, and what people have to know of it. */
type Followed = {
  /** Null where the incident names its post-mortem already. */
  readonly incident: Incident | null;
  readonly words: readonly string[];
  readonly changes: FileDecision['changes'];
};

function followedIn(
  { workspace, issueUrl }: MergedPlace,
  id: string,
  files: readonly SourceFile[],
  isRead: boolean,
): Followed {
  const link = linkIncident(id, files);
  const path = postmortemPath(id);
  const before = textOf(path, files) ?? '';
  // At the first sight of it only: from then on an issue says what it says to both files.
  const carried = link === null ? [] : carriedInto(id, before, link.incident);
  const owned =
    link === null
      ? []
      : ownedApart(parsePostmortem(id, before)?.actionItems ?? [], link.incident.actions);
  const followed = changePostmortemItems(id, before, carried, issueUrl);
  const after = isRead ? markReviewed(id, followed, workspace.now()) : followed;
  return {
    incident: link?.incident ?? null,
    words: [...carried.flatMap(renumberedWords), ...owned.map(ownerWords)],
    changes: [
      ...(link === null ? [] : [{ path: link.path, text: link.text }]),
      ...(after === before ? [] : [{ path, text: after }]),
    ],
  };
}

/** Null where no pull request of ours was merged. */
async function wasApproved(
  { github, branches }: MergedPlace,
  { incident, owner }: Postmortem,
): Promise<Step<boolean | null>> {
  const { pullRequests, permissions } = github;
  const listed = stepOf(await pullRequests.listOfBranch(postmortemBranch(incident)));
  if (listed.kind !== 'done') return listed;
  const merged = listed.value.find(({ state }) => state === 'merged');
  if (merged === undefined) return done(null);
  const reviews = stepOf(await pullRequests.listReviews(merged.number));
  if (reviews.kind !== 'done') return reviews;
  let isApproved = false;
  for (const { author, verdict, commit } of lastVerdicts(reviews.value, owner)) {
    // In a public repository anybody may review.
    const level = stepOf(await permissions.levelOf(author));
    if (level.kind !== 'done') return level;
    if (!isAtLeast(level.value, 'write')) continue;
    if (verdict === 'changes-requested') return done(false);
    if (verdict !== 'approved' || isApproved) continue;
    isApproved = commit === merged.commit || (await wasWhole(branches, incident, commit));
  }
  return done(isApproved);
}

/** Whether a commit holds a post-mortem that could be judged: an approval of an empty draft says nothing of what it became. */
async function wasWhole(
  branches: Pick<Branches, 'holds' | 'readFiles'>,
  id: string,
  commit: string | null,
): Promise<boolean> {
  if (commit === null || !(await branches.holds(commit))) return false;
  const path = postmortemPath(id);
  const text = textOf(path, await branches.readFiles(commit, [path]));
  return text !== null && errorsIn(id, text) === 0;
}

/** The incident's file once it names its post-mortem; null where it does already. */
function linkIncident(
  id: string,
  files: readonly SourceFile[],
): { readonly path: string; readonly text: string; readonly incident: Incident } | null {
  const file = files.find(({ path }) => path === incidentPath(id));
  if (file === undefined || !('text' in file)) return null;
  const record = readRecord(file);
  if (record === null || record.incident.postmortem !== null) return null;
  const text = editIncident(file.text, [
    { kind: 'set', path: ['postmortem'], value: id },
    // Day and meeting stand in the post-mortem itself from then on.
    { kind: 'unset', path: ['postmortem_draft'] },
  ]);
  return { path: file.path, text, incident: record.incident };
}

function carriedInto(id: string, text: string, incident: Incident): readonly ItemChange[] {
  const written = parsePostmortem(id, text)?.actionItems ?? [];
  return carriedChanges(written, incident.actions);
}

function markReviewed(id: string, text: string, now: Instant): string {
  const state = parsePostmortem(id, text)?.state ?? null;
  const isOpen = state === 'draft' || state === 'in_review';
  return isOpen && errorsIn(id, text) === 0 ? setReviewed(text, now) : text;
}

/** What the linter would refuse if others were asked to read it. */
function errorsIn(id: string, text: string): number {
  const located = locatePostmortem(id, setState(text, 'in_review'));
  const findings = located === null ? [] : lintPostmortem(located);
  return findings.filter(({ severity }) => severity === 'error').length;
}
