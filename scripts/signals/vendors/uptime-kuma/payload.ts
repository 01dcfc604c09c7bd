// Narrows the webhook body of Uptime Kuma (versions 1 and 2), also one made by a user's template.
// https://github.com/louislam/uptime-kuma/blob/master/server/notification-providers/webhook.js
import { parseInstant, type Instant } from '../../../model/instant.ts';
import { at, identity, isRecord, items, prose, text, utcInstant } from '../../fields.ts';
import { parseJsonBody } from '../../json-body.ts';
import { statedLabels, type LabelEntry } from '../../labels.ts';
import { firstStated, looseFields } from '../../loose-fields.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';

/** A change of a monitor's state. */
export type Beat = {
  readonly monitorId: string;
  readonly name: string;
  /** As sent: a number, or a word in a user's template. */
  readonly status: string;
  readonly state: BeatState;
  readonly message: string | null;
  readonly description: string | null;
  readonly time: Instant | null;
  readonly host: string | null;
  readonly labels: readonly LabelEntry[];
  readonly url: unknown;
};

/** What the tool's status numbers 0 to 3 mean. */
export type BeatState = 'down' | 'up' | 'pending' | 'maintenance';

/** The parts of a body under the names of the preset, of the variables for templates, or of a user. */
export function kumaParts(body: unknown): {
  readonly fields: unknown;
  readonly heartbeat: unknown;
  readonly monitor: unknown;
  readonly message: string | null;
} {
  const fields = looseFields(body);
  return {
    fields,
    heartbeat: documentIn(firstStated(fields, 'heartbeat', 'heartbeatJSON')),
    monitor: documentIn(firstStated(fields, 'monitor', 'monitorJSON')),
    message: prose(firstStated(fields, 'msg', 'body', 'message', 'text', 'title')),
  };
}

/** Templates may put an object into a text. */
function documentIn(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const json = parseJsonBody(value);
  return json.kind === 'parsed' ? json.value : undefined;
}

/** Reads a heartbeat with its monitor; fails without a known state or an identity. */
export function readBeat(body: unknown): Parsed<Beat> {
  const { fields, heartbeat, monitor, message: wording } = kumaParts(body);
  const message = prose(heartbeat, 'msg') ?? wording;
  const status =
    text(heartbeat, 'status') ?? text(fields, 'status') ?? stateIn(wording ?? message ?? '');
  const state = status === null ? null : stateOf(status);
  if (status === null || state === null) {
    return unexpected(body, ['heartbeat', 'status'], 'a status from 0 to 3');
  }
  const name =
    text(monitor, 'name') ??
    text(firstStated(fields, 'name', 'monitor_name')) ??
    nameIn(text(fields, 'title') ?? '', wording ?? '');
  const monitorId = identity(monitor, 'id') ?? identity(heartbeat, 'monitorID') ?? name;
  if (monitorId === null) return unexpected(body, ['monitor', 'id'], 'the id of a monitor');
  return parsed({
    monitorId,
    name: name ?? `Monitor ${monitorId}`,
    status,
    state,
    message,
    description: prose(monitor, 'description'),
    time: timeOf(heartbeat) ?? utcInstant(firstStated(fields, 'time', 'timestamp')),
    host: text(monitor, 'hostname'),
    labels: labelsOf(monitor),
    url: at(monitor, 'url') ?? firstStated(fields, 'hostnameOrURL', 'monitor_url', 'url'),
  });
}

/** Whether a body is about no monitor: a test, or a certificate or domain that expires. */
export function isWithoutMonitor(body: unknown): boolean {
  const { heartbeat, monitor, message } = kumaParts(body);
  const isSilent = stateIn(message ?? '') === null;
  return isRecord(body) && !isRecord(heartbeat) && !isRecord(monitor) && isSilent;
}

/** The title of the tool's own template (`Uptime Kuma Alert - API`), or what the default message begins with (`[API] [🔴 Down]`). */
function nameIn(title: string, message: string): string | null {
  return text(TITLED_NAME.exec(title)?.[1]) ?? text(BRACKETED_NAME.exec(message)?.[1]);
}

/** `time` is UTC; the older form is local time with its offset. */
function timeOf(heartbeat: unknown): Instant | null {
  const local = `${text(heartbeat, 'localDateTime') ?? ''}${text(heartbeat, 'timezoneOffset') ?? ''}`;
  return utcInstant(heartbeat, 'time') ?? parseInstant(local);
}

function labelsOf(monitor: unknown): readonly LabelEntry[] {
  const tags = items(monitor, 'tags').flatMap((tag) => {
    const name = text(tag, 'name');
    return name === null ? [] : [[name, text(tag, 'value') ?? 'true'] as const];
  });
  return [
    ...tags,
    ...statedLabels({
      type: text(monitor, 'type'),
      path: text(monitor, 'pathName'),
      port: text(monitor, 'port'),
    }),
  ];
}

function stateOf(status: string): BeatState | null {
  const number = STATES[Number(status)];
  if (number !== undefined && /^\d$/.test(status)) return number;
  const word = STATE_WORD.exec(status)?.[1]?.toLowerCase();
  return STATES.find((state) => state === word) ?? null;
}

/** The default message begins `[name] [🔴 Down] `. */
function stateIn(message: string): string | null {
  return BRACKETED_STATE.exec(message)?.[1] ?? null;
}

const STATES: readonly BeatState[] = ['down', 'up', 'pending', 'maintenance'];
const STATE_WORD = /\b(down|up|pending|maintenance)\b/i;
const TITLED_NAME = /^\s*Uptime Kuma Alert - (.+)$/;
const BRACKETED_NAME =
  /(?:^|\s)\[([^\n]{1,300}?)\] \[[^\]\w]{0,8}(?:down|up|pending|maintenance)\]/i;
const BRACKETED_STATE = /\[[^\]\w]{0,8}(down|up|pending|maintenance)\]/i;
