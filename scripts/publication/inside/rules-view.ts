// The rules in force, stage by stage, with where they stand, and about which services' recorded signals each decided.
import type { Decision } from '../../model/decision.ts';
import type { Organisation } from '../../model/organisation.ts';
import type { Place } from '../../model/place.ts';
import type { Condition } from '../../model/rule.ts';
import { conditionWords } from '../../rules/words.ts';
import type { RulesView, RuleView } from './view.ts';

/** The rules; `decisions` are those about recorded signals, null where none were recorded. */
export function viewRules(
  { rules }: Organisation,
  decisions: readonly Pick<Decision, 'trace' | 'resolution'>[] | null,
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

function viewRule(rule: AnyRule, decided: Deciders | null): RuleView {
  const place = `${rule.place.file}:${rule.place.line}`;
  return {
    id: rule.id,
    description: rule.description,
    team: rule.team ?? null,
    when: rule.when === undefined ? null : (conditionWords({ when: rule.when }) ?? null),
    place,
    decided: decided === null ? null : viewDecided(decided.get(place) ?? NOWHERE),
  };
}

/** For how many decisions each place was the one that decided a stage, by the service that they were about. */
type Deciders = ReadonlyMap<string, ReadonlyMap<string | null, number>>;

const NOWHERE: ReadonlyMap<string | null, number> = new Map();

function countDeciders(decisions: readonly Pick<Decision, 'trace' | 'resolution'>[]): Deciders {
  const deciders = new Map<string, Map<string | null, number>>();
  for (const { trace, resolution } of decisions) {
    const places = new Set(
      trace.flatMap(({ by }) => (by === null ? [] : [`${by.place.file}:${by.place.line}`])),
    );
    for (const place of places) {
      const counts = deciders.get(place) ?? new Map<string | null, number>();
      deciders.set(place, counts);
      counts.set(resolution.service, (counts.get(resolution.service) ?? 0) + 1);
    }
  }
  return deciders;
}

/** Most often first, services of as many in the order of their ids; where none is known last. */
function viewDecided(counts: ReadonlyMap<string | null, number>): RuleView['decided'] {
  const where = [...counts]
    .map(([service, count]) => ({ service, count }))
    .toSorted(
      (left, right) =>
        Number(left.service === null) - Number(right.service === null) ||
        right.count - left.count ||
        ((left.service ?? '') < (right.service ?? '') ? -1 : 1),
    );
  return { count: where.reduce((sum, { count }) => sum + count, 0), where };
}
