// Turns service hooks of Azure DevOps into signals: runs of builds, pipelines and releases, which
// fail and succeed under one identity, and work items, which are opened and closed.
import type { Signal, SignalAction } from '../../../model/signal.ts';
import type { Delivery, Outcome, SignalAdapter } from '../../adapter.ts';
import { buildSignal } from '../../build-signal.ts';
import { quote } from '../../clean-text.ts';
import { instant, text } from '../../fields.ts';
import { parseJsonBody } from '../../json-body.ts';
import { ignored, rejected, single } from '../../outcome.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';
import { severityOf, type SeverityWords } from '../../severity-words.ts';
import {
  readBuild,
  readDeployment,
  readPipelineRun,
  type AutomationRun,
} from './automation-run.ts';
import { readWorkItem, type WorkItem } from './work-item.ts';

/** Azure DevOps: service hooks of Boards, Builds, Pipelines and Releases. */
export const azureDevOps = {
  title: 'Azure DevOps',
  headers: [],
  deliveryId: null,
  authentication: ['basic', 'bearer', 'header-secret'],
  normalise,
} as const satisfies SignalAdapter;

function normalise({ body }: Delivery): Outcome {
  const json = parseJsonBody(body);
  if (json.kind === 'invalid') return rejected(json.problem);
  const type = text(json.value, 'eventType');
  if (type === null) {
    return rejected(unexpected(json.value, ['eventType'], 'the type of an event').problem);
  }
  if (type.startsWith('workitem.')) {
    return single(workItemSignal(readWorkItem(json.value), json.value, type));
  }
  const read = RUN_READERS.find(([start]) => type.startsWith(start))?.[1];
  if (read === undefined) return ignored(`Azure DevOps event ${quote(type)} reports no problem`);
  return single(runSignal(read(json.value), json.value, type));
}

function runSignal(reading: Parsed<AutomationRun>, body: unknown, type: string): Parsed<Signal> {
  if (reading.kind === 'invalid') return reading;
  const run = reading.value;
  const isEnd = ENDS.test(type);
  const result = RESULTS.get(run.result?.toLowerCase() ?? '') ?? 'update';
  return parsed(
    buildSignal({
      vendor: 'azure-devops',
      kind: 'deployment',
      action: isEnd ? result : 'update',
      id: text(body, 'id'),
      dedupKey: run.identity,
      title: run.title,
      status: run.result,
      environment: run.environment,
      service: run.service,
      startedAt: run.startedAt,
      endedAt: run.finishedAt,
      occurredAt: run.finishedAt ?? instant(body, 'createdDate'),
      labels: run.labels,
      links: run.urls,
    }),
  );
}

function workItemSignal(reading: Parsed<WorkItem>, body: unknown, type: string): Parsed<Signal> {
  if (reading.kind === 'invalid') return reading;
  const item = reading.value;
  const action = workItemAction(item, type);
  const changedAt = item.changedAt ?? instant(body, 'createdDate');
  return parsed(
    buildSignal({
      vendor: 'azure-devops',
      kind: 'report',
      action,
      id: text(body, 'id'),
      dedupKey: `workitem:${item.id}`,
      title: item.title ?? `Work item ${item.id}`,
      description: item.description,
      severity: severityOf(item.severity, SEVERITIES),
      severityRaw: item.severity,
      status: item.state,
      service: item.project,
      startedAt: item.createdAt,
      endedAt: action === 'resolve' ? (item.closedAt ?? changedAt) : null,
      occurredAt: changedAt,
      labels: item.labels,
      links: item.urls,
    }),
  );
}

/** States can be renamed per process; an unknown one neither opens nor ends anything. */
function workItemAction({ state, stateBefore }: WorkItem, type: string): SignalAction {
  if (type === 'workitem.deleted') return 'resolve';
  if (type === 'workitem.commented') return 'update';
  if (isDone(state))
    return type === 'workitem.updated' && stateBefore === null ? 'update' : 'resolve';
  if (type === 'workitem.created' || type === 'workitem.restored') return 'trigger';
  return isDone(stateBefore) ? 'trigger' : 'update';
}

function isDone(state: string | null): boolean {
  return DONE.has(state?.toLowerCase() ?? '');
}

const RUN_READERS = [
  ['build.', readBuild],
  ['ms.vss-pipelines.', readPipelineRun],
  ['ms.vss-release.', readDeployment],
] as const;

/** Only these events say how something ended. */
const ENDS =
  /^(?:build\.complete|ms\.vss-release\.deployment-completed-event|ms\.vss-pipelines\.(?:run|stage|job)-state-changed-event)$/;

/** A partial success or a cancellation says nothing certain about the thing that is deployed. */
const RESULTS: ReadonlyMap<string, SignalAction> = new Map<string, SignalAction>([
  ['succeeded', 'resolve'],
  ['failed', 'trigger'],
  ['rejected', 'trigger'],
]);

const DONE: ReadonlySet<string> = new Set(['closed', 'done', 'resolved', 'completed', 'removed']);

const SEVERITIES: SeverityWords = new Map([
  ['1 - critical', 'critical'],
  ['2 - high', 'high'],
  ['3 - medium', 'medium'],
  ['4 - low', 'low'],
]);
