// The rules in force, stage by stage, with where they stand and how often each decided about what was recorded.
import type { Decision } from '../../model/decision.ts';
import type { Organisation } from '../../model/organisation.ts';
import type { Place } from '../../model/place.ts';
import type { Condition } from '../../model/rule.ts';
import { conditionWords } from '../../rules/words.ts';
import type { RulesView, RuleView } from './view.ts';

/** The rules; `decisions` are those about recorded signals, null where none were recorded. */
export function viewRules(
  { rules }: Organisation,
  decisions: readonly Pick<Decision, 'trace'>[] | null,
): RulesView {
  const decided = decisions === null ? null : countDeciders(decisions);
  const stages = Object.entries(rules).map(([stage, entries]) => ({
    stage,
    rules: entries.map((rule): RuleView => viewRule(rule, decided)),
  }));
  return { signals: decisions?.length ?? null, stages };
}

type AnyRule = {
  readonly id: string;
  readonly description: string | null;
  readonly place: Place;
  readonly team?: string | null;
  readonly when?: readonly Condition[];
};

function viewRule(rule: AnyRule, decided: ReadonlyMap<string, number> | null): RuleView {
  const place = `${rule.place.file}:${rule.place.line}`;
  return {
    id: rule.id,
    description: rule.description,
    team: rule.team ?? null,
    when: rule.when === undefined ? null : (conditionWords({ when: rule.when }) ?? null),
    place,
    decided: decided === null ? null : (decided.get(place) ?? 0),
  };
}

/** For how many decisions each place was the one that decided a stage. */
function countDeciders(decisions: readonly Pick<Decision, 'trace'>[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { trace } of decisions) {
    const places = new Set(
      trace.flatMap(({ by }) => (by === null ? [] : [`${by.place.file}:${by.place.line}`])),
    );
    for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return counts;
}
