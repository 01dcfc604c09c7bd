// Tests name what exists, promise something, and promise it where it can be seen.
import type { DocumentSet, Located } from '../../config/document-set.ts';
import type {
  ExpectationEntry,
  RulesDocument,
  RuleTestEntry,
  TestStepEntry,
} from '../../config/rule-documents.ts';
import { isGlobal } from '../../config/rules.ts';
import type { Path } from '../../config/syntax.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { suggest } from '../../diagnostics/suggestion.ts';
import { parseInstant } from '../../model/instant.ts';
import { WORLD_KEYS } from '../../model/rule-test.ts';
import { RULE_STAGES } from '../../model/rule.ts';
import { finding, findingWith, unknownReference } from '../finding.ts';
import type { Ids, Known } from '../known.ts';

/** Checks the tests of every file of rules. */
export function checkRuleTests(documents: DocumentSet, known: Known): readonly Diagnostic[] {
  const global = documents.rules.filter(isGlobal);
  const silences = new Set(documents.silence.map(({ id }) => id));
  return documents.rules.flatMap((file) => {
    // Where a file is missing or cannot be read, which is told already, its rules are believed.
    const isAsked = ({ id }: { readonly id: string }): boolean =>
      id === file.id || isGlobal(file) || isGlobal({ id });
    const isUnread = [...known.unreadRules].some((id) => isAsked({ id }));
    const rules = ruleIds(global.length === 0 || isUnread ? [] : documents.rules.filter(isAsked));
    const context = { file, known, silences, rules };
    return [
      ...repeatedNames(file),
      ...(file.document.tests ?? []).flatMap((test, index) =>
        checkTest(context, test, ['tests', index]),
      ),
    ];
  });
}

type Context = {
  readonly file: Located<RulesDocument>;
  readonly known: Known;
  readonly silences: ReadonlySet<string>;
  /** Ids of the rules that a test of the file can speak of, by stage. */
  readonly rules: ReadonlyMap<string, ReadonlySet<string>>;
};

const STAGES = ['extract', ...RULE_STAGES] as const;

function ruleIds(
  files: readonly Located<RulesDocument>[],
): ReadonlyMap<string, ReadonlySet<string>> {
  if (files.length === 0) return new Map();
  return new Map(
    STAGES.map((stage) => [
      stage,
      new Set(files.flatMap((file) => (file.document[stage] ?? []).map(({ id }) => id))),
    ]),
  );
}

function repeatedNames(file: Located<RulesDocument>): readonly Diagnostic[] {
  const first = new Map<string, number>();
  return (file.document.tests ?? []).flatMap(({ name }, index) => {
    const before = first.get(name);
    if (before === undefined) first.set(name, index);
    if (before === undefined) return [];
    return [
      findingWith(
        'id-duplicate',
        file.locate(['tests', index, 'name']),
        `unexpected second test \`${name.slice(0, 80)}\`, expected each name once`,
        {
          hint: 'say in the name what is different',
          related: [{ message: 'the first one', place: file.locate(['tests', before, 'name']) }],
        },
      ),
    ];
  });
}

function checkTest(context: Context, test: RuleTestEntry, path: Path): readonly Diagnostic[] {
  const { file } = context;
  const steps = test.steps ?? [];
  const isEmpty = test.expect === undefined && steps.every(({ expect }) => expect === undefined);
  return [
    ...(parseInstant(test.at) === null ? [noSuchTime(file, test.at, [...path, 'at'])] : []),
    ...(isEmpty ? [withoutPromise(file, path)] : []),
    ...checkGiven(context, test, path),
    ...checkSource(context, test, path),
    ...checkSteps(context, steps, [...path, 'steps']),
    ...checkExpectation(context, test.expect, [...path, 'expect'], test.steps === undefined),
  ];
}

function noSuchTime(file: Located<RulesDocument>, at: string, path: Path): Diagnostic {
  return finding(
    'time-invalid',
    file.locate(path),
    `unexpected instant \`${at}\`, expected a day and time of the calendar`,
    'correct the day, the hour or the offset',
  );
}

function withoutPromise(file: Located<RulesDocument>, path: Path): Diagnostic {
  return finding(
    'rule-test-invalid',
    file.locate([...path, 'name']),
    'unexpected test without `expect`, expected at least one step that says what is to happen',
    'add `expect` to a step, or to the test for what is left in the end',
  );
}

function checkGiven(
  { file, known, silences }: Context,
  { given }: RuleTestEntry,
  path: Path,
): readonly Diagnostic[] {
  const unknown = (what: string, key: 'silences' | 'maintenances', ids: Ids): Diagnostic[] =>
    (given?.[key] ?? []).flatMap((id, index) => {
      const place = file.locate([...path, 'given', key, index]);
      return ids.has(id) ? [] : [unknownReference(what, id, place, ids)];
    });
  return [
    ...unknown('silence', 'silences', silences),
    ...unknown('incident', 'maintenances', known.incidents),
  ];
}

type Sender = Pick<TestStepEntry, 'signal' | 'payload' | 'again' | 'resolve'>;

