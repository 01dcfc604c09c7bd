// Narrows a CloudEvent (specification 1.0, and 0.3) in structured, batch or binary mode.
// https://github.com/cloudevents/spec/blob/main/cloudevents/bindings/http-protocol-binding.md
import { Buffer } from 'node:buffer';
import type { Instant } from '../../../model/instant.ts';
import { at, entries, identity, instant, isRecord, type Path } from '../../fields.ts';
import { parseJsonBody } from '../../json-body.ts';
import type { LabelEntry } from '../../labels.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';
import { cdEventFacts, isCdEvent, unwrappedCdEvent } from './cd-event.ts';

/** An event; what its data means is the business of whoever made its type. */
export type CloudEvent = {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string | null;
  readonly time: Instant | null;
  /** Extension attributes that hold text, numbers or booleans. */
  readonly extensions: readonly LabelEntry[];
  readonly data: unknown;
};

/** Reads the event at a path; fails without one of its three required attributes. */
export function readEvent(body: unknown, path: Path): Parsed<CloudEvent> {
  const plain = at(body, ...path);
  const event = unwrappedCdEvent(plain) ?? plain;
  const [id, source, type] = [
    identity(event, 'id'),
    identity(event, 'source'),
    identity(event, 'type'),
  ];
  if (type === null) return unexpected(body, [...path, 'type'], 'the type of an event');
  if (source === null) return unexpected(body, [...path, 'source'], 'the source of an event');
  if (id === null) return unexpected(body, [...path, 'id'], 'the id of an event');
  return parsed({
    id,
    source,
    type,
    subject: identity(event, 'subject'),
    time: instant(event, 'time'),
    extensions: entries(event).filter(([key]) => EXTENSION.test(key) && !ATTRIBUTES.has(key)),
    data: isCdEvent(type) ? cdEventFacts(type, dataOf(event)) : dataOf(event),
  });
}

/** An event in binary mode as a structured one: attributes from `ce-` headers, data from the body. */
export function structured(headers: Readonly<Record<string, string>>, body: string): unknown {
  const attributes = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith(PREFIX) ? [[name.slice(PREFIX.length), decoded(value)] as const] : [],
  );
  const data = parseJsonBody(body);
  return { ...Object.fromEntries(attributes), data: data.kind === 'parsed' ? data.value : null };
}

/** JSON, also as text or in base64; other data is left out. */
function dataOf(event: unknown): unknown {
  const encoded = identity(event, 'data_base64');
  const plain =
    encoded === null ? at(event, 'data') : Buffer.from(encoded, 'base64').toString('utf8');
  if (isRecord(plain) || typeof plain !== 'string') return plain;
  const json = parseJsonBody(plain);
  return json.kind === 'parsed' ? json.value : null;
}

/** Header values are percent-encoded. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

const PREFIX = 'ce-';
const EXTENSION = /^[a-z0-9]+$/;
const ATTRIBUTES: ReadonlySet<string> = new Set([
  'specversion',
  'id',
  'source',
  'type',
  'subject',
  'time',
  'datacontenttype',
  'datacontentencoding',
  'dataschema',
  'schemaurl',
  'data',
]);
