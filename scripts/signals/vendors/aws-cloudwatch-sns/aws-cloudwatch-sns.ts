// Turns alarms of Amazon CloudWatch that arrive through Amazon SNS into signals. The alarm stands as
// JSON text in the envelope's `Message`; with raw delivery the body is the alarm itself.
import type { Signal, SignalAction } from '../../../model/signal.ts';
import type { Delivery, Outcome, SignalAdapter } from '../../adapter.ts';
import { buildSignal } from '../../build-signal.ts';
import { quote } from '../../clean-text.ts';
import { at, prose, text, type Path } from '../../fields.ts';
import { parseJsonBody } from '../../json-body.ts';
import { ignored, rejected, single } from '../../outcome.ts';
import { parsed, unexpected } from '../../payload-problem.ts';
import { labelNamed } from '../../tags.ts';
import { isAlarm, readAlarm, type AlarmState } from './payload.ts';

/** Amazon CloudWatch alarms through an HTTPS subscription of an Amazon SNS topic. */
export const awsCloudwatchSns = {
  title: 'Amazon CloudWatch (SNS)',
  headers: ['x-amz-sns-message-id'],
  deliveryId: 'x-amz-sns-message-id',
  authentication: ['aws-sns', 'path-token', 'basic'],
  normalise,
} as const satisfies SignalAdapter;

function normalise({ headers, body }: Delivery): Outcome {
  const json = parseJsonBody(body);
  if (json.kind === 'invalid') return rejected(json.problem);
  const type = text(json.value, 'Type');
  if (type !== null && type !== 'Notification') return ignored(`SNS message ${quote(type)}`);
  if (type === null) return alarmOutcome(json.value, [], text(headers, 'x-amz-sns-message-id'));

  const message = prose(json.value, 'Message');
  if (message === null) return rejected(unexpected(json.value, ['Message'], 'an alarm').problem);
  if (!message.startsWith('{')) return ignored('an SNS message of plain text, which is no alarm');
  const alarm = parseJsonBody(String(at(json.value, 'Message')));
  if (alarm.kind === 'invalid') return rejected({ ...alarm.problem, pointer: '/Message' });
  if (!isAlarm(alarm.value)) {
    const detailType = text(alarm.value, 'detail-type') ?? text(alarm.value, 'source');
    return ignored(`an SNS message that is no CloudWatch alarm: ${quote(detailType ?? 'unnamed')}`);
  }
  return alarmOutcome(alarm.value, ['Message'], text(json.value, 'MessageId'));
}

function alarmOutcome(message: unknown, path: Path, id: string | null): Outcome {
  const alarm = readAlarm(message, path);
  return single(alarm.kind === 'invalid' ? alarm : parsed(toSignal(alarm.value, id)));
}

function toSignal(alarm: AlarmState, id: string | null): Signal {
  const { name, state, changedAt, labels } = alarm;
  const action = ACTIONS.get(state.toUpperCase()) ?? 'update';
  return buildSignal({
    vendor: 'aws-cloudwatch-sns',
    action,
    id,
    dedupKey: alarm.identity,
    title: name,
    description: [alarm.reason, alarm.description].filter((part) => part !== null).join('\n\n'),
    status: state,
    environment: labelNamed(labels, 'environment', 'env', 'stage'),
    service: labelNamed(labels, 'service', 'servicename', 'service_name'),
    team: labelNamed(labels, 'team'),
    host: labelNamed(labels, 'host', 'hostname'),
    startedAt: action === 'trigger' ? changedAt : null,
    endedAt: action === 'resolve' ? changedAt : null,
    occurredAt: changedAt,
    labels,
  });
}

/** INSUFFICIENT_DATA neither proves an outage nor ends one. */
const ACTIONS: ReadonlyMap<string, SignalAction> = new Map<string, SignalAction>([
  ['ALARM', 'trigger'],
  ['OK', 'resolve'],
]);
