// Narrows the bodies that Kibana's rules render from a user's mustache template: the documented
// action variables under their own names, or flat. All values may be text.
// https://www.elastic.co/docs/explore-analyze/alerts-cases/alerts/rule-action-variables
import type { Instant } from '../../../model/instant.ts';
import { at, entries, identity, instant, isRecord, items, prose, text } from '../../fields.ts';
import { statedLabels, type LabelEntry } from '../../labels.ts';
import { firstStated, looseFields } from '../../loose-fields.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';
import { tagLabels, tagsIn } from '../../tags.ts';

/** A rule's action for one alert, or its summary of all. */
export type RuleAction = {
  readonly ruleId: string;
  /** What the rule groups by, for example a host; null for a summary. */
  readonly alertId: string | null;
  /** Whether the action tells of all alerts of the rule at once. */
  readonly isSummary: boolean;
  readonly uuid: string | null;
  readonly ruleName: string | null;
  /** The action group or the template's own word; null where the template sends neither. */
  readonly status: string | null;
  readonly severity: string | null;
  /** The action group's name, which some rules use for their severity. */
  readonly groupName: string | null;
  readonly reason: string | null;
  readonly happenedAt: Instant | null;
  readonly environment: string | null;
  readonly service: string | null;
  readonly host: string | null;
  readonly labels: readonly LabelEntry[];
  readonly urls: readonly unknown[];
};

/** Reads an action; fails when neither a rule nor an alert is named. */
export function readAction(given: unknown): Parsed<RuleAction> {
  const body = withDottedMembers(given);
  const alert = at(body, 'alert');
  const flat = looseFields({ ...(isRecord(alert) ? alert : {}), ...(isRecord(body) ? body : {}) });
  const context = at(body, 'context');
  const uuid = identity(body, 'alert', 'uuid') ?? identity(flat, 'alertuuid');
  const ruleName =
    text(body, 'rule', 'name') ??
    text(body, 'signal', 'rule', 'name') ??
    text(firstStated(flat, 'rule_name', 'alert_name', 'name'));
  const { ruleId, alertId } = identityOf(body, flat, ruleName);
  const key = ruleId ?? uuid;
  if (key === null) return unexpected(body, ['rule', 'id'], 'the id of a rule');
  const isSummary = isRecord(at(body, 'alerts'));
  return parsed({
    ruleId: key,
    alertId: alertId ?? (isSummary || key === uuid ? null : uuid),
    isSummary,
    uuid,
    ruleName,
    status: statusOf(body, flat),
    severity:
      text(flat, 'severity') ??
      text(context, 'severity') ??
      text(context, 'rule', 'severity') ??
      text(body, 'signal', 'rule', 'severity'),
    groupName: text(body, 'alert', 'actionGroupName') ?? text(flat, 'alertactiongroupname'),
    reason:
      prose(context, 'reason') ??
      prose(context, 'message') ??
      prose(flat, 'reason') ??
      prose(flat, 'message'),
    happenedAt:
      instant(context, 'timestamp') ??
      instant(body, 'date') ??
      instant(firstStated(flat, 'timestamp', 'last_received')),
    ...placeOf(body, flat, context),
    labels: labelsOf(body, flat, alertId),
    urls: urlsOf(body, context),
  });
}

/**
 * The rule, and the alert of it. A flat `alertId` is the alert (`{{alert.id}}`) where the template also names the rule
 * in today's words; in those of version 7 it is the rule, and the alert is an instance.
 */
function identityOf(
  body: unknown,
  flat: unknown,
  ruleName: string | null,
): Record<'ruleId' | 'alertId', string | null> {
  const rule = identity(body, 'rule', 'id') ?? identity(flat, 'ruleid');
  const instance =
    identity(body, 'alert', 'id') ??
    identity(firstStated(flat, 'alert_instance_id', 'fingerprint'));
  const flatId = identity(flat, 'alertid');
  const namesRule = rule !== null || text(flat, 'rulename') !== null;
  if (namesRule) return { ruleId: rule ?? ruleName, alertId: instance ?? flatId };
  return { ruleId: flatId ?? ruleName, alertId: instance };
}

