// Why a name fits no convention, at which character, and how it was probably meant.
import type { Organisation } from '../model/organisation.ts';
import { matchName, type MatchPart } from '../text/match-name.ts';
import { nearest } from '../text/nearest.ts';
import { type Convention, conventionsOf } from './extract.ts';

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
      /** How it should read; null when no known name is near. */
      readonly suggestion: string | null;
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
  return reading.character + (reading.suggestion === null ? 0 : 10_000);
}

function readBy({ rule, parts }: Convention, name: string): NameReading {
  const fields = matchName(parts, name);
  if (fields !== null)
    return { kind: 'fits', convention: rule.id, fields: Object.fromEntries(fields) };
  const { failing, offset } = lastFit(parts, name);
  const part = parts[failing];
  return {
    kind: 'fails',
    convention: rule.id,
    character: offset + 1,
    ...describe(part, name.slice(offset)),
    suggestion: suggestName(parts, failing, { name, offset }),
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

/** Puts the nearest known word, or the literal that is missing, where the name stops to fit. */
function suggestName(
  parts: readonly MatchPart[],
  failing: number,
  { name, offset }: { readonly name: string; readonly offset: number },
): string | null {
  const part = parts[failing];
  if (part?.kind === 'literal') {
    const mended = name.slice(0, offset) + part.text + name.slice(offset + part.text.length);
    const fields = matchName(parts, mended);
    // What is left of a name that is cut in two would be read as a part of its own.
    const isCut = parts.some(
      (each) =>
        each.kind === 'field' &&
        each.words === null &&
        fields?.get(each.name)?.includes(part.text) === true,
    );
    return fields === null || isCut ? null : mended;
  }
  if (part?.kind !== 'field' || part.words === null) return null;
  const next = parts[failing + 1];
  const words = [...part.words.words.values()];
  for (const end of endsOf(name, offset, next)) {
    const near = nearest(name.slice(offset, end), words);
    // Environments may be abbreviated: of several that are near the longest says most.
    const ordered =
      part.name === 'environment'
        ? near.toSorted((left, right) => right.length - left.length)
        : near.slice(0, 1);
    for (const word of ordered) {
      const mended = name.slice(0, offset) + word + name.slice(end);
      if (matchName(parts, mended) !== null) return mended;
    }
  }
  return null;
}

/** Where a word may end, the longest first. */
function endsOf(name: string, offset: number, next: MatchPart | undefined): readonly number[] {
  if (next?.kind !== 'literal') return [name.length];
  const ends: number[] = [];
  for (let at = name.indexOf(next.text, offset); at >= 0; at = name.indexOf(next.text, at + 1))
    ends.unshift(at);
  return ends;
}
