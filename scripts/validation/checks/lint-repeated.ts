// Lists of which every rule that matches counts: a rule says nothing of its own where others say the same of all its signals.
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Rule, Rules } from '../../model/rule.ts';
import {
  firstAround,
  MOST_COMPARED,
  type StageShapes,
  shapesOf,
} from '../../rules/analysis/cover.ts';
import { type Domains, ofIncidents } from '../../rules/analysis/domain.ts';
import { isEmptyShape, isWithin } from '../../rules/analysis/shape.ts';
import { redundant } from './idle-rule.ts';

/** Checks mutes, suppressions, and who is told besides. */
export function checkRepeated(rules: Rules, domains: Domains): readonly Diagnostic[] {
  const mute = rules.mute.map((rule) => ({ rule, answers: [rule.during.id] }));
  const suppress = rules.suppress.map((rule) => ({
    rule,
    answers: [JSON.stringify([rule.open, rule.same.toSorted()])],
  }));
  const also = rules.also.map((rule) => ({
    rule,
    answers: rule.also.map((target) => JSON.stringify(target)),
  }));
  return [
    ...[mute, suppress].flatMap((list) => repeatedIn(list, domains)),
    ...repeatedIn(also, ofIncidents(domains)),
  ];
}

/** A rule with each thing that it says. */
type Said<Of extends Rule> = { readonly rule: Of; readonly answers: readonly string[] };

function repeatedIn(list: readonly Said<Rule>[], domains: Domains): readonly Diagnostic[] {
  const sayers = new Map<string, Rule[]>();
  for (const { rule, answers } of list)
    for (const answer of answers) sayers.set(answer, [...(sayers.get(answer) ?? []), rule]);
  const groups = new Map(
    [...sayers].flatMap(([answer, rules]) =>
      rules.length < 2 ? [] : [[answer, { rules, stage: shapesOf(rules, domains) }] as const],
    ),
  );
  return list.flatMap(({ rule, answers }) => {
    const others = answers.map((answer) => {
      const group = groups.get(answer);
      return group === undefined ? undefined : repeatedBy(group, rule);
    });
    const known = others.flatMap((other) => other ?? []);
    return known.length < others.length ? [] : [redundant(rule, [...new Set(known)])];
  });
}

type Group = { readonly rules: readonly Rule[]; readonly stage: StageShapes };

/** Another rule that says the same of all its signals; of two that are alike the first one stays. */
function repeatedBy({ rules, stage }: Group, rule: Rule): Rule | undefined {
  const ordinal = rules.indexOf(rule);
  const shape = stage.shapes[ordinal];
  if (shape === undefined || isEmptyShape(shape)) return undefined;
  const around = (after: number, before: number): number | null =>
    firstAround(stage, shape, { after, before, left: MOST_COMPARED });
  const earlier = around(-1, ordinal);
  if (earlier !== null) return rules[earlier];
  const later = around(ordinal, rules.length);
  if (later === null) return undefined;
  const wider = stage.shapes[later];
  const isAlike = wider !== undefined && isWithin(wider, stage.tests[ordinal] ?? []);
  return isAlike ? undefined : rules[later];
}
