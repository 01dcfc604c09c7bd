// What a module of an organisation returned → an outcome like any other, or what is wrong with it in one sentence.
import { parseInstant } from '../../model/instant.ts';
import {
  SIGNAL_ACTIONS,
  SIGNAL_INSTANTS,
  SIGNAL_KINDS,
  SIGNAL_LINES,
  SIGNAL_SEVERITIES,
} from '../../model/signal.ts';
import type { Outcome, PayloadProblem } from '../adapter.ts';
import { buildSignal, type SignalFacts } from '../build-signal.ts';
import { abbreviate, cleanLine, quote } from '../clean-text.ts';
import { isRecord } from '../fields.ts';
import { gathered, ignored, MAX_SIGNALS, rejected } from '../outcome.ts';
import { parsed } from '../payload-problem.ts';
import { flaw, type Flawed, oneOf, read, type Read, textOrNull, wholeText } from './shape.ts';

/** Reads the return value of a module's `normalise`; `vendor` is the name that its signals carry. */
export function readModuleOutcome(value: unknown, vendor: string): Read<Outcome> {
  if (!isRecord(value) || value instanceof Promise) {
    return flaw('', value, 'an object with `kind`');
  }
  switch (value['kind']) {
    case 'ignored': {
      const reason = wholeText(value['reason'], 'reason');
      return reason.kind === 'flawed' ? reason : read(ignored(sentence(reason.value)));
    }
    case 'rejected':
      return readProblems(value['problems'], 'problems', (problems) => rejected(...problems));
    case 'signals':
      return readSignals(value, vendor);
    default:
      return flaw('kind', value['kind'], '`signals`, `ignored` or `rejected`');
  }
}

function readSignals(value: Readonly<Record<string, unknown>>, vendor: string): Read<Outcome> {
  const { signals, notes = [] } = value;
  if (!Array.isArray(signals) || signals.length === 0) {
    return flaw('signals', signals, 'a list with at least one signal');
  }
  if (signals.length > MAX_SIGNALS) {
    return flaw('signals', signals, `at most ${MAX_SIGNALS} signals`);
  }
  const facts: SignalFacts[] = [];
  for (const [index, signal] of signals.entries()) {
    const reading = readFacts(signal, `signals[${index}]`, vendor);
    if (reading.kind === 'flawed') return reading;
    facts.push(reading.value);
  }
  const readings = facts.map((one) => parsed(buildSignal(one)));
  return readProblems(notes, 'notes', (problems) => gathered(readings, { notes: problems }));
}

function readFacts(signal: unknown, place: string, vendor: string): Read<SignalFacts> {
  if (!isRecord(signal)) return flaw(place, signal, 'a signal');
  const flaws: Flawed[] = [];
  const take = <Value>(reading: Read<Value>, instead: Value): Value => {
    if (reading.kind === 'read') return reading.value;
    flaws.push(reading);
    return instead;
  };
  const at = (name: string): string => `${place}.${name}`;
  const text = (name: string): string | null => take(textOrNull(signal[name], at(name)), null);
  const instant = (name: string): string | null =>
    take(instantOrNull(signal[name], at(name)), null);
  for (const name of Object.keys(signal)) {
    if (!NAMES.has(name)) flaws.push(flaw(at(name), signal[name], 'no field of this name'));
  }
  const facts: SignalFacts = {
    vendor,
    kind: take(oneOf(SIGNAL_KINDS, signal['kind'] ?? 'problem', at('kind')), 'problem'),
    action: take(oneOf(SIGNAL_ACTIONS, signal['action'], at('action')), 'update'),
    dedupKey: take(wholeText(signal['dedupKey'], at('dedupKey')), ''),
    title: take(wholeText(signal['title'], at('title')), ''),
    severity:
      signal['severity'] == null
        ? null
        : take(oneOf(SIGNAL_SEVERITIES, signal['severity'], at('severity')), null),
    ...Object.fromEntries(TEXTS.map((name) => [name, text(name)])),
    ...Object.fromEntries(SIGNAL_INSTANTS.map((name) => [name, instant(name)])),
    count: take(countOrNull(signal['count'], at('count')), null),
    links: take(textsOf(signal['links'], at('links')), []),
    labels: take(pairsOf(signal['labels'], at('labels')), []),
  };
  return flaws[0] ?? read(facts);
}

function instantOrNull(value: unknown, place: string): Read<string | null> {
  if (value == null) return read(null);
  const instant = typeof value === 'string' ? parseInstant(value) : null;
  return instant === null
    ? flaw(place, value, 'ISO 8601 with a zone, such as `2026-11-21T09:18:00Z`')
    : read(instant);
}

function countOrNull(value: unknown, place: string): Read<number | null> {
  if (value == null) return read(null);
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
    ? read(value)
    : flaw(place, value, 'a whole number from 0 on');
}

function textsOf(value: unknown, place: string): Read<readonly string[]> {
  if (value == null) return read([]);
  const texts = Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
  return Array.isArray(value) && texts.length === value.length
    ? read(texts)
    : flaw(place, value, 'a list of texts');
}

function pairsOf(value: unknown, place: string): Read<readonly (readonly [string, string])[]> {
  if (value == null) return read([]);
  if (!isRecord(value)) return flaw(place, value, 'an object of texts');
  const pairs = Object.entries(value).flatMap(([key, member]) =>
    typeof member === 'string' ? [[key, member] as const] : [],
  );
  return pairs.length === Object.keys(value).length
    ? read(pairs)
    : flaw(place, value, 'an object of texts');
}

function readProblems(
  value: unknown,
  place: string,
  build: (problems: readonly PayloadProblem[]) => Outcome,
): Read<Outcome> {
  if (!Array.isArray(value) || (place === 'problems' && value.length === 0)) {
    return flaw(place, value, 'a list of problems with `pointer` and `message`');
  }
  const problems: PayloadProblem[] = [];
  for (const [index, entry] of value.entries()) {
    const message = wholeText(
      isRecord(entry) ? entry['message'] : entry,
      `${place}[${index}].message`,
    );
    if (message.kind === 'flawed') return message;
    const asked = isRecord(entry) ? entry['pointer'] : '';
    const pointer = typeof asked === 'string' && POINTER.test(asked) ? asked : '';
    problems.push({ code: 'unusable', pointer, message: sentence(message.value) });
  }
  return read(build(problems));
}

function sentence(text: string): string {
  return abbreviate(cleanLine(text) ?? quote(text), MAX_SENTENCE_LENGTH);
}

const MAX_SENTENCE_LENGTH = 300;
const POINTER = /^(?:\/[^/]*)*$/;
const TEXTS = ['description', ...SIGNAL_LINES] as const;
const NAMES: ReadonlySet<string> = new Set([
  ...SIGNAL_INSTANTS,
  ...TEXTS,
  'vendor',
  'kind',
  'action',
  'dedupKey',
  'title',
  'severity',
  'count',
  'links',
  'labels',
]);
