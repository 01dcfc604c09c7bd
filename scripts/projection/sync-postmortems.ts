// Committed state → post-mortems: those that are wanted are begun as pull requests, those that were merged are followed.
import type { SourceFile } from '../config/document-set.ts';
import { isHidden } from '../incidents/hidden.ts';
import { readRecord } from '../incidents/record.ts';
import { isIncidentPath } from '../model/history-path.ts';
import type { Incident } from '../model/incident.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Written } from '../postmortems/written.ts';
import { isPostmortemDueToBegin } from '../postmortems/duty.ts';
import { isReviewed } from '../postmortems/gate.ts';
import { closedWords, postmortemBranch } from '../postmortems/pull-request.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { ActionCount } from './sync-actions.ts';
import type { MuteCount } from './sync-mutes.ts';
import { endPullRequest } from './end-pull-request.ts';
import { noteClosed, noteDraft, noteOpen } from './noted-request.ts';
import { followMerge } from './merged-postmortem.ts';
import { hidePullRequests, ownBranches } from './hide-pull-requests.ts';
import {
  type PostmortemPlace,
  type PullRequestStanding,
  syncPullRequest,
} from './postmortem-pull-request.ts';
import type { Step, SyncReport } from './sync.ts';
import { takenWords } from './tell-given.ts';

/** The committed state. */
export type PostmortemSyncState = {
  readonly organisation: Organisation;
  readonly files: readonly SourceFile[];
  /** The commit that it was read from. */
  readonly head: string;
} & Written;

/** What a pass did, and what people have to know. */
export type PostmortemReport = {
  /** Ids of incidents whose pull request was opened, whose draft was changed, whose files followed its end. */
  readonly begun: readonly string[];
  readonly changed: readonly string[];
  readonly followed: readonly string[];
  /** Issues of action items. */
  readonly actions: ActionCount;
  /** Pull requests of long silences. */
  readonly mutes: MuteCount;
  /** Why an incident's post-mortem does not go on by itself. */
  readonly reasons: readonly { readonly incident: string; readonly sentence: string }[];
  readonly refused: SyncReport['refused'];
  readonly again: SyncReport['again'];
};

/** Brings all post-mortems that are neither reviewed nor closed to what they shall be. */
export async function syncPostmortems(
  place: PostmortemPlace & { readonly workspace: Workspace },
  state: PostmortemSyncState,
): Promise<PostmortemReport> {
  const { organisation, postmortems, unreadable, files, head } = state;
  const report = startReport();
  const ending = files.flatMap((file) => {
    const incident = isIncidentPath(file.path) ? readRecord(file)?.incident : undefined;
    if (incident === undefined) return [];
    return isHidden(incident, organisation) || isNone(incident) ? [incident] : [];
  });
  const names = await ownBranches(place, ending);
  for (const file of files) {
    if (!('text' in file) || !isIncidentPath(file.path)) continue;
    const incident = readRecord(file)?.incident;
    if (incident === undefined) continue;
    const written = postmortems.find((each) => each.incident === incident.id);
    if (isHidden(incident, organisation)) {
      const isWritten = written !== undefined;
      const step = await hidePullRequests(place, incident, { names, isWritten });
      if (step.kind !== 'done' && note(report, incident.id, step)) break;
      if (step.kind === 'done' && step.value) report.changed.push(incident.id);
      continue;
    }
    const broken = unreadable.find((each) => each.incident === incident.id);
    if (broken !== undefined) {
      report.reasons.push({
        incident: incident.id,
        sentence: `its file cannot be read: ${broken.mistake}`,
      });
      continue;
    }
    if (written !== undefined) {
      if (isReviewed(written.state) && incident.postmortem !== null) continue;
      const step = await followMerge(place, written);
      if (step.kind === 'done') {
        if (step.value.isChanged) report.followed.push(incident.id);
        for (const sentence of step.value.reasons)
          report.reasons.push({ incident: incident.id, sentence });
      } else if (note(report, incident.id, step)) break;
      continue;
    }
    if (isNone(incident)) {
      if (!names.includes(postmortemBranch(incident.id))) continue;
      const step = await endPullRequest(place.github, incident.id, incident.state);
      if (step.kind !== 'done' && note(report, incident.id, step)) break;
      if (step.kind === 'done' && step.value) report.changed.push(incident.id);
      continue;
    }
    if (!isPostmortemDueToBegin(organisation, incident)) continue;
    const step = await syncPullRequest(place, { organisation, incidentFile: file, files, head });
    if (step.kind !== 'done') {
      if (note(report, incident.id, step)) break;
      continue;
    }
    const { kind, pullRequest, drafted, unasked, ignored, given } = step.value;
    for (const { login, sentence } of unasked)
      report.reasons.push({
        incident: incident.id,
        sentence: `@${login} is not asked to review #${pullRequest.number}: ${sentence}`,
      });
    if (ignored !== null)
      report.reasons.push({
        incident: incident.id,
        sentence: `@${ignored.owner} stands in it as its owner, and not @${ignored.wanted}: others read it already, so change \`owner\` in #${pullRequest.number}`,
      });
    for (const each of given)
      report.reasons.push({
        incident: incident.id,
        sentence: givenWords(each, pullRequest.number),
      });
    if (kind === 'begun') report.begun.push(incident.id);
    if (kind === 'changed') report.changed.push(incident.id);
    const isNews =
      kind === 'declined'
        ? await noteClosed(place.workspace, incident, pullRequest.number)
        : await noteOpen(place.workspace, incident);
    const isMoved =
      drafted !== null && (await noteDraft(place.workspace, incident, { organisation, drafted }));
    if (isNews || isMoved) report.followed.push(incident.id);
    if (kind === 'declined')
      report.reasons.push({ incident: incident.id, sentence: closedWords(pullRequest.number) });
  }
  return report;
}

