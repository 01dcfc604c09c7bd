// Narrows the bodies that media type scripts of Zabbix make of macros. Keys are free; those of the
// scripts that Zabbix ships and of well-known receivers are known here.
// https://www.zabbix.com/documentation/current/en/manual/appendix/macros/supported_by_location
import type { Instant } from '../../../model/instant.ts';
import { epochInstant } from '../../epoch-instant.ts';
import { identity, instant, isRecord, items, prose, text } from '../../fields.ts';
import { parseJsonBody } from '../../json-body.ts';
import type { LabelEntry } from '../../labels.ts';
import { firstStated, looseFields } from '../../loose-fields.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';
import { withoutPlaceholders } from '../../placeholders.ts';
import { tagLabels, tagsIn } from '../../tags.ts';

/** What a message says about a problem. */
export type ZabbixEvent = {
  readonly id: string | null;
  readonly identity: string;
  readonly status: string;
  /** What somebody did, in words such as `acknowledged` or `closed problem`; null for no update. */
  readonly update: string | null;
  readonly title: string | null;
  readonly description: string | null;
  readonly severity: string | null;
  readonly host: string | null;
  readonly service: string | null;
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly updatedAt: Instant | null;
  readonly labels: readonly LabelEntry[];
  readonly urls: readonly unknown[];
};

/** The members of a body without macros that Zabbix left as they are. */
export function zabbixFields(body: unknown): unknown {
  const filled = withoutPlaceholders(withoutPlaceholders(body, 'singleBraces'), 'asterisks');
  const fields = looseFields(filled);
  const message = prose(firstStated(fields, 'message', 'alert_message')) ?? '';
  const subject = text(firstStated(fields, 'subject', 'alert_subject', 'title')) ?? '';
  return { ...membersOf(linesOf(message, subject)), ...membersOf(fields) };
}

/** Reads an event; fails without a state or without anything that identifies its problem. */
export function readEvent(fields: unknown, body: unknown): Parsed<ZabbixEvent> {
  const status = statusOf(fields);
  if (status === null) return unexpected(body, ['status'], '`PROBLEM`, `OK` or another state');
  const links = [...LINKS, 'url'].map((name) => firstStated(fields, name));
  const address = links.flatMap((link) => text(link) ?? []).join(' ');
  const eventId = identity(
    firstStated(fields, 'event_id', 'problem_id', 'original_problem_id', 'id'),
  );
  const problemId = identity(firstStated(fields, 'p_eventid'));
  const host =
    text(firstStated(fields, 'host_name', 'host', 'host_host', 'hostname1')) ??
    onlyHost(firstStated(fields, 'hosts'));
  const title = text(firstStated(fields, ...TITLES));
  const key =
    problemId ??
    eventId ??
    triggerKey(identity(firstStated(fields, 'trigger_id')) ?? idIn(address, 'triggerid')) ??
    identity(firstStated(fields, 'alert_uid')) ??
    (host === null || title === null ? null : `${host}: ${title}`);
  if (key === null) return unexpected(body, ['event_id'], 'the id of an event');
  const service = text(firstStated(fields, 'service_name', 'service'));
  return parsed({
    id: eventId ?? idIn(address, 'eventid'),
    identity: key,
    status,
    update: updateOf(fields),
    title,
    description: withoutPerson(prose(firstStated(fields, ...DESCRIPTIONS))),
    severity: text(firstStated(fields, ...SEVERITIES)),
    host,
    service: service === host ? null : service,
    startedAt:
      problemId === null
        ? time(
            fields,
            'event_timestamp',
            'problem_timestamp',
            'event_time_utc',
            'timestamp',
            'clock',
          )
        : null,
    endedAt: time(
      fields,
      'event_recovery_timestamp',
      'recovery_timestamp',
      ...(problemId === null ? [] : ['clock']),
    ),
    updatedAt: time(fields, 'event_update_timestamp'),
    labels: labelsOf(fields),
    urls: links,
  });
}

/** The export of Zabbix lists the hosts of a problem; of several nobody says which one is meant. */
function onlyHost(hosts: unknown): string | null {
  const names = items(hosts).flatMap((one) => text(one, 'name') ?? text(one, 'host') ?? []);
  return names.length === 1 ? (names[0] ?? null) : null;
}

function statusOf(fields: unknown): string | null {
  const names = ['status', 'event_status', 'trigger_status', 'state', 'event_value', 'value'];
  return text(firstStated(fields, ...names));
}

/** Updates keep the state of the problem; only these macros tell them apart. */
function updateOf(fields: unknown): string | null {
  const action = text(firstStated(fields, 'event_update_action', 'update_action'));
  const told = UPDATE_SENTENCE.exec(
    prose(firstStated(fields, 'message', 'alert_message')) ?? '',
  )?.[1];
  const isUpdate = text(firstStated(fields, 'event_update_status', 'update_status')) === '1';
  return action ?? told ?? (isUpdate ? 'updated' : null);
}

