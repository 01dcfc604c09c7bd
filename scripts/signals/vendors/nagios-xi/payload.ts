// Narrows the bodies that notification commands and event handlers of Nagios make of macros. Keys
// are free; the common ones repeat the names of the macros (`$HOSTNAME$`: `host_name`).
// https://assets.nagios.com/downloads/nagioscore/docs/nagioscore/4/en/macrolist.html
import type { Instant } from '../../../model/instant.ts';
import { epochInstant } from '../../epoch-instant.ts';
import { at, identity, isRecord, prose, text } from '../../fields.ts';
import type { LabelEntry } from '../../labels.ts';
import { firstStated, looseFields } from '../../loose-fields.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';
import { withoutPlaceholders } from '../../placeholders.ts';

/** What a message says about a host, or about a service on it. */
export type NagiosEvent = {
  readonly id: string | null;
  readonly host: string;
  readonly hostLabel: string;
  /** Null for a message about the host itself. */
  readonly service: string | null;
  /** The state as sent: a word, or a number whose meaning depends on `service`. */
  readonly state: string | null;
  /** `PROBLEM`, `RECOVERY`, `DOWNTIMESTART` and the like; null for an event handler. */
  readonly type: string | null;
  readonly isSoft: boolean;
  readonly output: string | null;
  readonly changedAt: Instant | null;
  readonly sentAt: Instant | null;
  readonly labels: readonly LabelEntry[];
  readonly urls: readonly unknown[];
};

/** The members of a body, flat or in one of the wrappers, without macros that were left as they are. */
export function nagiosFields(body: unknown): unknown {
  const wrapper = ['HostEvent', 'SvcEvent', 'ServiceEvent'].find((key) => isRecord(at(body, key)));
  const inner = wrapper === undefined ? body : at(body, wrapper);
  if (!isRecord(inner)) return {};
  const members = Object.entries(inner).map(([key, value]) => [key.replace(PREFIX, ''), value]);
  return looseFields(withoutPlaceholders(Object.fromEntries(members), 'dollars'));
}

/** Reads an event; fails without a host, a state and a type. */
export function readEvent(fields: unknown, body: unknown): Parsed<NagiosEvent> {
  const host = identity(firstStated(fields, 'host_name', 'svc_hostname', 'host', 'host_alias'));
  if (host === null) return unexpected(body, ['host_name'], 'the name of a host');
  const kind = text(firstStated(fields, 'entity_type', 'object_type', 'type'))?.toLowerCase();
  const named = identity(
    firstStated(
      fields,
      'service_desc',
      'service_description',
      'svc_desc',
      'service',
      'service_name',
      ...(kind === 'service' ? ['description'] : []),
    ),
  );
  const service = kind === 'host' ? null : named;
  const state = stateOf(fields, service);
  const type = typeOf(fields);
  if (state === null && type === null) {
    return unexpected(body, [service === null ? 'host_state' : 'service_state'], 'a state');
  }
  return parsed({
    id: identifier(fields, service),
    host,
    hostLabel: text(firstStated(fields, 'host_display_name')) ?? host,
    service,
    state,
    type,
    isSoft: /^soft$/i.test(own(fields, service, 'state_type') ?? ''),
    output: outputOf(fields, service),
    changedAt: epochInstant(firstStated(fields, `last_${kindOf(service)}_state_change`)),
    sentAt: epochInstant(firstStated(fields, 'timet', 'timestamp')),
    labels: labelsOf(fields),
    urls: LINKS.map((name) => firstStated(fields, name)),
  });
}

/** A host message may carry a service's macros and the other way round, so each reads its own. */
function stateOf(fields: unknown, service: string | null): string | null {
  return (
    own(fields, service, 'state') ??
    text(firstStated(fields, 'state', 'status')) ??
    own(fields, service, 'state_id') ??
    text(firstStated(fields, 'state_id'))
  );
}

function typeOf(fields: unknown): string | null {
  const stated = text(firstStated(fields, 'notification_type'));
  const title = text(firstStated(fields, 'title', 'subject')) ?? '';
  return (stated ?? TYPE_IN_TITLE.exec(title)?.[1])?.toUpperCase() ?? null;
}

/** Event ids are 0 where there is none. */
function identifier(fields: unknown, service: string | null): string | null {
  const id = own(fields, service, 'event_id');
  return id === '0' ? null : id;
}

function outputOf(fields: unknown, service: string | null): string | null {
  const kind = kindOf(service);
  const short = prose(
    firstStated(fields, `${kind}_output`, service === null ? '' : 'svc_output', ...OUTPUTS),
  );
  const long = prose(firstStated(fields, `long_${kind}_output`, 'long_output'));
  return short === null || long === null ? (short ?? long) : `${short}\n${long}`;
}

function own(fields: unknown, service: string | null, name: string): string | null {
  const names = [`${kindOf(service)}_${name}`, ...(service === null ? [] : [`svc_${name}`])];
  return text(firstStated(fields, ...names));
}

function kindOf(service: string | null): 'host' | 'service' {
  return service === null ? 'host' : 'service';
}

function labelsOf(fields: unknown): readonly LabelEntry[] {
  return LABELS.flatMap((name) => {
    const value = text(firstStated(fields, name));
    return value === null ? [] : [[name, value] as const];
  });
}

/** Environment variables of Nagios carry its name before that of the macro. */
const PREFIX = /^NAGIOS_(?!server$)/i;
const TYPE_IN_TITLE =
  /\b(PROBLEM|RECOVERY|ACKNOWLEDGEMENT|FLAPPING(?:START|STOP|DISABLED)|DOWNTIME(?:START|END|CANCELLED)|CUSTOM)\b/i;
const OUTPUTS = ['output', 'additional_info', 'info', 'message'];
const LINKS = [
  'service_notes_url',
  'service_action_url',
  'host_notes_url',
  'host_action_url',
  'notes_url',
  'url',
  'link',
];
const LABELS = [
  'nagios_server',
  'notification_type',
  'host_alias',
  'host_address',
  'ip',
  'host_group_names',
  'service_group_names',
  'environment',
  'team',
  'product',
] as const;
