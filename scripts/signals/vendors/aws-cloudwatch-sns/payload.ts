// Narrows alarms of Amazon CloudWatch: as an alarm action words them, and as EventBridge does.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
import type { Instant } from '../../../model/instant.ts';
import {
  at,
  entries,
  identity,
  instant,
  isRecord,
  items,
  prose,
  text,
  type Path,
} from '../../fields.ts';
import { statedLabels, type LabelEntry } from '../../labels.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';

/** A change of an alarm's state. */
export type AlarmState = {
  /** The ARN; where old alarms lack it, account, region and name. */
  readonly identity: string;
  readonly name: string;
  readonly state: string;
  readonly reason: string | null;
  readonly description: string | null;
  readonly changedAt: Instant | null;
  readonly labels: readonly LabelEntry[];
};

/** Whether a message has one of the forms in which alarms arrive. */
export function isAlarm(message: unknown): boolean {
  const detailType = text(message, 'detail-type');
  if (detailType !== null) return detailType === 'CloudWatch Alarm State Change';
  return at(message, 'AlarmName') !== undefined || at(message, 'NewStateValue') !== undefined;
}

/** Reads an alarm in either form; `path` says where it stands, for problems. */
export function readAlarm(message: unknown, path: Path): Parsed<AlarmState> {
  const isEvent = isRecord(at(message, 'detail'));
  const nameAt = isEvent ? ['detail', 'alarmName'] : ['AlarmName'];
  const stateAt = isEvent ? ['detail', 'state', 'value'] : ['NewStateValue'];
  const name = identity(message, ...nameAt);
  if (name === null) return unexpected(within(path, message), [...path, ...nameAt], 'an alarm');
  const state = text(message, ...stateAt);
  if (state === null) return unexpected(within(path, message), [...path, ...stateAt], 'a state');
  return parsed(isEvent ? ofEvent(message, name, state) : ofAction(message, name, state));
}

function ofAction(message: unknown, name: string, state: string): AlarmState {
  const account = text(message, 'AWSAccountId');
  const region = text(message, 'Region');
  const trigger = at(message, 'Trigger');
  const metrics = [
    trigger,
    ...items(trigger, 'Metrics').map((one) => at(one, 'MetricStat', 'Metric')),
  ];
  return {
    identity: identity(message, 'AlarmArn') ?? JSON.stringify([account, region, name]),
    name,
    state,
    reason: prose(message, 'NewStateReason'),
    description: prose(message, 'AlarmDescription'),
    changedAt: instant(message, 'StateChangeTime'),
    labels: [
      ...metrics.flatMap(dimensionsOf),
      ...statedLabels({
        account,
        region,
        namespace: first(metrics, 'Namespace'),
        metric: first(metrics, 'MetricName'),
        alarm_rule: text(message, 'AlarmRule'),
        previous_state: text(message, 'OldStateValue'),
      }),
    ],
  };
}

function ofEvent(message: unknown, name: string, state: string): AlarmState {
  const account = text(message, 'account');
  const region = text(message, 'region');
  const detail = at(message, 'detail');
  const metrics = items(detail, 'configuration', 'metrics').map((one) =>
    at(one, 'metricStat', 'metric'),
  );
  return {
    identity: identity(message, 'resources', 0) ?? JSON.stringify([account, region, name]),
    name,
    state,
    reason: prose(detail, 'state', 'reason'),
    description: prose(detail, 'configuration', 'description'),
    changedAt: instant(detail, 'state', 'timestamp') ?? instant(message, 'time'),
    labels: [
      ...metrics.flatMap(dimensionsOf),
      ...statedLabels({
        account,
        region,
        namespace: first(metrics, 'namespace'),
        metric: first(metrics, 'name'),
        alarm_rule: text(detail, 'configuration', 'alarmRule'),
        previous_state: text(detail, 'previousState', 'value'),
      }),
    ],
  };
}

/** Dimensions are a list of `{name, value}`, in events an object. */
function dimensionsOf(metric: unknown): readonly LabelEntry[] {
  const list = items(metric, 'Dimensions').flatMap((one): readonly LabelEntry[] => {
    const name = text(one, 'name') ?? text(one, 'Name');
    const value = text(one, 'value') ?? text(one, 'Value');
    return name === null || value === null ? [] : [[name, value]];
  });
  return [...list, ...entries(metric, 'dimensions')];
}

function first(metrics: readonly unknown[], key: string): string | null {
  return metrics.map((metric) => text(metric, key)).find((found) => found !== null) ?? null;
}

/** The message as it stands in its envelope, so that a problem shows what is there. */
function within([step, ...rest]: Path, message: unknown): unknown {
  return step === undefined ? message : { [step]: within(rest, message) };
}