/** The default message of an update begins with the name of who made it. */
function withoutPerson(message: string | null): string | null {
  return message === null ? null : message.replace(UPDATE_SENTENCE, '').trim();
}

/** The default messages of Zabbix hold `Name: value` lines below a sentence that tells the state. */
function linesOf(message: string, subject: string): unknown {
  const opening = `${subject}\n${message}`;
  const current = UPDATE_SENTENCE.test(message) ? CURRENT_STATE.exec(message)?.[1] : undefined;
  const state = current ?? DEFAULT_STATES.find(([, pattern]) => pattern.test(opening))?.[0];
  const pairs = message
    .split('\n')
    .slice(0, 50)
    .flatMap((line) => {
      const [, name, value = ''] = MESSAGE_LINE.exec(line) ?? [];
      return name === undefined ? [] : [[name, value] as const];
    });
  const isKnown = state !== undefined && (pairs.length > 0 || current !== undefined);
  const [, name] = DEFAULT_SUBJECT.exec(subject) ?? [];
  return looseFields({
    ...(isKnown ? { status: state } : {}),
    ...Object.fromEntries(pairs),
    ...(name === undefined ? {} : { problem_name: name }),
  });
}

/** What is neither null nor blank, so that lines of the message can fill the gaps. */
function membersOf(fields: unknown): Readonly<Record<string, unknown>> {
  if (!isRecord(fields)) return {};
  return Object.fromEntries(
    Object.entries(fields).filter(([name]) => firstStated(fields, name) !== undefined),
  );
}

function labelsOf(fields: unknown): readonly LabelEntry[] {
  const named = LABELS.flatMap((name) => {
    const value = text(firstStated(fields, name));
    return value === null ? [] : [[name, value] as const];
  });
  const tags = firstStated(fields, 'event_tags_json', 'event_tags', 'tags', 'trigger_tags');
  return [...tagPairs(tags), ...named];
}

/** Tags as a list, as JSON text, or as text such as `scope:performance, team:dba`. */
function tagPairs(tags: unknown): readonly LabelEntry[] {
  if (typeof tags === 'string' && /^\s*\[/.test(tags)) {
    const json = parseJsonBody(tags);
    return json.kind === 'parsed' ? tagPairs(json.value) : tagLabels(tagsIn(tags));
  }
  if (!Array.isArray(tags) || !tags.some(isRecord)) return tagLabels(tagsIn(tags));
  return tags.flatMap((one) => {
    const name = text(one, 'tag') ?? text(one, 'name');
    const value = text(one, 'value');
    return name === null || value === null ? [] : [[name, value] as const];
  });
}

function triggerKey(id: string | null): string | null {
  return id === null ? null : `trigger:${id}`;
}

function idIn(address: string, name: 'triggerid' | 'eventid'): string | null {
  const pattern = name === 'triggerid' ? TRIGGER_IN_ADDRESS : EVENT_IN_ADDRESS;
  return pattern.exec(address)?.[1] ?? null;
}

function time(fields: unknown, ...names: readonly string[]): Instant | null {
  const found = names.map((name) => firstStated(fields, name));
  return (
    found.map((value) => epochInstant(value) ?? instant(value)).find((one) => one !== null) ?? null
  );
}

const TRIGGER_IN_ADDRESS = /[?&]triggerid=([\w-]{1,64})/;
const EVENT_IN_ADDRESS = /[?&]eventid=([\w-]{1,64})/;
const TITLES = [
  'event_name',
  'name',
  'trigger_name',
  'trigger',
  'problem_name',
  'problem',
  'alert_subject',
  'subject',
  'title',
];
const DESCRIPTIONS = [
  'trigger_description',
  'event_description',
  'description',
  'alert_message',
  'message',
  'event_opdata',
  'operational_data',
];
const SEVERITIES = [
  'event_severity',
  'severity',
  'trigger_severity',
  'event_nseverity',
  'nseverity',
];
const LINKS = ['link', 'event_url', 'trigger_url', 'link_to_upstream_details', 'zabbix_url'];
const LABELS = [
  'item',
  'item_value',
  'host_group',
  'trigger_hostgroup_name',
  'host_ip',
  'trigger_id',
  'event_opdata',
];
const DEFAULT_STATES = [
  ['OK', /^(?:problem has been resolved|resolved(?: in [^:\n]{1,80})?:)/im],
  ['PROBLEM', /^(?:problem started|problem:|updated problem)/im],
] as const;
const UPDATE_SENTENCE =
  /^[^\n]{1,200}? ((?:(?:un)?acknowledged|commented|closed|(?:un)?suppressed|changed severity)\b[^\n]{0,300}?) problem at \d[^\n]*/i;
const CURRENT_STATE = /^Current problem status is (\w{1,20}),/m;
const DEFAULT_SUBJECT =
  /^(?:Problem|Resolved(?: in [^:\n]{1,80})?|Updated problem(?: in [^:\n]{1,80})?): (.+)$/;
const MESSAGE_LINE = /^\s*([A-Za-z][A-Za-z ]{1,40}):\s+(\S.*)$/;
