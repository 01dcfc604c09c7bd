// Conditions of rules and silences name what exists, at a stage where it is known, by patterns that can be read.
import type { Located } from '../../config/document-set.ts';
import type { TestEntry, WhenEntry } from '../../config/rule-documents.ts';
import type { Path } from '../../config/syntax.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { suggest } from '../../diagnostics/suggestion.ts';
import type { Place } from '../../model/place.ts';
import { INCIDENT_SEVERITIES } from '../../model/severity.ts';
import { SIGNAL_ACTIONS, SIGNAL_KINDS, SIGNAL_SEVERITIES } from '../../model/signal.ts';
import { expressionMistake } from '../../rules/expression.ts';
import { vendors } from '../../signals/registry.ts';
import { finding, unknownReference } from '../finding.ts';
import { type Ids, type Known, type Mention, mentions } from '../known.ts';

/** Conditions in a file. */
export type WhenContext = {
  readonly file: Pick<Located<unknown>, 'locate' | 'locateKey'>;
  /** Where the conditions stand. */
  readonly path: Path;
  readonly when: WhenEntry | undefined;
  readonly known: Known;
  /** Whether the severity of the incident is decided already. */
  readonly hasSeverity: boolean;
};

/** Checks every condition of a `when`. */
export function checkWhen(context: WhenContext): readonly Diagnostic[] {
  const { file, path, when = {}, hasSeverity } = context;
  return Object.entries(when).flatMap(([field, test]) => {
    const at = [...path, field];
    if (field === 'incident_severity' && !hasSeverity)
      return [
        finding(
          'rule-field',
          file.locateKey(at),
          'unexpected field `incident_severity`, expected a field that is known before the severity stage',
          'use `severity`, which the source states',
        ),
      ];
    if (typeof test === 'object' && 'regex' in test)
      return checkExpression(test.regex, file.locate([...at, 'regex']));
    return checkWords(context, field, test);
  });
}

function checkWords(
  { file, path, known }: WhenContext,
  field: string,
  test: TestEntry,
): readonly Diagnostic[] {
  const ids = idsOf(known, field);
  if (ids === null) return [];
  return namedIn(file, [...path, field], test)
    .filter((mention) => !ids.has(mention.word))
    .map((mention) =>
      CLOSED.has(ids)
        ? unknownWord(field, mention, ids)
        : unknownReference(WHAT[field] ?? field, mention.word, mention.place, ids),
    );
}

/** What a field is called where it is declared. */
const WHAT: Readonly<Record<string, string>> = { during: 'interval' };

function namedIn(
  file: Pick<Located<unknown>, 'locate'>,
  at: Path,
  test: TestEntry,
): readonly Mention[] {
  if (typeof test === 'string') return [{ word: test, place: file.locate(at) }];
  if (isList(test)) return mentions(file, at, test);
  return typeof test === 'object' && 'not' in test ? namedIn(file, [...at, 'not'], test.not) : [];
}

function isList(test: unknown): test is readonly string[] {
  return Array.isArray(test);
}

function checkExpression(pattern: string, place: Place): readonly Diagnostic[] {
  const mistake = expressionMistake(pattern);
  if (mistake !== null)
    return [
      finding(
        'regex-invalid',
        place,
        `unexpected regular expression with ${mistake}, expected the language of RE2`,
        /^[*?]/.test(pattern)
          ? `for \`*\` as any text write \`{glob: "${pattern}"}\``
          : 'look-around and references back do not exist there; often a `glob` is enough',
      ),
    ];
  const habit = HABITS.find(({ seen }) => seen.test(pattern));
  return habit === undefined
    ? []
    : [
        {
          ...finding('regex-habit', place, habit.message, habit.hint(pattern)),
          severity: 'warning',
        },
      ];
}

const HABITS: readonly {
  readonly seen: RegExp;
  readonly message: string;
  readonly hint: (pattern: string) => string;
}[] = [
  {
    seen: /^\^|(?:^|[^\\])\$$/,
    message: 'unexpected anchor, expected a pattern of the whole text, which it always means',
    hint: (pattern) =>
      `remove \`^\` and \`$\`${pattern.startsWith('^') && !pattern.endsWith('$') ? '; for texts that only begin so add `.*` at the end' : ''}`,
  },
  {
    seen: /^(["'/]).*\1$/s,
    message: 'unexpected quotes or slashes around a pattern, expected the pattern itself',
    hint: (pattern) => `they would have to stand in the text: write \`${pattern.slice(1, -1)}\``,
  },
  {
    seen: /^[^\\^$.|?*+()[\]{}]*$/,
    message: 'unexpected regular expression without special characters, expected plain text',
    hint: (pattern) => `write \`"${pattern}"\` without \`regex\``,
  },
];

const VENDORS: ReadonlySet<string> = new Set(Object.keys(vendors));
const SEVERITIES: ReadonlySet<string> = new Set(SIGNAL_SEVERITIES);
const INCIDENT: ReadonlySet<string> = new Set([...INCIDENT_SEVERITIES, 'none']);
const KINDS: ReadonlySet<string> = new Set(SIGNAL_KINDS);
const ACTIONS: ReadonlySet<string> = new Set(SIGNAL_ACTIONS);

/** Words that Tocsin itself defines. */
const CLOSED: ReadonlySet<Ids> = new Set([VENDORS, SEVERITIES, INCIDENT, KINDS, ACTIONS]);

function unknownWord(field: string, mention: Mention, words: Ids): Diagnostic {
  const all = [...words].map((word) => `\`${word}\``).join(', ');
  return finding(
    'schema-value',
    mention.place,
    `unexpected \`${field}\` of \`${mention.word}\`, expected one of ${all}`,
    suggest(mention.word, words) ?? `use one of ${all}`,
  );
}

/** The closed set of values of a field; null for free text. */
function idsOf(known: Known, field: string): Ids | null {
  const sets: Readonly<Record<string, Ids>> = {
    source: known.sources,
    vendor: VENDORS,
    service: known.services,
    team: known.teams,
    function: known.functions,
    product: known.products,
    environment: known.environments,
    severity: SEVERITIES,
    incident_severity: INCIDENT,
    kind: KINDS,
    action: ACTIONS,
    during: known.intervals,
  };
  return Object.hasOwn(sets, field) ? (sets[field] ?? null) : null;
}
