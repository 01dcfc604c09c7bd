// Narrows Datadog's webhook body: a template that users compose of `$VARIABLES` under keys of their
// own. What a template leaves out may stand in the title or in the message.
// https://docs.datadoghq.com/integrations/webhooks/
import type { Instant } from '../../../model/instant.ts';
import { identityOfPairs } from '../../dedup-key.ts';
import { epochInstant } from '../../epoch-instant.ts';
import { identity, instant, prose, text } from '../../fields.ts';
import type { LabelEntry } from '../../labels.ts';
import { firstStated, looseFields, withFlatMembers } from '../../loose-fields.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';
import { withoutPlaceholders } from '../../placeholders.ts';
import { tagLabels, tagsIn } from '../../tags.ts';

/** One event of a monitor, an incident, a security signal or of anything else. */
export type DatadogEvent = {
  readonly id: string | null;
  readonly identity: string;
  readonly title: string;
  /** The message without Datadog's mark-up. */
  readonly message: string | null;
  /** What happened to the monitor, for example `Re-Triggered`; null where nothing says it. */
  readonly transition: string | null;
  readonly alertType: string | null;
  readonly priority: string | null;
  readonly host: string | null;
  readonly happenedAt: Instant | null;
  readonly isTest: boolean;
  readonly labels: readonly LabelEntry[];
  readonly urls: readonly unknown[];
};

/** Reads a body; fails without anything that identifies the problem. */
export function readEvent(body: unknown): Parsed<DatadogEvent> {
  const flat = withFlatMembers(body, 'alert', 'monitor', 'incident', 'event');
  const fields = looseFields(withoutPlaceholders(flat, 'dollarWord'));
  const stated = (...names: readonly string[]): unknown => firstStated(fields, ...names);
  const heading = text(stated(...TITLES)) ?? '';
  const title = readTitle(heading);
  const message = prose(stated('body', 'event_msg', 'message', 'text_only_msg', 'incident_msg'));
  const scope = text(stated('scopes', 'alert_scope', 'scope')) ?? title.scope ?? '';
  const key = identityOf(fields, { scope, name: title.name, message: message ?? '' });
  if (key === null) return unexpected(body, ['title'], 'a title, or an id of the problem');
  const tags = [...tagsIn(stated('tags', 'event_tags')), ...tagsIn(scope)];
  return parsed({
    id: text(stated('id', 'event_id')),
    identity: key,
    title: title.name ?? `Event ${key}`,
    message: message === null ? null : withoutMarkup(message),
    transition:
      text(stated('alert_transition', 'transition', 'incident_status')) ?? title.transition,
    alertType: text(stated('alert_type')),
    priority: priorityIn(fields) ?? title.priority,
    host: text(stated('hostname', 'host')),
    happenedAt: whenOf(stated('date')) ?? whenOf(stated('last_updated')),
    isTest: TEST.test(heading) && title.transition !== null,
    labels: [...tagLabels([...new Set(tags)]), ...labelsIn(fields)],
    urls: [...URL_KEYS.map((name) => stated(name)), ...(message?.match(ADDRESS) ?? [])],
  });
}

type Title = Record<'priority' | 'transition' | 'scope' | 'name', string | null>;

/** Takes `[P1] [Triggered on {host:web-1}] Disk full` apart; other brackets belong to the name. */
function readTitle(heading: string): Title {
  const [, priority = null, transition = null, scope = null, name = ''] =
    TITLE.exec(heading.replace(TEST, '')) ?? [];
  return { priority, transition, scope, name: text(name) };
}

type Surroundings = {
  readonly scope: string;
  readonly name: string | null;
  readonly message: string;
};

/** The cycle of one problem, else its group, else monitor and scope, else title and scope. */
function identityOf(fields: unknown, { scope, name, message }: Surroundings): string | null {
  const stated = (...names: readonly string[]): string | null =>
    identity(firstStated(fields, ...names));
  const cycle = stated('alert_cycle_key', 'cycle_key', 'alert_cycle_id');
  if (cycle !== null) return cycle;
  const incident = stated('incident_public_id', 'incident_uuid', 'security_signal_id');
  if (incident !== null) return incident;
  const tags = tagsIn(scope).toSorted().join(',');
  const group =
    stated('aggreg_key', 'aggregation_key') ??
    stated('monitor_id', 'alert_id') ??
    MONITOR.exec(message)?.[1] ??
    MONITOR_PAGE.exec(stated('link', 'url') ?? '')?.[1];
  if (group !== undefined) return tags === '' ? group : `${group} ${tags}`;
  return name === null ? null : identityOfPairs([['title', name], ['scope', tags]]); // prettier-ignore
}

/** The event's own priority (`normal`, `low`) says nothing about a problem. */
function priorityIn(fields: unknown): string | null {
  const priorities = [firstStated(fields, 'alert_priority'), firstStated(fields, 'priority')];
  const severities = ['severity', 'incident_severity', 'security_signal_severity'];
  const [own, event] = priorities.map((one) =>
    EVENT_PRIORITY.test(text(one) ?? '') ? null : text(one),
  );
  return own ?? text(firstStated(fields, ...severities)) ?? event ?? null;
}

function labelsIn(fields: unknown): readonly LabelEntry[] {
  return LABEL_KEYS.flatMap((name) => {
    const value = text(firstStated(fields, name));
    return value === null ? [] : [[name, value] as const];
  });
}

function whenOf(value: unknown): Instant | null {
  return epochInstant(value) ?? instant(value);
}

/** Links keep their words, pictures go. */
function withoutMarkup(markdown: string): string {
  return markdown
    .replaceAll('%%%', '')
    .replace(/!\[[^[\]]*\]\([^()\s]*\)/g, '')
    .replace(/\[([^[\]]*)\]\([^()\s]*\)/g, '$1')
    .replaceAll('**', '');
}

const EVENT_PRIORITY = /^(?:normal|low)$/i;
const TITLES = ['title', 'event_title', 'alert_title', 'incident_title', 'monitor_name'];
const URL_KEYS = ['link', 'url', 'event_url', 'alert_url', 'incident_url', 'snapshot'];
const LABEL_KEYS = ['event_type', 'alert_metric', 'alert_query', 'alert_status', 'alert_type'];
const ADDRESS = /https?:\/\/[^\s()<>[\]"]{1,2000}/g;
const TEST = /^\s*\[TEST\]\s*/i;
const TITLE =
  /^(?:\[(P[1-5])\] *)?(?:\[((?:Re-)?(?:Triggered|No Data|Warn)|Recovered(?: from [\w -]{1,20}?)?|Renotify|Alert)(?: on \{([^{}]*)\})?\])?(.*)$/i;
/** The link that Datadog itself puts under a message. */
const MONITOR = /\[Monitor Status\]\(https?:\/\/[^)\s]{1,200}?\/monitors[#/](\d[\w-]{0,39})/;
const MONITOR_PAGE = /\/monitors[#/](\d[\w-]{0,39})/;
