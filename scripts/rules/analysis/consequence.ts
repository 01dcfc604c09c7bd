// What else is known of signals by what is asked of them: of those of a service, whose product they are.
import { holds } from '../match.ts';
import type { Domains } from './domain.ts';
import type { Shape } from './shape.ts';

/** Which values of a field there can be beside a value of another one. */
export type Consequence = {
  readonly field: string;
  readonly from: string;
  readonly values: ReadonlyMap<string, readonly string[]>;
};

/** What follows for any of these fields. */
export function consequencesFor(
  fields: ReadonlySet<string>,
  domains: Domains,
): readonly Consequence[] {
  return [...fields].flatMap((field) => {
    const beside = domains.get(field)?.beside;
    return beside === undefined ? [] : [{ field, ...beside }];
  });
}

/** The same signals as a shape that also says what follows. */
export function withConsequences(shape: Shape, consequences: readonly Consequence[]): Shape {
  let known = shape;
  for (const { field, from, values } of consequences) {
    const asked = known.get(from);
    if (asked?.kind !== 'any_of') continue;
    const beside = asked.values.map((value) => values.get(value));
    if (beside.includes(undefined)) continue;
    const condition = known.get(field);
    const left = [...new Set(beside.flatMap((each) => each ?? []))].filter(
      (value) => condition === undefined || holds(condition, value),
    );
    known = new Map(known).set(field, { kind: 'any_of', field, values: left });
  }
  return known;
}
