// One incident's post-mortem goes the step that was decided on.
import type { SourceFile } from '../config/document-set.ts';
import type { Incident } from '../model/incident.ts';
import type { Organisation } from '../model/organisation.ts';
import type { PostmortemMove } from '../postmortems/next-move.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { endPullRequest } from './end-pull-request.ts';
import { hidePullRequests } from './hide-pull-requests.ts';
import { followMerge } from './merged-postmortem.ts';
import { noteClosed, noteDraft, noteOpen } from './noted-request.ts';
import type { PostmortemPlace } from './postmortem-branch.ts';
import { type PullRequestStanding, syncPullRequest } from './postmortem-pull-request.ts';
import { reasonsOf, unreadableWords } from './postmortem-reasons.ts';
import { done, type Step } from './sync.ts';

/** An incident with its file, and the state that both were read from. */
export type PostmortemSubject = {
  readonly incident: Incident;
  readonly file: SourceFile & { readonly text: string };
  readonly organisation: Organisation;
  readonly files: readonly SourceFile[];
  /** The commit of that state. */
  readonly head: string;
  /** The branches that Tocsin made for pull requests. */
  readonly branches: readonly string[];
};

/** What became of it. */
export type Moved = {
  /** What was done to its pull request; null for nothing. */
  readonly request: 'begun' | 'changed' | null;
  /** Whether files on the branch of everybody followed. */
  readonly isFollowed: boolean;
  /** Why it does not go on by itself. */
  readonly reasons: readonly string[];
};

/** Where post-mortems are moved: on GitHub, and in the files of everybody. */
export type MovePlace = PostmortemPlace & { readonly workspace: Workspace };

/** Goes the step. */
export async function movePostmortem(
  place: MovePlace,
  subject: PostmortemSubject,
  move: PostmortemMove,
): Promise<Step<Moved>> {
  const { incident, branches } = subject;
  switch (move.kind) {
    case 'hide': {
      const { isWritten } = move;
      return changed(await hidePullRequests(place, incident, { names: branches, isWritten }));
    }
    case 'explain':
      return done({ ...STILL, reasons: [unreadableWords(move.mistake)] });
    case 'follow': {
      const step = await followMerge(place, move.written);
      if (step.kind !== 'done') return step;
      return done({ ...STILL, isFollowed: step.value.isChanged, reasons: step.value.reasons });
    }
    case 'end':
      return changed(await endPullRequest(place.github, incident.id, move.state));
    case 'begin':
      return await begin(place, subject);
    case 'rest':
      return done(STILL);
  }
}

const STILL: Moved = { request: null, isFollowed: false, reasons: [] };

function changed(step: Step<boolean>): Step<Moved> {
  return step.kind === 'done' ? done({ ...STILL, request: step.value ? 'changed' : null }) : step;
}

async function begin(place: MovePlace, subject: PostmortemSubject): Promise<Step<Moved>> {
  const { organisation, file, files, head } = subject;
  const step = await syncPullRequest(place, { organisation, incidentFile: file, files, head });
  if (step.kind !== 'done') return step;
  const { kind } = step.value;
  return done({
    request: kind === 'begun' || kind === 'changed' ? kind : null,
    isFollowed: await noteRequest(place, subject, step.value),
    reasons: reasonsOf(step.value),
  });
}

/** Lets the incident's file say how its pull request stands; answers whether it did not say so before. */
async function noteRequest(
  { workspace }: MovePlace,
  { incident, organisation }: PostmortemSubject,
  { kind, pullRequest, drafted }: PullRequestStanding,
): Promise<boolean> {
  const isNews =
    kind === 'declined'
      ? await noteClosed(workspace, incident, pullRequest.number)
      : await noteOpen(workspace, incident);
  const isMoved =
    drafted !== null && (await noteDraft(workspace, incident, { organisation, drafted }));
  return isNews || isMoved;
}
