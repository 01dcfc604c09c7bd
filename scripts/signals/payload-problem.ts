// Words for what is wrong with a payload, and the result of reading a part of it.
import type { PayloadProblem } from './adapter.ts';
import { quote } from './clean-text.ts';
import { at, isRecord, pointer, type Path } from './fields.ts';

/** A narrowed part of a payload, or why there is none. */
export type Parsed<Value> =
  | { readonly kind: 'parsed'; readonly value: Value }
  | { readonly kind: 'invalid'; readonly problem: PayloadProblem };

/** Wraps what was read. */
export function parsed<Value>(value: Value): Parsed<Value> {
  return { kind: 'parsed', value };
}

/** Names what stands at `path` of `root` and what was expected there instead. */
export function unexpected(root: unknown, path: Path, expected: string): Invalid {
  const [step] = path;
  if (typeof step === 'string' && !isRecord(root)) return noObject(root, path, expected);
  const found = at(root, ...path);
  const problem: PayloadProblem = {
    code: found === undefined || found === null ? 'missing' : 'shape',
    pointer: pointer(path),
    message: `Unexpected ${describe(found)}, expected ${expected}.`,
  };
  return { kind: 'invalid', problem };
}

/** Of a list, a text or a number nothing is absent that could be there. */
function noObject(root: unknown, path: Path, expected: string): Invalid {
  const message = `Unexpected ${describe(root)}, expected an object with ${expected} at \`${pointer(path)}\`.`;
  return { kind: 'invalid', problem: { code: 'shape', pointer: '', message } };
}

type Invalid = Extract<Parsed<never>, { kind: 'invalid' }>;

function describe(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number' || typeof value === 'boolean') return `\`${value}\``;
  if (value === undefined) return 'absence';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : 'object';
}
