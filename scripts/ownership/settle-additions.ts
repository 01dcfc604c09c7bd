// What several annotations ask the map for: once what they agree about, and by name what they contradict each other in.
import type { Service } from '../model/ownership.ts';
import type { Place } from '../model/place.ts';
import { parseEndpoint } from './endpoint.ts';
import { canonical } from './path-pattern.ts';

/** An entry that the map lacks; the place is the code that asks for it. */
export type Addition = {
  readonly service: Service;
  readonly list: 'endpoints' | 'transactions' | 'code';
  readonly text: string;
  /** The discipline that the code asks for; null for the service's own. */
  readonly function: string | null;
  readonly place: Place;
};

/** Something in which code and map differ and only people can decide. */
export type Disagreement = {
  readonly place: Place;
  readonly message: string;
  readonly hint: string;
};

/** Splits what annotations ask for into what the map can say, and what only people can decide. */
export function settleAdditions(wanted: readonly Addition[]): {
  readonly additions: readonly Addition[];
  readonly contradictions: readonly Disagreement[];
} {
  const additions: Addition[] = [];
  const contradictions: Disagreement[] = [];
  for (const [, group] of Map.groupBy(wanted, subjectOf)) {
    const found = contradictionsIn(group);
    contradictions.push(...found);
    const [first] = group;
    if (found.length === 0 && first !== undefined) additions.push(together(first, group));
  }
  return { additions, contradictions };
}

/** Equal for texts that mean one thing to the map. */
function subjectOf({ list, text }: Addition): string {
  if (list !== 'endpoints') return `${list} ${text}`;
  const { method, pattern } = parseEndpoint(text);
  return `${list} ${method ?? ''} ${canonical(pattern)}`;
}

/** One entry for all: with the function that any of them names, where it is not the service's own. */
function together(first: Addition, group: readonly Addition[]): Addition {
  const stated = group.find((each) => each.function !== null)?.function ?? null;
  return {
    ...first,
    function: first.list !== 'code' || stated === first.service.function ? null : stated,
  };
}

function contradictionsIn(group: readonly Addition[]): readonly Disagreement[] {
  const [first] = group;
  const named = group.find((each) => each.function !== null);
  return group.flatMap((each) => {
    if (first !== undefined && each.service.id !== first.service.id)
      return [contradiction(each, each.service.id, { of: first, says: first.service.id })];
    if (named == null || each.function === null || each.function === named.function) return [];
    const says = `the function \`${named.function ?? ''}\``;
    return [contradiction(each, `the function \`${each.function}\``, { of: named, says })];
  });
}

function contradiction(
  { text, place }: Addition,
  said: string,
  other: { readonly of: Addition; readonly says: string },
): Disagreement {
  const { file, line } = other.of.place;
  return {
    place,
    message: `unexpected \`${text}\` of ${said}, expected one answer, since ${file}:${line} says ${other.says}`,
    hint: 'correct one of the two annotations; until then neither is added to the map',
  };
}
