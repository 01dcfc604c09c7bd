// Narrows Azure Monitor's webhook bodies of the common alert schema.
// https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-common-schema
import type { Instant } from '../../../model/instant.ts';
import { at, entries, identity, instant, items, prose, text } from '../../fields.ts';
import { textOfHtml } from '../../html-text.ts';
import type { LabelEntry } from '../../labels.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';

/** One alert, from whichever schema. */
export type AzureAlert = {
  readonly id: string | null;
  readonly identity: string;
  /** `Fired`, `Resolved`, `Activated`, `Deactivated`; null in schemas that only tell of what fired. */
  readonly condition: string | null;
  /** What joins the messages about one service health event, which are alerts of their own. */
  readonly trackingId: string | null;
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
  const own = alertId !== null && !NAMES_RULE.test(alertId) ? alertId : (originId ?? alertId);
  const trackingId = trackingIdOf(context);
  const found = trackingId ?? own;
  if (found === null) return unexpected(body, [...place, 'alertId'], 'the id of an alert');
  if (condition === null) {
    return unexpected(body, [...place, 'monitorCondition'], '`Fired` or `Resolved`');
  }
  return parsed({
    id: alertId ?? originId,
    identity: found,
    trackingId,
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

/** A service health event keeps its tracking id, while each message about it is an alert of its own. */
function trackingIdOf(context: unknown): string | null {
  const event = `${text(context, 'eventSource') ?? ''} ${text(context, 'operationName') ?? ''}`;
  return SERVICE_HEALTH.test(event) ? identity(context, 'properties', 'trackingId') : null;
}

/** The resource that the alert is about, where it is one. */
function targetOf(essentials: unknown): string | null {
  const names = items(essentials, 'configurationItems').flatMap((one) => text(one) ?? []);
  if (names.length > 0) return names.length === 1 ? (names[0] ?? null) : null;
  const targets = items(essentials, 'alertTargetIDs');
  return targets.length === 1 ? lastSegment(text(targets[0])) : null;
}

/** The name of a resource by its path; a path that ends at a subscription names none. */
export function lastSegment(path: string | null): string | null {
  return RESOURCE_NAME.exec(path ?? '')?.[1] ?? null;
}

/** What the context of a health event says about the matter itself. */
export function stageOf(context: unknown): string | null {
  const event = `${text(context, 'eventSource') ?? ''} ${text(context, 'operationName') ?? ''}`;
  if (!/health/i.test(event)) return null;
  return text(context, 'properties', 'stage') ?? text(context, 'status');
}

/** The rule's own description, else the sentences that the context holds. */
export function descriptionOf(stated: string | null, context: unknown): string | null {
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
export function contextLabels(context: unknown): readonly LabelEntry[] {
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

/** Pairs in a list of `{name, value}`. */
export function dimensionsIn(value: unknown, key: string): readonly LabelEntry[] {
  return items(value, key).flatMap((one) => {
    const name = text(one, 'name');
    const member = text(one, 'value');
    return name === null || member === null ? [] : [[name, member] as const];
  });
}

/** Pages for people; the addresses of the query API are left out. */
export function linksOf(context: unknown): readonly unknown[] {
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
export function mitigatedAt(context: unknown): Instant | null {
  return instant(context, 'properties', 'impactMitigationTime');
}

/** Named members of an object. */
export function members(value: unknown, keys: readonly string[]): readonly LabelEntry[] {
  return entries(value).filter(([key]) => keys.includes(key));
}

/** Some activity log alerts have the id of their rule in the place of their own. */
const NAMES_RULE = /\/(?:activityLogAlerts|alertrules|metricAlerts|scheduledQueryRules)\/[^/]+$/i;
const RESOURCE_NAME = /\/providers\/[^/]+\/.*\/([^/]+)$/i;
const SERVICE_HEALTH = /servicehealth/i;
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