/** A template may write `context.reason` as one key; here it stands where the variable does. */
function withDottedMembers(body: unknown): unknown {
  if (!isRecord(body)) return body;
  const nested = ['rule', 'alert', 'context'].flatMap((name) => {
    const dotted = Object.entries(body).filter(([key]) => key.startsWith(`${name}.`));
    if (dotted.length === 0) return [];
    const members = dotted.map(([key, value]) => [key.slice(name.length + 1), value] as const);
    const own = at(body, name);
    return [[name, { ...Object.fromEntries(members), ...(isRecord(own) ? own : {}) }] as const];
  });
  return { ...body, ...Object.fromEntries(nested) };
}

/** The action group; else a word of the template; else what a summary counts. */
function statusOf(body: unknown, flat: unknown): string | null {
  const stated =
    text(body, 'alert', 'actionGroup') ??
    text(flat, 'alertactiongroup') ??
    text(flat, 'actiongroup') ??
    text(flat, 'status') ??
    text(flat, 'action');
  if (stated !== null || !isRecord(at(body, 'alerts'))) return stated;
  const isFiring = ['new', 'ongoing'].some(
    (key) => Number(text(body, 'alerts', key, 'count') ?? 0) > 0,
  );
  return isFiring ? 'active' : 'recovered';
}

function placeOf(
  body: unknown,
  flat: unknown,
  context: unknown,
): Pick<RuleAction, 'environment' | 'service' | 'host'> {
  const place = (name: string, ...path: readonly string[]): string | null =>
    text(flat, name) ??
    text(body, name, 'name') ??
    text(context, name, 'name') ??
    text(context, 'grouping', ...path);
  return {
    environment:
      text(flat, 'environment') ??
      text(context, 'environment') ??
      text(context, 'grouping', 'service', 'environment'),
    service: text(context, 'serviceName') ?? place('service', 'service', 'name'),
    host: text(context, 'hostName') ?? place('host', 'host', 'name'),
  };
}

function labelsOf(body: unknown, flat: unknown, alertId: string | null): readonly LabelEntry[] {
  const context = at(body, 'context');
  const lists = [at(body, 'rule', 'tags'), at(flat, 'ruletags'), at(flat, 'tags')];
  const tags = [...lists, at(context, 'tags')].flatMap(tagsIn);
  const groups = items(context, 'group').flatMap((group) => {
    const field = text(group, 'field');
    const value = text(group, 'value');
    return field === null || value === null ? [] : [[field, value] as const];
  });
  return [
    ...tagLabels([...new Set(tags)]),
    ...groups,
    ...flattened(at(context, 'grouping')),
    ...statedLabels({
      alert: alertId,
      rule_type: text(body, 'rule', 'type'),
      space: text(body, 'rule', 'spaceId') ?? text(flat, 'spaceid'),
      flapping: entries(body, 'alert').find(([key]) => key === 'flapping')?.[1] ?? null,
    }),
  ];
}

/** Nested groupings under dotted names (`host.name`). */
function flattened(value: unknown, prefix = '', depth = 0): readonly LabelEntry[] {
  if (!isRecord(value) || depth > 3) return [];
  const nested = Object.entries(value).flatMap(([key, member]) =>
    flattened(member, `${prefix}${key}.`, depth + 1),
  );
  return [...entries(value).map(([key, one]) => [`${prefix}${key}`, one] as const), ...nested];
}

function urlsOf(body: unknown, context: unknown): readonly unknown[] {
  const keys = ['alertDetailsUrl', 'viewInAppUrl', 'results_link', 'link', 'monitorUrl'];
  return [
    ...keys.map((key) => at(context, key)),
    at(body, 'rule', 'url'),
    at(body, 'url'),
    at(body, 'ruleUrl'),
  ];
}
