// Narrows Azure Monitor's webhook bodies: the common alert schema, and the schemas before it.
// https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-common-schema
import type { Instant } from '../../../model/instant.ts';
import { at, entries, identity, instant, isRecord, items, prose, text } from '../../fields.ts';
import { textOfHtml } from '../../html-text.ts';
import type { LabelEntry } from '../../labels.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';

/** One alert, from whichever schema. */
export type AzureAlert = {
  readonly id: string | null;
  readonly identity: string;
  /** `Fired`, `Resolved`, `Activated`, `Deactivated`. */
  readonly condition: string;
  /** What the context of a stateless alert says about the matter itself, for example `Resolved`. */
  readonly stage: string | null;
  readonly rule: string | null;
  readonly description: string | null;
  readonly severity: string | null;
  readonly target: string | null;
  readonly firedAt: Instant | null;
  readonly resolvedAt: Instant | null;
  readonly labels: readonly LabelEntry[];
  readonly urls: readonly unknown[];
};

/** Reads a body of the common alert schema. */
export function readCommonAlert(body: unknown): Parsed<AzureAlert> {
  const place = ['data', 'essentials'] as const;
  const essentials = at(body, ...place);
  const context = at(body, 'data', 'alertContext');
  const alertId = identity(essentials, 'alertId');
  const originId = identity(essentials, 'originAlertId');
  const condition = text(essentials, 'monitorCondition');
  const found = alertId !== null && !NAMES_RULE.test(alertId) ? alertId : (originId ?? alertId);
  if (found === null) return unexpected(body, [...place, 'alertId'], 'the id of an alert');
  if (condition === null) {
    return unexpected(body, [...place, 'monitorCondition'], '`Fired` or `Resolved`');
  }
  return parsed({
    id: alertId ?? originId,
    identity: found,
    condition,
    stage: stageOf(context),
    rule:
      text(essentials, 'alertRule') ?? budgetTitle(context) ?? text(context, 'properties', 'title'),
    description: descriptionOf(prose(essentials, 'description'), context),
    severity: text(essentials, 'severity'),
    target: targetOf(essentials) ?? text(context, 'properties', 'service'),
    firedAt: instant(essentials, 'firedDateTime'),
    resolvedAt: instant(essentials, 'resolvedDateTime') ?? mitigatedAt(context),
    labels: [
      ...members(essentials, ['signalType', 'monitoringService']),
      ...entries(body, 'data', 'customProperties'),
      ...contextLabels(context),
    ],
    urls: [at(essentials, 'investigationLink'), ...linksOf(context)],
  });
}

/** Reads the metric, log search and activity log schemas that are older than the common one. */
export function readOlderAlert(body: unknown): Parsed<AzureAlert> {
  const data = isRecord(at(body, 'data')) ? at(body, 'data') : body;
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
    id: null,
    identity: parts.join('|'),
    condition: text(data, 'monitorCondition') ?? 'Fired',
    stage: null,
    rule,
    description: prose(data, 'Description'),
    severity: text(data, 'Severity'),
    target: lastSegment(text(data, 'ResourceId')),
    firedAt: null,
    resolvedAt: null,
    labels: [...dimensions, ...members(data, ['AlertType', 'ResultCount'])],
    urls: linksOf(data),
  });
}

/** The resource that the alert is about, where it is one. */
function targetOf(essentials: unknown): string | null {
  const names = items(essentials, 'configurationItems').flatMap((one) => text(one) ?? []);
  if (names.length > 0) return names.length === 1 ? (names[0] ?? null) : null;
  const targets = items(essentials, 'alertTargetIDs');
  return targets.length === 1 ? lastSegment(text(targets[0])) : null;
}

/** The name of a resource by its path; a path that ends at a subscription names none. */
function lastSegment(path: string | null): string | null {
  return RESOURCE_NAME.exec(path ?? '')?.[1] ?? null;
}

function stageOf(context: unknown): string | null {
  const event = `${text(context, 'eventSource') ?? ''} ${text(context, 'operationName') ?? ''}`;
  if (!/health/i.test(event)) return null;
  return text(context, 'properties', 'stage') ?? text(context, 'status');
}

function descriptionOf(stated: string | null, context: unknown): string | null {
  return (
    stated ??
    prose(context, 'annotations', 'description') ??
    prose(context, 'annotations', 'summary') ??
    prose(context, 'DetectionSummary') ??
    textOfHtml(prose(context, 'properties', 'communication')) ??
    prose(context, 'properties', 'details') ??
    prose(context, 'Activity Log Event Description')
  );
}

function budgetTitle(context: unknown): string | null {
  const budget = text(context, 'AlertData', 'BudgetName');
  return budget === null ? null : `Budget ${budget}`;
}

/** Properties of activity logs name people and addresses, so only known ones are taken. */
function contextLabels(context: unknown): readonly LabelEntry[] {
  const isActivity = at(context, 'eventSource') !== undefined;
  const properties = at(context, 'properties');
  return [
    ...entries(context, 'labels'),
    ...(isActivity ? members(properties, EVENT_PROPERTIES) : entries(properties)),
    ...[at(context, 'condition'), ...items(context, 'condition', 'allOf')].flatMap((one) => [
      ...dimensionsIn(one, 'dimensions'),
      ...members(one, ['metricName', 'operator', 'threshold', 'metricValue', 'webTestName']),
    ]),
    ...dimensionsIn(context, 'Dimensions'),
    ...members(context, ['conditionType', 'operationName', 'level', 'SmartDetectorName']),
    ...members(at(context, 'AlertData'), ['BudgetName', 'ThresholdType', 'SpentAmount', 'Unit']),
  ];
}

function dimensionsIn(value: unknown, key: string): readonly LabelEntry[] {
  return items(value, key).flatMap((one) => {
    const name = text(one, 'name');
    const member = text(one, 'value');
    return name === null || member === null ? [] : [[name, member] as const];
  });
}

/** Pages for people; the addresses of the query API are left out. */
function linksOf(context: unknown): readonly unknown[] {
  return [
    at(context, 'LinkToFilteredSearchResultsUI'),
    at(context, 'LinkToSearchResults'),
    ...items(context, 'condition', 'allOf').flatMap((one) => [
      at(one, 'linkToFilteredSearchResultsUI'),
      at(one, 'linkToSearchResultsUI'),
    ]),
    at(context, 'properties', 'recommendationResourceLink'),
  ];
}

/** When Azure says that a service health event was over. */
function mitigatedAt(context: unknown): Instant | null {
  return instant(context, 'properties', 'impactMitigationTime');
}

function timeOf(context: unknown): Instant | null {
  return instant(context, 'timestamp') ?? instant(context, 'eventTimestamp');
}

function members(value: unknown, keys: readonly string[]): readonly LabelEntry[] {
  return entries(value).filter(([key]) => keys.includes(key));
}

/** Some activity log alerts have the id of their rule in the place of their own. */
const NAMES_RULE = /\/(?:activityLogAlerts|alertrules|metricAlerts|scheduledQueryRules)\/[^/]+$/i;
const RESOURCE_NAME = /\/providers\/[^/]+\/.*\/([^/]+)$/i;
const FIRED = /^(?:fired|activated)$/i;
const EVENT_PROPERTIES = [
  'service',
  'region',
  'incidentType',
  'trackingId',
  'stage',
  'title',
  'currentHealthStatus',
  'previousHealthStatus',
  'type',
  'cause',
  'category',
  'severity',
  'eventCategory',
];
