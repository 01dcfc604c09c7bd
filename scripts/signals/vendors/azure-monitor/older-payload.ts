// Narrows the bodies of Azure Monitor's schemas before the common one: metric, log search and
// activity log alerts, budgets and smart detection.
// https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-non-common-schema-definitions
import type { Instant } from '../../../model/instant.ts';
import { at, entries, instant, isRecord, prose, text } from '../../fields.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';
import {
  contextLabels,
  descriptionOf,
  dimensionsIn,
  lastSegment,
  linksOf,
  members,
  mitigatedAt,
  stageOf,
  type AzureAlert,
} from './payload.ts';

/** Reads a metric, log search or activity log alert, a budget or a smart detection of an older schema. */
export function readOlderAlert(body: unknown): Parsed<AzureAlert> {
  const data = isRecord(at(body, 'data')) ? at(body, 'data') : body;
  if (text(data, 'BudgetName') !== null) return parsed(budgetAlert(data));
  if (text(data, 'SmartDetectorName') !== null) return parsed(smartAlert(data));
  if (text(data, 'AlertRuleName') !== null) return readOlderLogAlert(data);
  const activity = at(data, 'context', 'activityLog');
  const context = isRecord(activity) ? activity : at(data, 'context');
  const condition = text(data, 'status');
  const resource = text(context, 'resourceId');
  const rule = isRecord(activity) ? null : text(context, 'id');
  const event = text(context, 'properties', 'trackingId') ?? text(context, 'eventDataId');
  const found = rule === null ? event : [rule, resource ?? ''].join('|');
  if (condition === null || found === null) {
    return unexpected(body, ['data', 'essentials'], 'the essentials of an alert');
  }
  return parsed({
    id: rule ?? event,
    identity: found,
    trackingId: text(context, 'properties', 'trackingId'),
    condition,
    stage: stageOf(context),
    rule:
      text(context, 'name') ??
      text(context, 'properties', 'title') ??
      text(context, 'operationName'),
    description: descriptionOf(prose(context, 'description'), context),
    severity: text(context, 'severity'),
    target: text(context, 'resourceName') ?? lastSegment(resource),
    firedAt: FIRED.test(condition) ? timeOf(context) : null,
    resolvedAt: FIRED.test(condition) ? mitigatedAt(context) : timeOf(context),
    labels: [
      ...members(context, ['resourceType', 'resourceGroupName', 'resourceRegion']),
      ...entries(data, 'properties'),
      ...contextLabels(context),
    ],
    urls: [at(context, 'portalLink'), ...linksOf(context)],
  });
}

/** A log search alert of version 1 has no id: its rule and its dimensions identify it. */
function readOlderLogAlert(data: unknown): Parsed<AzureAlert> {
  const rule = text(data, 'AlertRuleName');
  const dimensions = dimensionsIn(data, 'Dimensions');
  const parts = [text(data, 'SubscriptionId') ?? '', rule ?? '', ...dimensions.flat()];
  return parsed({
    ...NOTHING,
    identity: parts.join('|'),
    condition: text(data, 'monitorCondition'),
    rule,
    description: prose(data, 'Description'),
    severity: text(data, 'Severity'),
    target: lastSegment(text(data, 'ResourceId')),
    labels: [...dimensions, ...members(data, ['AlertType', 'ResultCount'])],
    urls: linksOf(data),
  });
}

/** A budget names who made it by address, which is not read; crossing the next threshold is the same problem. */
function budgetAlert(data: unknown): AzureAlert {
  const budget = text(data, 'BudgetName') ?? '';
  const scope = [text(data, 'SubscriptionId'), text(data, 'ResourceGroup')];
  return {
    ...NOTHING,
    identity: ['budget', ...scope.map((part) => part ?? ''), budget].join('|'),
    rule: `Budget ${budget}`,
    labels: members(data, BUDGET_FACTS),
  };
}

function smartAlert(data: unknown): AzureAlert {
  const detector = text(data, 'SmartDetectorName');
  const rule = text(data, 'SmartAlertRuleName') ?? text(data, 'AlertRuleName') ?? detector;
  const resource = text(data, 'ResourceId') ?? text(data, 'TargetResource') ?? '';
  const id = text(data, 'AlertId') ?? text(data, 'ProjectionId');
  return {
    ...NOTHING,
    id,
    identity: id ?? ['smart', rule ?? '', resource].join('|'),
    condition: text(data, 'MonitorCondition'),
    rule: text(data, 'Title') ?? rule,
    description: descriptionOf(prose(data, 'Description'), data),
    severity: text(data, 'Severity'),
    target: lastSegment(resource),
    firedAt: instant(data, 'AnalysisTimestamp'),
    labels: members(data, ['SmartDetectorId', 'SmartDetectorName']),
  };
}

function timeOf(context: unknown): Instant | null {
  return instant(context, 'timestamp') ?? instant(context, 'eventTimestamp');
}

const NOTHING: Omit<AzureAlert, 'identity'> = {
  id: null,
  trackingId: null,
  condition: null,
  stage: null,
  rule: null,
  description: null,
  severity: null,
  target: null,
  firedAt: null,
  resolvedAt: null,
  labels: [],
  urls: [],
};
const FIRED = /^(?:fired|activated)$/i;
const BUDGET_FACTS = [
  'BudgetName',
  'BudgetType',
  'Budget',
  'SpendingAmount',
  'Unit',
  'NotificationThresholdAmount',
  'SubscriptionName',
  'ResourceGroup',
];
