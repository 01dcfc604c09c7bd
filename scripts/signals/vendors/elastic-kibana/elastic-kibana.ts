// Turns webhooks of Kibana's rules into signals. A rule and what it groups by are the problem; its
// recovery arrives only where the user added an action for it.
import type { Signal } from '../../../model/signal.ts';
import type { Delivery, Outcome, PayloadProblem, SignalAdapter } from '../../adapter.ts';
import { buildSignal } from '../../build-signal.ts';
import { parseJsonBody } from '../../json-body.ts';
import { ignored, rejected, single } from '../../outcome.ts';
import { parsed } from '../../payload-problem.ts';
import { withoutPlaceholders } from '../../placeholders.ts';
import { severityOf } from '../../severity-words.ts';
import { labelNamed } from '../../tags.ts';
import { readAction, type RuleAction } from './payload.ts';

/** Kibana: rules with the webhook connector, any template over the rule action variables. */
export const elasticKibana = {
  title: 'Elastic (Kibana)',
  headers: [],
  deliveryId: null,
  authentication: ['basic', 'bearer', 'header-secret', 'path-token'],
  normalise,
} as const satisfies SignalAdapter;

function normalise({ body }: Delivery): Outcome {
  const json = parseJsonBody(body);
  if (json.kind === 'invalid') return rejected(json.problem);
  const action = readAction(withoutPlaceholders(json.value, 'braces'));
  if (action.kind === 'invalid') return single(action);
  if (action.value.status?.toLowerCase() === 'test') return ignored('a test of a Kibana connector');
  const notes = [...stateNotes(action.value), ...identityNotes(action.value)];
  return single(parsed(toSignal(action.value)), notes);
}

function toSignal(action: RuleAction): Signal {
  const { ruleId, alertId, status, happenedAt, labels } = action;
  const isOver = RECOVERED.has(status?.toLowerCase() ?? '');
  const known = severityOf(action.groupName);
  const severityRaw = action.severity ?? (known === null ? null : action.groupName);
  return buildSignal({
    vendor: 'elastic-kibana',
    action: isOver ? 'resolve' : 'trigger',
    id: action.uuid,
    dedupKey: alertId === null ? ruleId : JSON.stringify([ruleId, alertId]),
    title: action.ruleName ?? `Rule ${ruleId}`,
    description: action.reason,
    severity: severityOf(severityRaw),
    severityRaw,
    status,
    environment: action.environment ?? labelNamed(labels, 'environment', 'env'),
    service: action.service ?? labelNamed(labels, 'service.name', 'service'),
    team: labelNamed(labels, 'team'),
    host: action.host ?? labelNamed(labels, 'host.name', 'host'),
    startedAt: isOver ? null : happenedAt,
    endedAt: isOver ? happenedAt : null,
    occurredAt: happenedAt,
    links: action.urls,
    labels,
  });
}

/** A template without a state makes a recovery look like a problem. */
function stateNotes({ status }: RuleAction): readonly PayloadProblem[] {
  if (status !== null) return [];
  const message = 'Unexpected absence, expected an action group; taken as a firing alert.';
  return [{ code: 'missing', pointer: '/alert/actionGroup', message }];
}

/** Without the alert all alerts of a rule are one problem, which the first recovery ends. */
function identityNotes({ alertId, isSummary }: RuleAction): readonly PayloadProblem[] {
  if (alertId !== null) return [];
  const message = isSummary
    ? 'Unexpected summary, expected one action for each alert; the rule is the problem.'
    : 'Unexpected absence, expected `{{alert.id}}`; all alerts of the rule are one problem.';
  return [{ code: 'missing', pointer: '/alert/id', message }];
}

const RECOVERED: ReadonlySet<string> = new Set(['recovered', 'resolved', 'closed', 'close', 'ok']);
