// Foreign key-value pairs as labels that rules can match on.
import { cleanLine, clip } from './clean-text.ts';

/** A foreign key and its value as text, neither of them clean. */
export type LabelEntry = readonly [key: string, value: string];

/** Labels without a prototype, so that a key such as `__proto__` is a key like any other. */
export type Labels = Readonly<Record<string, string>>;

/** Clean, cut labels without empty ones and credentials: the first of equal keys, 64 at most. */
export function labelsFrom(entries: Iterable<LabelEntry>): Labels {
  const labels: Record<string, string> = Object.create(null);
  let room = MAX_LABELS;
  for (const [foreignKey, foreignValue] of entries) {
    if (room === 0) break;
    const name = keptName(foreignKey);
    const value = keptValue(foreignValue);
    if (name === null || value === null || Object.hasOwn(labels, name)) continue;
    labels[name] = value;
    room -= 1;
  }
  return labels;
}

/** The name under which signals keep a label; null for a name that is empty, and for one of a credential. */
export function keptName(foreignKey: string): string | null {
  const key = cleanLine(foreignKey);
  if (key === null || CREDENTIAL.test(key)) return null;
  return clip(key, MAX_KEY_LENGTH).trimEnd();
}

/** The value with which signals keep a label; null for one that is empty. */
export function keptValue(foreignValue: string): string | null {
  const value = cleanLine(foreignValue);
  return value === null ? null : clip(value, MAX_VALUE_LENGTH).trimEnd();
}

/** The facts that a payload states, as entries in their order. */
export function statedLabels(
  facts: Readonly<Record<string, string | null>>,
): readonly LabelEntry[] {
  return Object.entries(facts).flatMap(([key, value]) =>
    value === null ? [] : [[key, value] as const],
  );
}

/** Keys of what must not end up in a repository, whoever put it into a payload. */
const CREDENTIAL =
  /^(?:.*[_.-])?(?:token|secret|passw(?:or)?d|authorization|api[_-]?key|access[_-]?key|private[_-]?key)$/i;
const MAX_LABELS = 64;
const MAX_KEY_LENGTH = 128;
const MAX_VALUE_LENGTH = 1_024;
