// Turns webhooks of GitHub into signals. This file tells the events apart; each of the four beside it
// reads one family: tickets, builds, deployments, security. Any other event is ignored.
import type { Signal } from '../../../model/signal.ts';
import type { Delivery, Outcome, SignalAdapter } from '../../adapter.ts';
import { quote } from '../../clean-text.ts';
import { isRecord, at, text } from '../../fields.ts';
import { parseFormJson } from '../../form-body.ts';
import { parseJsonBody } from '../../json-body.ts';
import { ignored, rejected, single } from '../../outcome.ts';
import { unexpected, type Parsed } from '../../payload-problem.ts';
import { checkSignal, commitStatusSignal, workflowRunSignal } from './build-signals.ts';
import { deploymentSignal, releaseSignal } from './deployment-signals.ts';
import { codeAlertSignal, dependencyAlertSignal, secretAlertSignal } from './security-signals.ts';
import { issueSignal } from './ticket-signals.ts';

/** GitHub: webhooks of repositories, organisations and apps. */
export const github = {
  title: 'GitHub',
  headers: ['content-type', 'x-github-event'],
  sendsMoreThanJson: true,
  deliveryId: 'x-github-delivery',
  authentication: ['github'],
  normalise,
} as const satisfies SignalAdapter;

function normalise({ headers, body }: Delivery): Outcome {
  const isForm = /^\s*application\/x-www-form-urlencoded/i.test(headers['content-type'] ?? '');
  const json =
    isForm && body.startsWith('payload=') ? parseFormJson(body, 'payload') : parseJsonBody(body);
  if (json.kind === 'invalid') return rejected(json.problem);
  const event = text(headers, 'x-github-event') ?? eventOfShape(json.value);
  if (event === null) {
    const expected = 'the repository of a GitHub event';
    return rejected(unexpected(json.value, ['repository'], expected).problem);
  }
  if (event === 'ping') return ignored('a GitHub ping');
  const read = EVENTS.get(event);
  if (read === undefined) return ignored(`GitHub event ${quote(event)} reports no problem`);
  const action = text(json.value, 'action');
  if (event === 'issue_comment' && action === 'deleted') {
    return ignored('a GitHub comment was deleted');
  }
  return single(read(json.value));
}

type EventReader = (body: unknown) => Parsed<Signal>;

const EVENTS: ReadonlyMap<string, EventReader> = new Map<string, EventReader>([
  ['issues', (body) => issueSignal(body, 'issue')],
  ['issue_comment', (body) => issueSignal(body, 'comment')],
  ['pull_request', (body) => issueSignal(body, 'pull_request')],
  ['workflow_run', workflowRunSignal],
  ['check_run', (body) => checkSignal(body, 'check_run')],
  ['check_suite', (body) => checkSignal(body, 'check_suite')],
  ['status', commitStatusSignal],
  ['deployment', deploymentSignal],
  ['deployment_status', deploymentSignal],
  ['release', releaseSignal],
  ['dependabot_alert', dependencyAlertSignal],
  ['repository_vulnerability_alert', dependencyAlertSignal],
  ['code_scanning_alert', codeAlertSignal],
  ['secret_scanning_alert', secretAlertSignal],
]);

/** The event that a body without its header must be; null for a foreign shape. */
function eventOfShape(body: unknown): string | null {
  if (text(body, 'zen') !== null) return 'ping';
  if (isRecord(at(body, 'comment')) && isRecord(at(body, 'issue'))) return 'issue_comment';
  const members = [
    ['issue', 'issues'],
    ['pull_request', 'pull_request'],
    ['workflow_run', 'workflow_run'],
    ['check_run', 'check_run'],
    ['check_suite', 'check_suite'],
    ['deployment_status', 'deployment_status'],
    ['deployment', 'deployment'],
    ['release', 'release'],
  ] as const;
  return members.find(([member]) => isRecord(at(body, member)))?.[1] ?? null;
}
