// Turns messages of Nagios XI (and of Nagios Core) into signals. Problem ids become 0 on recovery,
// so the host and the service identify a problem.
import type { Signal, SignalAction, SignalSeverity } from '../../../model/signal.ts';
import type { Delivery, Outcome, SignalAdapter } from '../../adapter.ts';
import { buildSignal } from '../../build-signal.ts';
import { text } from '../../fields.ts';
import { parseJsonOrForm } from '../../form-body.ts';
import { firstStated } from '../../loose-fields.ts';
import { ignored, rejected, single } from '../../outcome.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';
import { labelNamed } from '../../tags.ts';
import { nagiosFields, readEvent, type NagiosEvent } from './payload.ts';

/** Nagios XI: notification commands and event handlers that post what Nagios tells them. */
export const nagiosXi = {
  title: 'Nagios XI',
  headers: ['content-type'],
  sendsMoreThanJson: true,
  deliveryId: null,
  authentication: ['bearer', 'basic', 'header-secret', 'path-token'],
  normalise,
} as const satisfies SignalAdapter;

function normalise({ headers, body }: Delivery): Outcome {
  const json = parseJsonOrForm(body, headers['content-type']);
  if (json.kind === 'invalid') return rejected(json.problem);
  const fields = nagiosFields(json.value);
  const host = text(firstStated(fields, 'host_name', 'svc_hostname', 'host', 'host_alias'));
  if (host === null && MACRO.test(JSON.stringify(json.value) ?? '')) {
    return ignored('a command that ran outside Nagios, whose macros are unfilled');
  }
  const reading = readEvent(fields, json.value);
  return single(reading.kind === 'invalid' ? reading : toSignal(reading.value));
}

function toSignal(event: NagiosEvent): Parsed<Signal> {
  const word = wordOf(event);
  const action = actionOf(event, word);
  if (action === null) {
    const place = event.service === null ? 'host_state' : 'service_state';
    return unexpected({ [place]: event.state }, [place], 'a state that Nagios knows');
  }
  const severity = SEVERITIES.get(word ?? '') ?? null;
  const isEnd = action === 'resolve';
  return parsed(
    buildSignal({
      vendor: 'nagios-xi',
      action,
      id: event.id,
      dedupKey: keyOf(event),
      title: titleOf(event, word),
      description: event.output,
      severity,
      severityRaw: GOOD.has(word ?? '') ? null : event.state,
      status: event.state,
      environment: labelNamed(event.labels, 'environment'),
      service: event.service,
      team: labelNamed(event.labels, 'team'),
      product: labelNamed(event.labels, 'product'),
      host: event.host,
      startedAt: GOOD.has(word ?? '') ? null : event.changedAt,
      endedAt: isEnd ? event.changedAt : null,
      occurredAt: event.sentAt ?? (isEnd || action === 'trigger' ? event.changedAt : null),
      labels: event.labels,
      links: event.urls,
    }),
  );
}

/** No name in Nagios may hold an exclamation mark. */
function keyOf({ host, service }: NagiosEvent): string {
  return service === null ? `host:${host}` : `service:${host}!${service}`;
}

function titleOf({ hostLabel, service, type, state }: NagiosEvent, word: string | null): string {
  const subject = service === null ? hostLabel : `${service} on ${hostLabel}`;
  if (type !== null && !PROBLEM_TYPES.has(type)) return `${subject}: ${type}`;
  return word === null && state === null ? subject : `${subject} is ${word ?? state}`;
}

/** The state in words: numbers count differently for hosts and services. */
function wordOf({ state, service }: NagiosEvent): string | null {
  if (state === null) return null;
  const words = service === null ? HOST_STATES : SERVICE_STATES;
  return /^\d$/.test(state) ? (words[Number(state)] ?? null) : state.toUpperCase();
}

function actionOf({ type, isSoft }: NagiosEvent, word: string | null): SignalAction | null {
  if (type === 'RECOVERY') return 'resolve';
  if (type === 'ACKNOWLEDGEMENT') return 'acknowledge';
  if (type !== null && !PROBLEM_TYPES.has(type)) return 'update';
  if (word !== null && GOOD.has(word)) return 'resolve';
  if (type === null && (word === null || !SEVERITIES.has(word))) return null;
  return isSoft ? 'update' : 'trigger';
}

const MACRO = /"\$[A-Z][A-Z0-9_]*\$"/;
const HOST_STATES = ['UP', 'DOWN', 'UNREACHABLE'];
const SERVICE_STATES = ['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'];
const GOOD: ReadonlySet<string> = new Set(['OK', 'UP']);
const PROBLEM_TYPES: ReadonlySet<string> = new Set(['PROBLEM', 'RECOVERY']);

const SEVERITIES: ReadonlyMap<string, SignalSeverity> = new Map<string, SignalSeverity>([
  ['CRITICAL', 'critical'],
  ['DOWN', 'critical'],
  ['UNREACHABLE', 'high'],
  ['WARNING', 'medium'],
  ['UNKNOWN', 'low'],
]);
