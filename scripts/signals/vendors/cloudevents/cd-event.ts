// What the data of a CDEvent states, in the words that this adapter reads in the data of any event.
// https://github.com/cdevents/spec
import { at, entries, identity, isRecord, prose, text } from '../../fields.ts';
import { statedLabels, type LabelEntry } from '../../labels.ts';
import { tagsIn } from '../../tags.ts';

/** Whether an event's type is one of CDEvents. */
export function isCdEvent(type: string): boolean {
  return type.startsWith(PREFIX);
}

/** The attributes of a CDEvent that is sent without an envelope of CloudEvents; null for anything else. */
export function unwrappedCdEvent(event: unknown): unknown {
  const context = at(event, 'context');
  if (!isCdEvent(text(context, 'type') ?? '')) return null;
  return {
    id: at(context, 'id'),
    source: at(context, 'source'),
    type: at(context, 'type'),
    time: at(context, 'timestamp'),
    subject: at(event, 'subject', 'id'),
    data: event,
  };
}

/** The facts of a CDEvent as plain data; data without a subject stays as it is. */
export function cdEventFacts(type: string, data: unknown): unknown {
  const subject = at(data, 'subject');
  if (!isRecord(subject)) return data;
  const content = at(subject, 'content');
  const [kind = '', predicate = ''] = type.slice(PREFIX.length).split('.');
  const outcome = text(content, 'outcome');
  return {
    title: text(content, 'summary') ?? text(content, 'pipelineName') ?? text(content, 'taskName'),
    description: prose(content, 'description') ?? prose(content, 'errors'),
    status: outcome ?? text(content, 'status') ?? predicate,
    action: ACTIONS.get(`${kind}.${predicate}`) ?? OUTCOMES.get(outcome ?? '') ?? 'update',
    severity: at(content, 'priority'),
    service: kind === 'service' ? nameIn(subject) : nameIn(at(content, 'service')),
    environment: kind === 'environment' ? nameIn(subject) : nameIn(at(content, 'environment')),
    url: at(content, 'url') ?? at(content, 'uri'),
    labels: Object.fromEntries(labelsOf(content)),
  };
}

/** Ids may say their kind first (`service/orders`). */
function nameIn(subject: unknown): string | null {
  const stated = text(subject, 'content', 'name') ?? text(subject, 'name');
  return stated ?? identity(subject, 'id')?.split('/').at(-1) ?? null;
}

/** The version stands in the artifact's package address (`pkg:oci/orders@sha256:…?tag=4.18`). */
function labelsOf(content: unknown): readonly LabelEntry[] {
  const artifact = text(content, 'artifactId');
  const [, version] = /@([^?#]+)/.exec(artifact ?? '') ?? [];
  const [, tag] = /[?&]tag=([^&#]+)/.exec(artifact ?? '') ?? [];
  const tags = tagsIn(at(content, 'labels'));
  return [
    ...statedLabels({
      artifact,
      version: decoded(tag ?? version ?? null),
      pipeline: text(content, 'pipelineName'),
      tags: tags.length === 0 ? null : tags.join(','),
      ticket_type: text(content, 'ticketType'),
    }),
    ...entries(content, 'labels'),
  ];
}

function decoded(version: string | null): string | null {
  return version?.replace(/%3a/gi, ':') ?? null;
}

const PREFIX = 'dev.cdevents.';
/** What the predicates mean for a problem or a ticket; everything else of CDEvents is about changes. */
const ACTIONS: ReadonlyMap<string, string> = new Map([
  ['incident.detected', 'trigger'],
  ['incident.reported', 'trigger'],
  ['incident.resolved', 'resolve'],
  ['ticket.created', 'trigger'],
  ['ticket.closed', 'resolve'],
]);
/** How runs of pipelines, tasks and tests end. */
const OUTCOMES: ReadonlyMap<string, string> = new Map([
  ['success', 'resolve'],
  ['pass', 'resolve'],
  ['failure', 'trigger'],
  ['fail', 'trigger'],
  ['error', 'trigger'],
]);
