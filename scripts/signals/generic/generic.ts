// Turns deliveries into signals as a source's own mapping says. Pure, like every adapter.
import type { MappedAction, SourceMapping } from '../../model/mapping.ts';
import type { Signal, SignalSeverity } from '../../model/signal.ts';
import type { Delivery, Outcome, PayloadProblem, SignalAdapter } from '../adapter.ts';
import { buildSignal } from '../build-signal.ts';
import { epochInstant } from '../epoch-instant.ts';
import { count, entries, instant, text, type Path } from '../fields.ts';
import { parseJsonOrForm } from '../form-body.ts';
import type { LabelEntry } from '../labels.ts';
import { gathered, ignored, MAX_SIGNALS, rejected, surplus } from '../outcome.ts';
import { parsed, unexpected, type Parsed } from '../payload-problem.ts';
import { severityOf } from '../severity-words.ts';
import { mappedIdentity, mappedText, valueAt, wordFor, type MappingPlace } from './mapped-text.ts';

/** The id of the vendor whose sources bring their own mapping. */
export const GENERIC = 'generic';

/** What every source with a mapping has in common. */
export const genericTraits = {
  title: 'Generic JSON',
  headers: ['content-type'],
  sendsMoreThanJson: true,
  deliveryId: null,
  authentication: [
    'bearer',
    'standard-webhooks',
    'header-secret',
    'basic',
    'path-token',
    'github',
    'grafana',
  ],
} as const satisfies Omit<SignalAdapter, 'normalise'>;

/** The adapter of a source with a mapping. */
export function genericAdapter(mapping: SourceMapping): SignalAdapter {
  return { ...genericTraits, normalise: (delivery) => normalise(mapping, delivery) };
}

function normalise(mapping: SourceMapping, { headers, body }: Delivery): Outcome {
  const json = parseJsonOrForm(body, headers['content-type']);
  if (json.kind === 'invalid') return rejected(json.problem);
  const root = json.value;
  const places = placesOf(mapping, root);
  if (places.kind === 'invalid') return rejected(places.problem);
  const { entries: found, notes: cut } = places.value;
  if (found.length === 0) return ignored('a delivery without entries');
  const readings: Parsed<Signal>[] = [];
  const notes = [...cut];
  for (const entry of found) {
    const place = { root, entry };
    const reading = readEntry(mapping, place);
    if (reading === 'ignored') continue;
    readings.push(reading);
    if (reading.kind === 'parsed') notes.push(...notesOn(mapping, place, reading.value));
  }
  if (readings.length === 0) return ignored('the mapping of this source ignores it');
  return gathered(readings, { notes });
}

type Places = { readonly entries: readonly Path[]; readonly notes: readonly PayloadProblem[] };

function placesOf({ list }: SourceMapping, root: unknown): Parsed<Places> {
  if (list === undefined) return parsed({ entries: [[]], notes: [] });
  const { value, path } = valueAt({ root, entry: [] }, list);
  if (!Array.isArray(value)) return unexpected(root, path, 'the list that the mapping names');
  const places = value.slice(0, MAX_SIGNALS).map((_, index) => [...path, index]);
  return parsed({ entries: places, notes: surplus({ path, entries: value }) });
}

function actionOf(
  when: SourceMapping['when'] = [{ action: 'trigger' }],
  place: MappingPlace,
): Parsed<MappedAction['action']> {
  const choice = when.find((one) => fits(one, place));
  if (choice !== undefined) return parsed(choice.action);
  const asked = when.find((one) => one.at !== undefined)?.at;
  const path = asked === undefined ? place.entry : valueAt(place, asked).path;
  const words = when.flatMap(({ is = [] }) => is).slice(0, MAX_NAMED);
  const expected = words.length === 0 ? 'a value' : words.map((word) => `\`${word}\``).join(', ');
  return unexpected(place.root, path, expected);
}

function fits({ at: asked, is }: MappedAction, place: MappingPlace): boolean {
  if (asked === undefined) return true;
  const { value } = valueAt(place, asked);
  const word = typeof value === 'boolean' ? String(value) : text(value);
  if (is === undefined) return value !== undefined && value !== null;
  return [is].flat().some((wanted) => wanted.toLowerCase() === word?.toLowerCase());
}

