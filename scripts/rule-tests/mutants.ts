// Rules with one mistake each: a rule deleted, swapped with the next one, or one of its conditions turned round.
import type { Bounds, Condition, Rule, Rules } from '../model/rule.ts';
import { type ListedRule, RULE_LISTS, type RuleList } from './coverage.ts';
import { areDisjoint, type Asked, askedBy, covers } from './imply.ts';

/** One mistake. */
export type Mutant = {
  readonly kind: 'delete' | 'swap' | 'negate';
  readonly list: RuleList;
  /** The place of the rule in its list. */
  readonly index: number;
  readonly rule: ListedRule['rule'];
  /** The rule that it is swapped with. */
  readonly next: ListedRule['rule'] | null;
  /** The field of the condition that is turned round. */
  readonly field: string | null;
};

/** All mistakes in the order of the lists. Those that can be proved to change nothing are left out. */
export function listMutants(rules: Rules): readonly Mutant[] {
  return RULE_LISTS.flatMap((list) => mutantsOf(list, rules[list].map(judge)));
}

/** The rules with the mistake. Lists without it stay the same objects. */
export function withMistake(rules: Rules, mutant: Mutant): Rules {
  const { list } = mutant;
  const edit = <One extends Rule>(name: RuleList, from: readonly One[]): readonly One[] =>
    name === list ? negated(moved(from, mutant), mutant) : from;
  return {
    extract: list === 'extract' ? moved(rules.extract, mutant) : rules.extract,
    severity: edit('severity', rules.severity),
    identity: edit('identity', rules.identity),
    gate: edit('gate', rules.gate),
    mute: edit('mute', rules.mute),
    suppress: edit('suppress', rules.suppress),
    threshold: edit('threshold', rules.threshold),
    flap: edit('flap', rules.flap),
    cascade: edit('cascade', rules.cascade),
    group: edit('group', rules.group),
    notify: edit('notify', rules.notify),
    also: edit('also', rules.also),
  };
}

/** A rule as far as mistakes in it are concerned; naming conventions have no conditions, each of them is asked. */
type Judged = ListedRule['rule'] & Asked & { readonly answer: string };

function judge(rule: Rules[RuleList][number]): Judged {
  const { id, place } = rule;
  const common = { id: '', description: null, place: null, team: null, when: [] };
  return {
    id,
    place,
    team: 'team' in rule ? rule.team : null,
    ...askedBy('when' in rule ? rule.when : []),
    answer: JSON.stringify({ ...rule, ...common }),
  };
}

/** Lists of which the first rule that matches decides. */
const FIRST_DECIDES: ReadonlySet<RuleList> = new Set([
  'severity',
  'identity',
  'gate',
  'cascade',
  'group',
  'notify',
]);

function mutantsOf(list: RuleList, rules: readonly Judged[]): readonly Mutant[] {
  return rules.flatMap((rule, index) => {
    const after = rules[index + 1];
    const next = after?.place.file === rule.place.file && list !== 'also' ? after : undefined;
    const common = { list, index, rule, next: null, field: null };
    const mutants: Mutant[] = [];
    if (!isSuperfluous(list, rules, index)) mutants.push({ ...common, kind: 'delete' });
    if (next !== undefined && !isSwapHarmless(list, rule, next))
      mutants.push({ ...common, kind: 'swap', next });
    for (const { field } of rule.when) mutants.push({ ...common, kind: 'negate', field });
    return mutants;
  });
}

/** Without it another rule gives the same answer to whatever it matches, or it never decides anything. */
function isSuperfluous(list: RuleList, rules: readonly Judged[], index: number): boolean {
  const rule = rules[index];
  if (rule === undefined || !FIRST_DECIDES.has(list)) return false;
  const isAsked = (other: Judged): boolean => other.team === null || other.team === rule.team;
  if (rules.slice(0, index).some((before) => isAsked(before) && covers(before, rule))) return true;
  for (const after of rules.slice(index + 1)) {
    if (rule.team !== null && !isAsked(after)) continue;
    if (isAsked(after) && covers(after, rule)) return after.answer === rule.answer;
    if (after.answer !== rule.answer && !areDisjoint(list, after, rule)) return false;
  }
  return false;
}

function isSwapHarmless(list: RuleList, rule: Judged, next: Judged): boolean {
  if (list === 'extract') return false;
  return areDisjoint(list, rule, next) || rule.answer === next.answer;
}

function moved<One>(from: readonly One[], { kind, index }: Mutant): readonly One[] {
  const [rule, next] = [from[index], from[index + 1]];
  if (kind === 'delete') return from.toSpliced(index, 1);
  if (kind === 'negate' || rule === undefined || next === undefined) return from;
  return from.with(index, next).with(index + 1, rule);
}

function negated<One extends Rule>(from: readonly One[], mutant: Mutant): readonly One[] {
  const rule = from[mutant.index];
  if (mutant.kind !== 'negate' || rule === undefined) return from;
  const when = rule.when.map((condition) =>
    condition.field === mutant.field ? turnedRound(condition) : condition,
  );
  return from.with(mutant.index, { ...rule, when });
}

/** The opposite of a condition; of a pattern, which has none in the language of rules, that the field is missing. */
function turnedRound(condition: Condition): Condition {
  const { field } = condition;
  switch (condition.kind) {
    case 'any_of':
      return { kind: 'none_of', field, values: condition.values };
    case 'none_of':
      return { kind: 'any_of', field, values: condition.values };
    case 'absent':
      return { kind: 'present', field };
    case 'present':
    case 'glob':
    case 'regex':
      return { kind: 'absent', field };
    case 'number':
      return { kind: 'number', field, bounds: oppositeOf(condition.bounds) };
    case 'during': {
      const { interval } = condition;
      return { ...condition, interval: { ...interval, isInverse: !interval.isInverse } };
    }
  }
}

/** Of a span that is closed at both ends the side below. */
function oppositeOf({ gt, gte, lt, lte }: Bounds): Bounds {
  if (gte !== undefined) return { lt: gte };
  if (gt !== undefined) return { lte: gt };
  return lt === undefined ? (lte === undefined ? {} : { gt: lte }) : { gte: lt };
}
