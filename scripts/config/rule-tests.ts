// The `tests` of rule files → tests with every default filled in; names of earlier steps become the signals they stand for.
import { parseInstant } from '../model/instant.ts';
import type {
  Expectation,
  RecordedPayload,
  RuleTest,
  RuleTestStep,
  TestedFacts,
  TestedSignal,
} from '../model/rule-test.ts';
import { SIGNAL_ACTIONS, SIGNAL_KINDS, SIGNAL_SEVERITIES } from '../model/signal.ts';
import type { Located } from './document-set.ts';
import type {
  ExpectationEntry,
  PayloadEntry,
  RulesDocument,
  RuleTestEntry,
  TestedSignalEntry,
  TestStepEntry,
} from './rule-documents.ts';
import { durationMs } from './duration.ts';
import { isGlobal } from './rules.ts';
import type { Path } from './syntax.ts';

/** The tests of all files, in the order of the files. A test whose instant cannot be read is a finding of validation. */
export function collectRuleTests(files: readonly Located<RulesDocument>[]): readonly RuleTest[] {
  return files.flatMap((file) =>
    (file.document.tests ?? []).flatMap((entry, index) => toTest(file, entry, ['tests', index])),
  );
}

type File = Located<RulesDocument>;

function toTest(file: File, entry: RuleTestEntry, path: Path): readonly RuleTest[] {
  const at = parseInstant(entry.at);
  if (at === null) return [];
  return [
    {
      name: entry.name,
      team: isGlobal(file) ? null : file.id,
      place: file.locate([...path, 'name']),
      at,
      silences: entry.given?.silences ?? [],
      maintenances: entry.given?.maintenances ?? [],
      steps: entry.steps === undefined ? [onlyStep(file, entry, path)] : toSteps(file, entry, path),
    },
  ];
}

function onlyStep(file: File, entry: RuleTestEntry, path: Path): RuleTestStep {
  return {
    ...NO_TIME,
    sent: signalOf(entry, new Map()),
    expected: toExpectations(file, entry.expect ?? {}, [...path, 'expect']),
  };
}

const NO_TIME = { afterMs: 0, times: 1, everyMs: 0 };

function toSteps(file: File, entry: RuleTestEntry, path: Path): readonly RuleTestStep[] {
  const named = new Map<string, TestedSignal>();
  const steps = (entry.steps ?? []).map((step, index) => {
    const sent = signalOf(step, named);
    if (step.as !== undefined && sent !== null) named.set(step.as, sent);
    return {
      afterMs: step.after === undefined ? 0 : durationMs(step.after),
      sent,
      times: step.times ?? 1,
      everyMs: step.every === undefined ? 0 : durationMs(step.every),
      expected: toExpectations(file, step.expect ?? {}, [...path, 'steps', index, 'expect']),
    };
  });
  if (entry.expect === undefined) return steps;
  const expected = toExpectations(file, entry.expect, [...path, 'expect']);
  return [...steps, { ...NO_TIME, sent: null, expected }];
}

/** An unknown name is a finding of validation; such a step sends nothing here. */
function signalOf(
  step: Pick<TestStepEntry, 'signal' | 'payload' | 'again' | 'resolve'>,
  named: ReadonlyMap<string, TestedSignal>,
): TestedSignal | null {
  const name = step.again ?? step.resolve;
  if (name !== undefined) {
    const known = named.get(name);
    const action = step.resolve === undefined ? {} : { action: 'resolve' };
    return known === undefined ? null : changed(known, { ...step.signal, ...action });
  }
  if (step.payload !== undefined) return { kind: 'payload', payload: toPayload(step.payload) };
  return step.signal === undefined ? null : { kind: 'facts', facts: toFacts(step.signal, NOTHING) };
}

function changed(known: TestedSignal, entry: TestedSignalEntry): TestedSignal {
  if (known.kind === 'facts') return { kind: 'facts', facts: toFacts(entry, known.facts) };
  const action = wordOf(SIGNAL_ACTIONS, entry['action']) ?? known.payload.action;
  return { kind: 'payload', payload: { ...known.payload, action } };
}

function toPayload({ source, file, headers }: PayloadEntry): RecordedPayload {
  const lower = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
  return { source, file, headers: Object.fromEntries(lower), action: null };
}

const NOTHING: TestedFacts = {
  source: '',
  kind: 'problem',
  action: 'trigger',
  key: null,
  severity: null,
  texts: {},
  labels: {},
  count: null,
  delayMs: null,
};

function toFacts(entry: TestedSignalEntry, before: TestedFacts): TestedFacts {
  const texts: Record<string, string> = { ...before.texts };
  const labels: Record<string, string> = { ...before.labels };
  for (const [name, value] of Object.entries(entry)) {
    if (name.startsWith('label.')) labels[name.slice('label.'.length)] = String(value);
    else if (!OWN_PLACE.has(name)) texts[name] = String(value);
  }
  const { source, key, count, delay } = entry;
  return {
    source: source === undefined ? before.source : String(source),
    kind: wordOf(SIGNAL_KINDS, entry['kind']) ?? before.kind,
    action: wordOf(SIGNAL_ACTIONS, entry['action']) ?? before.action,
    key: key === undefined ? before.key : String(key),
    severity: wordOf(SIGNAL_SEVERITIES, entry['severity']) ?? before.severity,
    texts,
    labels,
    count: count === undefined ? before.count : Number(count),
    delayMs: delay === undefined ? before.delayMs : durationMs(String(delay)),
  };
}

const OWN_PLACE = new Set(['source', 'kind', 'action', 'key', 'severity', 'count', 'delay']);

function wordOf<Word extends string>(
  words: readonly Word[],
  value: string | number | undefined,
): Word | null {
  return words.find((word) => word === value) ?? null;
}

function toExpectations(file: File, entry: ExpectationEntry, path: Path): readonly Expectation[] {
  return Object.entries(entry).map(([key, value]) => ({
    key,
    value,
    place: file.locateKey([...path, key]),
  }));
}
