// The body of a webhook as a JSON value. Its limits are checked before storing (`json-limits.ts`).
import type { PayloadProblem } from './adapter.ts';
import { parsed, type Parsed } from './payload-problem.ts';

/** Parses a JSON body; integers beyond 2^53 become text, since they are ids whose digits count. */
export function parseJsonBody(body: string): Parsed<unknown> {
  const text = body.startsWith(BYTE_ORDER_MARK) ? body.slice(1) : body;
  try {
    const value: unknown = LONG_INTEGER.test(text)
      ? JSON.parse(text, keepLongIntegers)
      : JSON.parse(text);
    return parsed(value);
  } catch (error) {
    return { kind: 'invalid', problem: syntaxProblem(text, error) };
  }
}

/** Engines without the third argument (Node 20) keep the rounded number. */
function keepLongIntegers(
  _key: string,
  value: unknown,
  context?: { readonly source?: string },
): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  const source = context?.source ?? '';
  return INTEGER.test(source) ? source : value;
}

/** The engine's own message would repeat foreign text, so only the place is taken from it. */
function syntaxProblem(text: string, error: unknown): PayloadProblem {
  const position = POSITION.exec(error instanceof SyntaxError ? error.message : '')?.[1];
  const place = position === undefined ? '' : ` at character ${Number(position) + 1}`;
  const found = text.trim() === '' ? 'empty body' : `text${place}`;
  const message = `Unexpected ${found}, expected one JSON document.`;
  return { code: 'syntax', pointer: '', message };
}

const BYTE_ORDER_MARK = '\uFEFF';
const LONG_INTEGER = /\d{16}/;
const INTEGER = /^-?\d+$/;
const POSITION = /at position (\d+)/;