function givenWords(
  { became, ...each }: PullRequestStanding['given'][number],
  number: number,
): string {
  const { item, from, to } = each;
  const apart = `its action item ${item} is @${to}'s on GitHub and @${from}'s in the`;
  const change = `change \`assignee\` in #${number} if`;
  switch (became) {
    case 'taken':
      return takenWords(each);
    case 'left':
      return `${apart} post-mortem, which others read already and which counts once it is merged: ${change} @${to} shall do it`;
    case 'unknown':
      return `${apart} post-mortem, which counts once it is merged, and nothing says who was given it last: ${change} @${to} shall do it`;
  }
}

/** Whether it turned out to be none, or to be counted elsewhere. */
function isNone<Some extends Pick<Incident, 'state'>>(
  incident: Some,
): incident is Some & { readonly state: 'declined' | 'duplicate' } {
  return incident.state === 'declined' || incident.state === 'duplicate';
}

type Writing = {
  readonly begun: string[];
  readonly changed: string[];
  readonly followed: string[];
  readonly actions: ActionCount;
  readonly mutes: MuteCount;
  readonly reasons: { readonly incident: string; readonly sentence: string }[];
  readonly refused: { readonly incident: string; readonly sentence: string }[];
  again: SyncReport['again'];
};

function startReport(): Writing {
  const actions = { made: 0, changed: 0 };
  const mutes = { opened: 0, ended: 0 };
  const none = { reasons: [], refused: [], again: null };
  return { begun: [], changed: [], followed: [], actions, mutes, ...none };
}

/** Answers whether GitHub is not to be asked any more for now. */
function note(
  report: Writing,
  incident: string,
  step: Exclude<Step<unknown>, { readonly kind: 'done' }>,
): boolean {
  if (step.kind === 'refused') {
    report.refused.push({ incident, sentence: step.sentence });
    return false;
  }
  if (report.again === null || step.afterMs > report.again.afterMs)
    report.again = { afterMs: step.afterMs, sentence: step.sentence };
  return step.isForAll;
}

/** The report with what became of the issues of action items. */
export function withActions(
  report: PostmortemReport,
  actions: Step<ActionCount>,
): PostmortemReport {
  return actions.kind === 'done'
    ? { ...report, actions: actions.value }
    : withTrouble(report, 'action items', actions);
}

/** The report with what became of long silences. */
export function withMutes(report: PostmortemReport, mutes: Step<MuteCount>): PostmortemReport {
  return mutes.kind === 'done'
    ? { ...report, mutes: mutes.value }
    : withTrouble(report, 'silences', mutes);
}

function withTrouble(
  report: PostmortemReport,
  incident: string,
  step: Exclude<Step<unknown>, { readonly kind: 'done' }>,
): PostmortemReport {
  return step.kind === 'later'
    ? { ...report, again: report.again ?? step }
    : { ...report, refused: [...report.refused, { incident, sentence: step.sentence }] };
}
