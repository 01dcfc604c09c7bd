// Why a name fits no convention, at which character, and how it was probably meant.
import type { Organisation } from '../model/organisation.ts';
import type { Place } from '../model/place.ts';
import { matchName, type MatchPart } from '../text/match-name.ts';
import { type Convention, conventionsOf, patternOf } from './extract.ts';
import { suggestName } from './name-suggestion.ts';

/** What a convention says of a name. */
export type NameReading =
  | {
      readonly kind: 'fits';
      readonly convention: string;
      readonly fields: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'fails';
      readonly convention: string;
      /** The character, from 1, at which the name stops to fit; one after the last when it ends too early. */
      readonly character: number;
      readonly unexpected: string;
      readonly expected: string;
      /** How it should read: in several ways where several are equally near, in none where nothing known is near. */
      readonly suggestions: readonly string[];
      /** The part that the name leaves out: it stands in each suggestion as `{part}`. */
      readonly missing: string | null;
      /** The convention as it is written, and where. */
      readonly pattern: string;
      readonly place: Place;
    };

/** Reads a name by the conventions of a field, or of all fields: the first that fits, else the one that came furthest; null without conventions. */
export function readName(
  organisation: Organisation,
  name: string,
  from: string | null,
): NameReading | null {
  const conventions = conventionsOf(organisation).filter(
    ({ rule }) => from === null || rule.from === from,
  );
  const readings = conventions.map((convention) => readBy(convention, name));
  const fitting = readings.find((reading) => reading.kind === 'fits');
  if (fitting !== undefined) return fitting;
  return readings.toSorted((left, right) => progressOf(right) - progressOf(left))[0] ?? null;
}

/** A name that is nearly right says more than one that goes on longer. */
function progressOf(reading: NameReading): number {
  if (reading.kind === 'fits') return Number.POSITIVE_INFINITY;
  const isNear = reading.suggestions.length > 0;
  return (
    reading.character + (isNear ? 10_000 : 0) + (isNear && reading.missing === null ? 10_000 : 0)
  );
}

function readBy({ rule, parts }: Convention, name: string): NameReading {
  const fields = matchName(parts, name);
  if (fields !== null)
    return { kind: 'fits', convention: rule.id, fields: Object.fromEntries(fields) };
  const { failing, offset } = lastFit(parts, name);
  const part = parts[failing];
  const meant = suggestName(parts, name);
  return {
    kind: 'fails',
    convention: rule.id,
    character: offset + 1,
    ...describe(part, name.slice(offset)),
    suggestions: meant?.texts ?? [],
    missing: meant?.missing ?? null,
    pattern: patternOf(rule),
    place: rule.place,
  };
}

/** The first part that cannot fit after those before it, and where it would begin. */
function lastFit(
  parts: readonly MatchPart[],
  name: string,
): { readonly failing: number; readonly offset: number } {
  for (let count = parts.length; count > 0; count -= 1) {
    const start = parts.slice(0, count);
    if (matchName(start, name) !== null) return { failing: count, offset: name.length };
    const rest = matchName([...start, REST], name)?.get(REST.name);
    if (rest !== undefined) return { failing: count, offset: name.length - rest.length };
  }
  return { failing: 0, offset: 0 };
}

const REST = { kind: 'field', name: '\0rest', words: null } as const;

function describe(
  part: MatchPart | undefined,
  rest: string,
): { readonly unexpected: string; readonly expected: string } {
  const shown = `\`${rest.slice(0, 60)}\``;
  if (part === undefined) return { unexpected: shown, expected: 'the end of the name' };
  const unexpected = rest === '' ? 'end of the name' : shown;
  switch (part.kind) {
    case 'literal':
      return { unexpected, expected: `\`${part.text}\`` };
    case 'any':
      return { unexpected, expected: 'any text' };
    case 'field':
      return {
        unexpected,
        expected: part.words === null ? `text for \`{${part.name}}\`` : `a declared ${part.name}`,
      };
  }
}
