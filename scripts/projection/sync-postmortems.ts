// Committed state → post-mortems: those that are wanted are begun as pull requests, those that were merged are followed.
import type { SourceFile } from '../config/document-set.ts';
import { readRecord } from '../incidents/record.ts';
import { isIncidentPath } from '../model/history-path.ts';
import type { Organisation } from '../model/organisation.ts';
import { mayHaveToEnd, nextMove } from '../postmortems/next-move.ts';
import type { Written } from '../postmortems/written.ts';
import { ownBranches } from './hide-pull-requests.ts';
import {
  type Moved,
  type MovePlace,
  movePostmortem,
  type PostmortemSubject,
} from './move-postmortem.ts';
import type { ActionCount } from './sync-actions.ts';
import type { MuteCount } from './sync-mutes.ts';
import type { Step, SyncReport } from './sync.ts';

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
  place: MovePlace,
  state: PostmortemSyncState,
): Promise<PostmortemReport> {
  const { organisation, files, head } = state;
  const report = startReport();
  const subjects = subjectsIn(files);
  const ending = subjects.filter(({ incident }) => mayHaveToEnd(incident, organisation));
  const branches = ending.length === 0 ? [] : await ownBranches(place);
  for (const { incident, file } of subjects) {
    const move = nextMove(incident, { ...state, branches });
    const subject = { incident, file, organisation, files, head, branches };
    const step = await movePostmortem(place, subject, move);
    if (step.kind === 'done') noteMoved(report, incident.id, step.value);
    else if (note(report, incident.id, step)) break;
  }
  return report;
}

function subjectsIn(
  files: readonly SourceFile[],
): readonly Pick<PostmortemSubject, 'incident' | 'file'>[] {
  return files.flatMap((file) => {
    if (!('text' in file) || !isIncidentPath(file.path)) return [];
    const incident = readRecord(file)?.incident;
    return incident === undefined ? [] : [{ incident, file }];
  });
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

function noteMoved(report: Writing, incident: string, moved: Moved): void {
  const { request, isFollowed, reasons } = moved;
  if (request !== null) report[request].push(incident);
  if (isFollowed) report.followed.push(incident);
  report.reasons.push(...reasons.map((sentence) => ({ incident, sentence })));
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
