// Plain values of conditions that look like patterns: they are compared as they stand, so such a rule never decides and
// such a silence holds nothing back. What a recorded signal or a test of the rules really holds is meant as it stands.
import type { DocumentSet, Located, SourceFile } from '../../config/document-set.ts';
import { RECORDING_PATH } from '../../config/layout.ts';
import type {
  RuleEntry,
  TestedSignalEntry,
  TestEntry,
  WhenEntry,
} from '../../config/rule-documents.ts';
import type { Path } from '../../config/syntax.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Place } from '../../model/place.ts';
import type { Organisation } from '../../model/organisation.ts';
import { RULE_STAGES } from '../../model/rule.ts';
import { parseRecording } from '../../recording/recording.ts';
import { type MeantPattern, meantPattern } from '../../rules/pattern-habit.ts';
import { recordedReader } from '../../rules/recorded-fields.ts';
import { finding } from '../finding.ts';

/** Names plain values of rules and silences that were probably meant as patterns, with what to write. */
export function checkPlain(
  organisation: Organisation,
  documents: DocumentSet,
  sources: readonly SourceFile[],
): readonly Diagnostic[] {
  const suspects = [
    ...documents.rules.flatMap((file) =>
      RULE_STAGES.flatMap((stage) => {
        const rules: readonly RuleEntry[] = file.document[stage] ?? [];
        return rules.flatMap(({ when }, index) => suspectsOf(file, [stage, index, 'when'], when));
      }),
    ),
    ...documents.rules.flatMap((file) =>
      (file.document.gate ?? []).flatMap(({ suppress_when: suppress }, index) =>
        suspectsOf(file, ['gate', index, 'suppress_when', 'open'], suppress?.open),
      ),
    ),
    ...documents.silence.flatMap((file) => suspectsOf(file, ['when'], file.document.when)),
  ];
  if (suspects.length === 0) return [];
  const isHeld = heldTexts(organisation, documents, sources);
  return suspects.filter((suspect) => !isHeld(suspect)).map(report);
}

/** A plain value that looks like a pattern, and how it stands there. */
type Suspect = {
  readonly field: string;
  readonly value: string;
  readonly meant: MeantPattern;
  readonly stands: 'alone' | 'in a list' | 'after not';
  readonly place: Place;
};

function suspectsOf(
  file: Pick<Located<unknown>, 'locate'>,
  path: Path,
  when: WhenEntry = {},
): readonly Suspect[] {
  return Object.entries(when).flatMap(([field, test]) =>
    CLOSED.has(field)
      ? []
      : plainValues(test, [...path, field]).flatMap(({ value, stands, at }) => {
          const meant = meantPattern(value);
          return meant === null ? [] : [{ field, value, meant, stands, place: file.locate(at) }];
        }),
  );
}

/** What stands in these is the id of something, or an error already. */
const CLOSED: ReadonlySet<string> = new Set([
  'source',
  'vendor',
  'service',
  'team',
  'function',
  'product',
  'environment',
  'severity',
  'incident_severity',
  'kind',
  'action',
  'during',
]);

type PlainValue = Pick<Suspect, 'value' | 'stands'> & { readonly at: Path };

function plainValues(test: TestEntry, at: Path): readonly PlainValue[] {
  if (typeof test === 'string') return [{ value: test, stands: 'alone', at }];
  if (isList(test))
    return test.map((value, index) => ({ value, stands: 'in a list', at: [...at, index] }));
  return typeof test === 'object' && 'not' in test
    ? plainValues(test.not, [...at, 'not']).map((plain) => ({ ...plain, stands: 'after not' }))
    : [];
}

function isList(test: unknown): test is readonly string[] {
  return Array.isArray(test);
}

function report({ value, meant: { kind, pattern }, stands, place }: Suspect): Diagnostic {
  const test = `\`{${kind}: ${JSON.stringify(pattern)}}\``;
  const hint = {
    alone: `write ${test}`,
    'in a list': `a list holds plain values only: write ${test} in a rule of its own`,
    'after not': `\`not\` takes plain values only: give those that fit ${test} a rule above`,
  }[stands];
  return {
    ...finding(
      'pattern-habit',
      place,
      `unexpected plain value \`${value}\`, which only that very text fits, expected a pattern`,
      `${hint}; where a tool really sends this text, a test of the rules with it says so`,
    ),
    severity: 'warning',
  };
}

/** Whether a recorded signal or a signal of a test has the value. */
function heldTexts(
  organisation: Organisation,
  documents: DocumentSet,
  sources: readonly SourceFile[],
): (suspect: Pick<Suspect, 'field' | 'value'>) => boolean {
  const recording = sources.find(({ path }) => path === RECORDING_PATH);
  const read =
    recording === undefined || 'problem' in recording ? null : parseRecording(recording.text);
  const readers =
    read?.kind === 'recording'
      ? read.signals.map((recorded) => recordedReader(organisation, recorded))
      : [];
  const tested = documents.rules.flatMap(testedSignals);
  return ({ field, value }) =>
    tested.some((signal) => signal[field] === value) ||
    readers.some((reader) => reader(field) === value);
}

function testedSignals({ document }: DocumentSet['rules'][number]): readonly TestedSignalEntry[] {
  return (document.tests ?? []).flatMap(({ signal, steps = [] }) =>
    [signal, ...steps.map((step) => step.signal)].filter((entry) => entry !== undefined),
  );
}
