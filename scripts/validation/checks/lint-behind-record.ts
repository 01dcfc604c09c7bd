// Gates are asked in one order, whatever their files say: what a rule only records, no mute, suppression or threshold
// behind it ever decides about. Flapping is no gate behind it: it also holds open what an incident lists already.
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { GateRule, Rule, Rules } from '../../model/rule.ts';
import { partsOf, shapesOf } from '../../rules/analysis/cover.ts';
import type { Domains } from '../../rules/analysis/domain.ts';
import { isEmptyShape, mayMeet, type Shape, shapeOf } from '../../rules/analysis/shape.ts';
import { type Before, shadowed } from './idle-rule.ts';
import { OPENING } from './opening.ts';

/** Finds gates whose signals are all recorded before they are asked. */
export function checkBehindRecord(rules: Rules, domains: Domains): readonly Diagnostic[] {
  const records = rules.gate.filter(({ action }) => action === 'record');
  if (records.length === 0) return [];
  const stage = shapesOf(records, domains);
  const behind: readonly Rule[] = [...rules.mute, ...rules.suppress, ...rules.threshold];
  return behind.flatMap((rule) => {
    const shape = shapeOf(rule, domains);
    // What opens nothing waits at no gate, which is another finding.
    if (isEmptyShape(shape) || !mayOpen(shape)) return [];
    const parts = partsOf(stage, shape, records.length)?.map(
      ({ by, shape: part }): readonly [GateRule | undefined, Shape] => [records[by], part],
    );
    const cover = parts?.flatMap(([by, part]): readonly Before[] =>
      by === undefined || mayOpenBefore(rules.gate, by, part, domains)
        ? []
        : [{ rule: by, shape: part }],
    );
    if (cover === undefined || cover.length < (parts?.length ?? 0)) return [];
    const all = [...new Map(cover.map((before) => [before.rule, before])).values()];
    return [shadowed(rule, all, `${WAY}, or remove one of them`)];
  });
}

function mayOpen(shape: Shape): boolean {
  return [{ field: 'action', values: ['trigger'] }, ...OPENING].every(({ field, values }) => {
    const asked = shape.get(field);
    return asked?.kind !== 'any_of' || asked.values.some((value) => values.includes(value));
  });
}

const WAY = 'what is only recorded meets no other gate: narrow the rule that records';

/** Whether a rule that opens is asked before about any of these signals. */
function mayOpenBefore(
  gate: readonly GateRule[],
  record: GateRule,
  part: Shape,
  domains: Domains,
): boolean {
  return gate
    .slice(0, gate.indexOf(record))
    .some((rule) => rule.action === 'open' && mayMeet(part, shapeOf(rule, domains)));
}