function checkSource({ file, known }: Context, sender: Sender, path: Path): readonly Diagnostic[] {
  const part = sender.payload === undefined ? 'signal' : 'payload';
  const source = sender[part]?.source;
  if (source !== undefined) {
    return known.sources.has(String(source))
      ? []
      : [
          unknownReference(
            'source',
            String(source),
            file.locate([...path, part, 'source']),
            known.sources,
          ),
        ];
  }
  if (sender.signal === undefined || sender.again !== undefined) return [];
  return [
    finding(
      'rule-test-invalid',
      file.locateKey([...path, 'signal']),
      'unexpected signal without `source`, expected the source that it comes from',
      `add \`source\`, such as \`source: ${[...known.sources][0] ?? '<source>'}\``,
    ),
  ];
}

function checkSteps(
  context: Context,
  steps: readonly TestStepEntry[],
  path: Path,
): readonly Diagnostic[] {
  const named = new Set<string>();
  return steps.flatMap((step, index) => {
    const at = [...path, index];
    const findings = [
      ...checkSender(context.file, step, at),
      ...checkName(context.file, step, at, named),
      ...checkSource(context, step, at),
      ...checkExpectation(context, step.expect, [...at, 'expect'], isSending(step)),
    ];
    if (step.as !== undefined) named.add(step.as);
    return findings;
  });
}

function isSending({ signal, payload, again, resolve }: Sender): boolean {
  return [signal, payload, again, resolve].some((part) => part !== undefined);
}

/** A step sends one thing; facts beside `again` change what comes again. */
function checkSender(
  file: Located<RulesDocument>,
  step: TestStepEntry,
  path: Path,
): readonly Diagnostic[] {
  const ways = (['payload', 'again', 'resolve', 'signal'] as const).filter(
    (key) => step[key] !== undefined,
  );
  const [first, second] = ways;
  if (second === undefined || (first === 'again' && second === 'signal')) return [];
  return [
    finding(
      'rule-test-invalid',
      file.locateKey([...path, second]),
      `unexpected \`${second}\` beside \`${first ?? ''}\`, expected one signal in a step`,
      'make it a step of its own',
    ),
  ];
}

function checkName(
  file: Located<RulesDocument>,
  { again, resolve }: TestStepEntry,
  path: Path,
  named: ReadonlySet<string>,
): readonly Diagnostic[] {
  const name = again ?? resolve;
  if (name === undefined || named.has(name)) return [];
  return [
    finding(
      'rule-test-invalid',
      file.locate([...path, again === undefined ? 'resolve' : 'again']),
      `unexpected \`${name}\`, expected the \`as\` of an earlier step`,
      suggest(name, named) ?? `add \`as: ${name}\` to the step that sends it first`,
    ),
  ];
}

function checkExpectation(
  context: Context,
  expected: ExpectationEntry | undefined,
  path: Path,
  hasSignal: boolean,
): readonly Diagnostic[] {
  const { file } = context;
  const entries = Object.entries(expected ?? {});
  const unseen = entries.find(([key]) => !WORLD_KEYS.has(key));
  if (!hasSignal && unseen !== undefined) {
    return [
      finding(
        'rule-test-invalid',
        file.locateKey([...path, unseen[0]]),
        `unexpected \`${unseen[0]}\` where no signal is sent, expected \`incidents\` or \`told\``,
        'move it to the step that sends the signal',
      ),
    ];
  }
  return [...unknownIds(context, expected, path), ...unknownRules(context, expected, path)];
}

function unknownIds(
  { file, known }: Context,
  expected: ExpectationEntry | undefined,
  path: Path,
): readonly Diagnostic[] {
  const sets: readonly (readonly [what: string, path: Path, ids: Ids])[] = [
    ['environment', ['environment'], known.environments],
    ['service', ['service'], known.services],
    ['service', ['upstream'], known.services],
    ['team', ['owner'], known.teams],
    ['team', ['owner', 'team'], known.teams],
    ['function', ['owner', 'function'], known.functions],
    ['product', ['owner', 'product'], known.products],
  ];
  return sets.flatMap(([what, keys, ids]) => {
    const id = valueAt(expected, keys);
    if (typeof id !== 'string' || id === 'none' || ids.has(id)) return [];
    return [unknownReference(what, id, file.locate([...path, ...keys]), ids)];
  });
}

function unknownRules(
  { file, rules }: Context,
  expected: ExpectationEntry | undefined,
  path: Path,
): readonly Diagnostic[] {
  const named = Object.entries(record(expected?.['rules']));
  return named.flatMap(([stage, id]) => {
    const ids = rules.get(stage) ?? new Set<string>();
    if (rules.size === 0) return [];
    if (typeof id !== 'string' || id === 'none' || ids.has(id)) return [];
    return [
      finding(
        'reference-unknown',
        file.locate([...path, 'rules', stage]),
        `unexpected ${stage} rule \`${id}\`, expected one of ${isGlobal(file) ? 'rules/' : 'the rules of its team or of rules/00-global.yaml'}`,
        suggest(id, ids) ?? 'name a rule that decides here',
      ),
    ];
  });
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce((inner, key) => record(inner)[key], value);
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(typeof value === 'object' && value !== null ? value : {}),
  );
}
