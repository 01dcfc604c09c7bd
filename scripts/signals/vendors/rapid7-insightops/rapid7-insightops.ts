// Turns alerts of Rapid7 InsightOps (once Logentries) into signals. A form holds one JSON document;
// nothing in it identifies an alert but the names of the alert, the host and the log.
// https://docs.rapid7.com/insightops/webhook-alerts/
import type { Signal } from '../../../model/signal.ts';
import type { Delivery, Outcome, SignalAdapter } from '../../adapter.ts';
import { buildSignal } from '../../build-signal.ts';
import { identityOfPairs } from '../../dedup-key.ts';
import { epochInstant } from '../../epoch-instant.ts';
import { at, identity, isRecord, prose, text } from '../../fields.ts';
import { formFields } from '../../form-body.ts';
import { parseJsonBody } from '../../json-body.ts';
import { rejected, single } from '../../outcome.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';

/** Rapid7 InsightOps: webhook alerts, in the form that Logentries introduced. */
export const rapid7InsightOps = {
  title: 'Rapid7 InsightOps',
  headers: [],
  sendsMoreThanJson: true,
  deliveryId: null,
  authentication: ['rapid7-insightops'],
  normalise,
} as const satisfies SignalAdapter;

function normalise({ body }: Delivery): Outcome {
  const document = parseDocument(body);
  return document.kind === 'invalid'
    ? rejected(document.problem)
    : single(toSignal(document.value));
}

/** The document in the form's field, or in a JSON body that holds it as text or as it is. */
function parseDocument(body: string): Parsed<unknown> {
  const field = formFields(body).get('payload');
  if (field === undefined || LOOKS_LIKE_JSON.test(body)) {
    const json = parseJsonBody(body);
    const inner = json.kind === 'parsed' ? at(json.value, 'payload') : undefined;
    return typeof inner === 'string' ? parseInner(inner, '/payload') : json;
  }
  return parseInner(field, '');
}

function parseInner(document: string, place: string): Parsed<unknown> {
  const json = parseJsonBody(document);
  if (json.kind === 'parsed' && isRecord(json.value)) return json;
  const message = 'Unexpected content of the field `payload`, expected one JSON object.';
  return { kind: 'invalid', problem: { code: 'syntax', pointer: place, message } };
}

function toSignal(body: unknown): Parsed<Signal> {
  const alert = text(body, 'alert', 'name');
  if (alert === null) return unexpected(body, ['alert', 'name'], 'the name of an alert');
  const log = text(body, 'log', 'name');
  const happenedAt = epochInstant(body, 'event', 't');
  return parsed(
    buildSignal({
      vendor: 'rapid7-insightops',
      action: 'trigger',
      dedupKey: identityOf(body),
      title: log === null ? alert : `${alert} in ${log}`,
      description: prose(body, 'event', 'm'),
      service: text(body, 'host', 'name'),
      host: text(body, 'host', 'hostname'),
      startedAt: happenedAt,
      occurredAt: happenedAt,
      labels: [['alert', alert], ...(log === null ? [] : [['log', log] as const])],
    }),
  );
}

/** The host's address may be empty, so its name counts too. */
function identityOf(body: unknown): string {
  return identityOfPairs([
    ['alert', identity(body, 'alert', 'name') ?? ''],
    ['host', identity(body, 'host', 'name') ?? ''],
    ['hostname', identity(body, 'host', 'hostname') ?? ''],
    ['log', identity(body, 'log', 'name') ?? ''],
  ]);
}

const LOOKS_LIKE_JSON = /^[\s\uFEFF]*[[{]/;
