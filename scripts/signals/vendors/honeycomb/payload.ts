// Narrows the webhook body of Honeycomb's triggers and burn alerts, also one of a user's template.
// https://docs.honeycomb.io/notify/webhooks/
import type { Instant } from '../../../model/instant.ts';
import { epochInstant } from '../../epoch-instant.ts';
import { at, entries, identity, instant, items, prose, text } from '../../fields.ts';
import { statedLabels, type LabelEntry } from '../../labels.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';
import { tagLabels, tagsIn } from '../../tags.ts';

/** A change of a trigger's or burn alert's state. */
export type AlertChange = {
  readonly id: string;
  readonly name: string | null;
  readonly status: string;
  /** Summary and descriptions, some of which repeat each other. */
  readonly details: readonly (string | null)[];
  readonly severity: string | null;
  readonly happenedAt: Instant | null;
  readonly isTest: boolean;
  /** How many groups of the query's result are over the threshold. */
  readonly groups: number;
  readonly labels: readonly LabelEntry[];
  readonly urls: readonly unknown[];
};

/** Reads a change; fails without an identity or a state. */
export function readChange(body: unknown): Parsed<AlertChange> {
  const name = text(body, 'name');
  const id = identity(body, 'id') ?? identity(body, 'trigger_id') ?? name;
  if (id === null) return unexpected(body, ['id'], 'the id of a trigger or burn alert');
  const alert = at(body, 'alert');
  const summary = text(alert, 'summary') ?? text(body, 'summary') ?? text(body, 'message');
  const status =
    text(alert, 'status') ??
    text(body, 'status') ??
    STATUS_IN_SUMMARY.exec(summary ?? '')?.[1] ??
    null;
  if (status === null) return unexpected(body, ['status'], '`TRIGGERED` or `OK`');
  const groups = triggeredGroups(body);
  return parsed({
    id,
    name,
    status,
    details: [summary, prose(alert, 'description'), prose(body, 'description')],
    severity: text(body, 'severity'),
    happenedAt: instant(alert, 'timestamp') ?? epochInstant(alert, 'timestamp'),
    isTest:
      isTrue(body, 'is_test') ||
      isTrue(body, 'isTest') ||
      isTrue(alert, 'isTest') ||
      TEST.test(summary ?? status),
    groups: groups.length,
    labels: [...labelsOf(body), ...groups.flat()],
    urls: [
      ...['trigger_url', 'slo_url', 'burn_alert_url', 'url'].map((key) => at(body, key)),
      at(body, 'links', 'url'),
      at(body, 'result_url'),
      at(body, 'result', 'links', 'url'),
    ],
  });
}

/** Groups of the default payload, of the "Generic" template, and as `toJson` renders them. */
function triggeredGroups(body: unknown): readonly (readonly LabelEntry[])[] {
  const groups = [
    ...items(body, 'result_groups_triggered'),
    ...items(body, 'result', 'groupsTriggered'),
  ];
  return groups.map((group) => {
    const columns = [group, ...items(group, 'Group'), ...items(group, 'group')];
    const pairs = columns.flatMap((column) => {
      const key = text(column, 'field') ?? text(column, 'key') ?? text(column, 'Key');
      const value = text(column, 'value') ?? text(column, 'Value');
      return key === null || value === null ? [] : [[key, value] as const];
    });
    return [...entries(group, 'Group'), ...pairs];
  });
}

function labelsOf(body: unknown): readonly LabelEntry[] {
  const datasets = tagsIn(at(body, 'datasets') ?? at(body, 'dataset'));
  return [
    ...tagLabels(tagsIn(at(body, 'tags'))),
    ...tagLabels(datasets, 'dataset'),
    ...statedLabels({
      environment: text(body, 'environment'),
      service: text(body, 'service'),
      team: text(body, 'team'),
      operator: text(body, 'operator') ?? text(body, 'threshold', 'op'),
      threshold: text(body, 'threshold') ?? text(body, 'threshold', 'value'),
      slo: text(body, 'slo_name') ?? text(body, 'slo') ?? text(body, 'slo', 'name'),
    }),
  ];
}

function isTrue(body: unknown, key: string): boolean {
  return at(body, key) === true || text(body, key)?.toLowerCase() === 'true';
}

/** The default summary begins with the state: `Triggered: …`, `Resolved: …`. */
const STATUS_IN_SUMMARY = /^(triggered|resolved|ok)\b\s*:/i;
const TEST = /^\W{0,4}test\b\W/i;
