// Readers over foreign JSON. Each takes a value and a path of own keys and answers null (or none)
// for what is absent, of another type or empty; none throws, and none looks at a prototype.
import { instantFromMs, parseInstant, type Instant } from '../model/instant.ts';
import { cleanLine, cleanProse } from './clean-text.ts';
import type { LabelEntry } from './labels.ts';

/** Steps into a JSON value: keys of objects, indexes of lists. */
export type Path = readonly (string | number)[];

/** The value at a path; undefined where the path leads nowhere. */
export function at(value: unknown, ...path: Path): unknown {
  let current = value;
  for (const step of path) {
    if (Array.isArray(current) && typeof step === 'number') current = current[step];
    else if (isRecord(current) && Object.hasOwn(current, step)) current = current[step];
    else return undefined;
  }
  return current;
}

/** Whether a value is a JSON object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One clean line of text; a number counts as its digits. */
export function text(value: unknown, ...path: Path): string | null {
  const found = scalar(at(value, ...path));
  return found === null ? null : cleanLine(found);
}

/** Clean text that may have several lines. */
export function prose(value: unknown, ...path: Path): string | null {
  const found = scalar(at(value, ...path));
  return found === null ? null : cleanProse(found);
}

/** Text that identifies something: only trimmed, so that different values stay different. */
export function identity(value: unknown, ...path: Path): string | null {
  const found = scalar(at(value, ...path))?.trim() ?? '';
  return found === '' ? null : found;
}

/** A whole number from 0 on; digits in text count as a number. */
export function count(value: unknown, ...path: Path): number | null {
  const found = decimal(at(value, ...path));
  return found !== null && Number.isSafeInteger(found) && found >= 0 ? found : null;
}

/** An instant written as ISO 8601 with a zone. */
export function instant(value: unknown, ...path: Path): Instant | null {
  const found = at(value, ...path);
  return typeof found === 'string' ? parseInstant(found) : null;
}

/** An instant written without a zone, which the tool means in UTC. */
export function utcInstant(value: unknown, ...path: Path): Instant | null {
  const found = at(value, ...path);
  return typeof found === 'string'
    ? (parseInstant(found) ?? parseInstant(`${found.trim()}Z`))
    : null;
}

/** An instant written as Unix seconds, with or without a fraction. */
export function unixInstant(value: unknown, ...path: Path): Instant | null {
  const seconds = decimal(at(value, ...path));
  return seconds === null ? null : instantFromMs(Math.round(seconds * 1_000));
}

/** The members of a list. */
export function items(value: unknown, ...path: Path): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The own members of an object that are text, numbers or booleans, as text and in their order. */
export function entries(value: unknown, ...path: Path): readonly LabelEntry[] {
  const found = at(value, ...path);
  if (!isRecord(found)) return [];
  return Object.entries(found).flatMap(([key, member]) => {
    const label = typeof member === 'boolean' ? String(member) : scalar(member);
    return label === null ? [] : [[key, label] as const];
  });
}

/** A path as JSON Pointer (RFC 6901). */
export function pointer(path: Path): string {
  const steps = path.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1'));
  return steps.map((step) => `/${step}`).join('');
}

function scalar(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : null;
}

function decimal(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return typeof value === 'string' && DECIMAL.test(value) ? Number(value) : null;
}

const DECIMAL = /^\s{0,8}\d{1,16}(?:\.\d{1,16})?\s{0,8}$/;
