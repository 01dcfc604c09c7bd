// Which rules decided: in tests, and about recorded signals.
import type { Decision } from '../model/decision.ts';
import type { Place } from '../model/place.ts';
import type { Rule, Rules } from '../model/rule.ts';

/** The lists of rules by stage and kind. */
export type RuleList = keyof Rules;

/** A rule with the list it stands in. */
export type ListedRule = {
  readonly list: RuleList;
  readonly rule: Pick<Rule, 'id' | 'place'> & { readonly team: string | null };
};

/** How often a rule decided. */
export type RuleCoverage = ListedRule & {
  /** Tests in which it decided about at least one signal. */
  readonly tests: number;
  /** Recorded signals about which it decided; null where none are recorded. */
  readonly recorded: number | null;
};

/** All rules in the order of their files. */
export function listRules(rules: Rules): readonly ListedRule[] {
  const listed = RULE_LISTS.flatMap((list) =>
    rules[list].map((rule): ListedRule => ({
      list,
      rule: { id: rule.id, place: rule.place, team: 'team' in rule ? rule.team : null },
    })),
  );
  return listed.toSorted(
    (left, right) =>
      compareText(left.rule.place.file, right.rule.place.file) ||
      left.rule.place.line - right.rule.place.line ||
      left.rule.place.column - right.rule.place.column,
  );
}

/** The lists in the order in which they are asked. */
export const RULE_LISTS = [
  'extract',
  'severity',
  'identity',
  'gate',
  'mute',
  'suppress',
  'threshold',
  'flap',
  'cascade',
  'group',
  'notify',
  'also',
] as const satisfies readonly RuleList[];

/** Counts for each rule the tests and the recorded signals that it decided. */
export function measureCoverage(
  rules: Rules,
  tests: readonly { readonly decisions: readonly Decision[] }[],
  recorded: readonly Decision[] | null,
): readonly RuleCoverage[] {
  const inTests = countBy(tests.map(({ decisions }) => decidedBy(decisions)));
  const inRecorded = countBy((recorded ?? []).map((decision) => decidedBy([decision])));
  return listRules(rules).map((listed) => {
    const key = keyOf(listed);
    return {
      ...listed,
      tests: inTests.get(key) ?? 0,
      recorded: recorded === null ? null : (inRecorded.get(key) ?? 0),
    };
  });
}

/** Keys of the rules that decided in any of these decisions, or took part where every rule that matches does. */
export function decidedBy(decisions: readonly Decision[]): ReadonlySet<string> {
  return new Set(decisions.flatMap(keysIn));
}

function keysIn({ trace, gatedBy }: Decision): readonly string[] {
  const decides = trace.flatMap(({ by }) =>
    by === null ? [] : [`decides ${placeText(by.place)}`],
  );
  const named = trace
    .filter(({ stage }) => stage === 'gate')
    .flatMap(({ others }) => others)
    .flatMap(({ place }) => (place === null ? [] : [placeText(place)]));
  // What is only recorded meets no other gate, though the trace names them all; what flaps, flaps all the same.
  const matches = gatedBy?.kind === 'action' ? [] : named;
  const gated = gatedBy?.place == null ? [] : [`matches ${placeText(gatedBy.place)}`];
  return [
    ...decides,
    ...named.map((place) => `flaps ${place}`),
    ...matches.map((place) => `matches ${place}`),
    ...gated,
  ];
}

/** The key of a rule among those that decided. */
export function keyOf({ list, rule }: ListedRule): string {
  const how = list === 'flap' ? 'flaps' : EVERY_ONE_COUNTS.has(list) ? 'matches' : 'decides';
  return `${how} ${placeText(rule.place)}`;
}

/** Lists of the gate of which not the first, but every rule that matches takes part; the trace names those alone. */
const EVERY_ONE_COUNTS: ReadonlySet<RuleList> = new Set(['mute', 'suppress', 'threshold']);

function placeText({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}

function countBy(sets: readonly ReadonlySet<string>[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const set of sets) for (const at of set) counts.set(at, (counts.get(at) ?? 0) + 1);
  return counts;
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
