// Narrows the webhook body of Uptime Kuma (versions 1 and 2), also one made by a user's template.
// https://github.com/louislam/uptime-kuma/blob/master/server/notification-providers/webhook.js
import { parseInstant, type Instant } from '../../../model/instant.ts';
import { at, identity, isRecord, items, prose, text, utcInstant } from '../../fields.ts';
import { statedLabels, type LabelEntry } from '../../labels.ts';
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

/** Reads a heartbeat with its monitor; fails without a known state or an identity. */
export function readBeat(body: unknown): Parsed<Beat> {
  const heartbeat = at(body, 'heartbeat');
  const monitor = at(body, 'monitor');
  const message = prose(heartbeat, 'msg') ?? prose(body, 'msg');
  const status = text(heartbeat, 'status') ?? text(body, 'status') ?? stateIn(message ?? '');
  const state = status === null ? null : stateOf(status);
  if (status === null || state === null) {
    return unexpected(body, ['heartbeat', 'status'], 'a status from 0 to 3');
  }
  const name = text(monitor, 'name') ?? text(body, 'name');
  const monitorId = identity(monitor, 'id') ?? identity(heartbeat, 'monitorID') ?? name;
  if (monitorId === null) return unexpected(body, ['monitor', 'id'], 'the id of a monitor');
  return parsed({
    monitorId,
    name: name ?? `Monitor ${monitorId}`,
    status,
    state,
    message,
    description: prose(monitor, 'description'),
    time: timeOf(heartbeat),
    host: text(monitor, 'hostname'),
    labels: labelsOf(monitor),
    url: at(monitor, 'url') ?? at(body, 'hostnameOrURL'),
  });
}

/** Whether a body is about no monitor: a test, or a certificate or domain that expires. */
export function isWithoutMonitor(body: unknown): boolean {
  return isRecord(body) && !isRecord(at(body, 'heartbeat')) && !isRecord(at(body, 'monitor'));
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
const BRACKETED_STATE = /\[[^\]\w]{0,8}(down|up|pending|maintenance)\]/i;
