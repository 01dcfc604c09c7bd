// Turns messages of Zabbix into signals. A recovery keeps the event id of its problem where the
// template sends it; else the trigger's id, which is in the usual link, joins the two.
import type { Signal, SignalAction } from '../../../model/signal.ts';
import type { Delivery, Outcome, PayloadProblem, SignalAdapter } from '../../adapter.ts';
import { buildSignal } from '../../build-signal.ts';
import { text } from '../../fields.ts';
import { parseJsonOrForm } from '../../form-body.ts';
import { parseJsonBody } from '../../json-body.ts';
import { firstStated } from '../../loose-fields.ts';
import { gathered, ignored, rejected, single } from '../../outcome.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';
import type { SeverityWords } from '../../severity-words.ts';
import { labelNamed } from '../../tags.ts';
import { readEvent, zabbixFields, type ZabbixEvent } from './payload.ts';

/** Zabbix: webhook media types. */
export const zabbix = {
  title: 'Zabbix',
  headers: ['content-type'],
  sendsMoreThanJson: true,
  deliveryId: null,
  authentication: ['bearer', 'basic', 'header-secret', 'path-token'],
  normalise,
} as const satisfies SignalAdapter;

function normalise({ headers, body }: Delivery): Outcome {
  const json = parseJsonOrForm(body, headers['content-type']);
  const lines = json.kind === 'invalid' ? body.split('\n').filter((line) => /\S/.test(line)) : [];
  if (lines.length > 1 && lines.every((line) => line.startsWith('{'))) return fromLines(lines);
  return json.kind === 'invalid' ? rejected(json.problem) : fromBody(json.value);
}

/** Connectors stream events as lines of JSON. */
function fromLines(lines: readonly string[]): Outcome {
  const outcomes = lines.map((line) => {
    const json = parseJsonBody(line);
    return json.kind === 'invalid' ? rejected(json.problem) : fromBody(json.value);
  });
  const readings = outcomes.flatMap((outcome): readonly Parsed<Signal>[] => {
    if (outcome.kind === 'signals') return outcome.signals.map(parsed);
    return outcome.kind === 'rejected'
      ? outcome.problems.map((problem) => ({ kind: 'invalid', problem }))
      : [];
  });
  return readings.length === 0 ? ignored('events of Zabbix without a problem') : gathered(readings);
}

function fromBody(body: unknown): Outcome {
  if (isTest(body)) return ignored('a test of the Zabbix media type, whose macros are unfilled');
  const fields = zabbixFields(body);
  const source = text(firstStated(fields, 'event_source'));
  if (source === '1' || source === '2') {
    return ignored('a discovery or registration in Zabbix reports no problem');
  }
  const reading = readEvent(fields, body);
  return single(reading.kind === 'invalid' ? reading : toSignal(reading.value), notesOn(fields));
}

/** The test of a media type sends the macros themselves: neither a state nor an event is there. */
function isTest(body: unknown): boolean {
  const fields = zabbixFields(body);
  const names = ['status', 'event_status', 'event_value', 'value', 'event_id', 'id', 'trigger_id'];
  return text(firstStated(fields, ...names)) === null && MACRO.test(JSON.stringify(body) ?? '');
}

function toSignal(event: ZabbixEvent): Parsed<Signal> {
  const { labels, severity, status } = event;
  const action = actionOf(event);
  if (action === null) return unexpected({ status }, ['status'], '`PROBLEM`, `OK` or `1` or `0`');
  const endedAt = action === 'resolve' ? event.endedAt : null;
  return parsed(
    buildSignal({
      vendor: 'zabbix',
      action,
      id: event.id,
      dedupKey: event.identity,
      title: event.title ?? `Problem on ${event.host ?? 'an unknown host'}`,
      description: event.description,
      severity: SEVERITIES.get(severity?.toLowerCase() ?? '') ?? null,
      severityRaw: severity,
      status,
      environment: labelNamed(labels, 'environment', 'env'),
      service: labelNamed(labels, 'service') ?? event.service,
      team: labelNamed(labels, 'team'),
      function: labelNamed(labels, 'function'),
      product: labelNamed(labels, 'product'),
      host: event.host,
      startedAt: event.startedAt,
      endedAt,
      occurredAt: endedAt ?? event.updatedAt ?? (action === 'trigger' ? event.startedAt : null),
      labels,
      links: event.urls,
    }),
  );
}

function actionOf({ status, update }: ZabbixEvent): SignalAction | null {
  const action = STATES.get(status.toLowerCase()) ?? null;
  if (action !== 'trigger' || update === null) return action;
  return /\backnowledged\b/i.test(update) ? 'acknowledge' : 'update';
}

/** Dates of Zabbix name no zone, so they cannot be used; the timestamp macros can. */
function notesOn(fields: unknown): readonly PayloadProblem[] {
  const date = text(firstStated(fields, 'event_date', 'last_received', 'event_time', 'time'));
  const stamp = firstStated(fields, 'event_timestamp', 'timestamp', 'problem_timestamp');
  if (date === null || stamp !== undefined) return [];
  const message =
    'Unexpected date without a zone, expected `{EVENT.TIMESTAMP}` in a field `timestamp`.';
  return [{ code: 'unusable', pointer: '/timestamp', message }];
}

const MACRO = /"\{[A-Z][A-Z0-9_.]*\}"/;

const STATES: ReadonlyMap<string, SignalAction> = new Map<string, SignalAction>([
  ['problem', 'trigger'],
  ['alerting', 'trigger'],
  ['1', 'trigger'],
  ['ok', 'resolve'],
  ['resolved', 'resolve'],
  ['recovery', 'resolve'],
  ['0', 'resolve'],
]);

/** The words, and the numbers of `{EVENT.NSEVERITY}`. */
const SEVERITIES: SeverityWords = new Map([
  ['disaster', 'critical'],
  ['5', 'critical'],
  ['high', 'high'],
  ['4', 'high'],
  ['average', 'medium'],
  ['3', 'medium'],
  ['warning', 'low'],
  ['2', 'low'],
  ['information', 'info'],
  ['1', 'info'],
  ['not classified', 'info'],
  ['0', 'info'],
]);