function readEntry(mapping: SourceMapping, place: MappingPlace): Parsed<Signal> | 'ignored' {
  const action = actionOf(mapping.when, place);
  if (action.kind === 'invalid') return action;
  if (action.value === 'ignore') return 'ignored';
  const key = mappedIdentity(place, mapping.identity);
  if (key.kind === 'missing') {
    return unexpected(place.root, key.path, 'the identity that the mapping names');
  }
  return parsed(toSignal(mapping, place, { action: action.value, dedupKey: key.text }));
}

function toSignal(
  mapping: SourceMapping,
  place: MappingPlace,
  decided: Pick<Signal, 'action' | 'dedupKey'>,
): Signal {
  const severityRaw = severityWord(mapping.severity, place);
  const value = (name: TextName): string | null => mappedText(place, mapping[name]);
  return buildSignal({
    ...decided,
    vendor: GENERIC,
    kind: mapping.kind ?? 'problem',
    id: value('id'),
    title: value('title') ?? '',
    description: value('description'),
    severity: severityIn(mapping.severity, severityRaw),
    severityRaw,
    status: value('status'),
    environment: value('environment'),
    service: value('service'),
    team: value('team'),
    function: value('function'),
    product: value('product'),
    host: value('host'),
    startedAt: instantAt(place, mapping.started_at),
    endedAt: decided.action === 'resolve' ? instantAt(place, mapping.ended_at) : null,
    occurredAt: instantAt(place, mapping.occurred_at),
    count: mapping.count === undefined ? null : count(valueAt(place, mapping.count).value),
    links: (mapping.links ?? []).map((link) => mappedText(place, link)),
    labels: labelsAt(place, mapping.labels),
  });
}

type TextName =
  | 'id'
  | 'title'
  | 'description'
  | 'status'
  | 'environment'
  | 'service'
  | 'team'
  | 'function'
  | 'product'
  | 'host';

function severityWord(mapped: SourceMapping['severity'], place: MappingPlace): string | null {
  if (mapped === undefined) return null;
  return text(valueAt(place, typeof mapped === 'string' ? mapped : mapped.at).value);
}

/** The words of a mapping are all that count, where it has some. */
function severityIn(mapped: SourceMapping['severity'], word: string | null): SignalSeverity | null {
  if (word === null || typeof mapped !== 'object') return severityOf(word);
  return wordFor(mapped.words, word);
}

function instantAt(place: MappingPlace, asked: string | undefined): string | null {
  if (asked === undefined) return null;
  const { value } = valueAt(place, asked);
  return instant(value) ?? epochInstant(value);
}

function labelsAt(place: MappingPlace, labels: SourceMapping['labels']): readonly LabelEntry[] {
  if (labels === undefined) return [];
  if (typeof labels === 'string') return entries(valueAt(place, labels).value);
  return Object.entries(labels).flatMap(([name, mapped]) => {
    const found = mappedText(place, mapped);
    return found === null ? [] : [[name, found] as const];
  });
}

/** What the mapping names and the entry holds in a form that says nothing. */
function notesOn(
  mapping: SourceMapping,
  place: MappingPlace,
  signal: Signal,
): readonly PayloadProblem[] {
  const times = [mapping.started_at, mapping.ended_at, mapping.occurred_at].flatMap((asked) => {
    if (asked === undefined || instantAt(place, asked) !== null) return [];
    return noteAt(place, asked, 'an instant with a zone, or a Unix time');
  });
  const asked = typeof mapping.severity === 'object' ? mapping.severity.at : mapping.severity;
  const isUnknown = asked !== undefined && signal.severity === null;
  return [...times, ...(isUnknown ? noteAt(place, asked, 'a word that the mapping knows') : [])];
}

function noteAt(place: MappingPlace, asked: string, expected: string): readonly PayloadProblem[] {
  const { value, path } = valueAt(place, asked);
  if (value === undefined || value === null || value === '') return [];
  return [unexpected(place.root, path, expected).problem];
}

const MAX_NAMED = 8;
