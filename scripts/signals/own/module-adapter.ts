// A module of an organisation as an adapter: whatever it does, the adapter answers and never throws.
import type { Delivery, Outcome, SignalAdapter } from '../adapter.ts';
import { abbreviate } from '../clean-text.ts';
import { isRecord } from '../fields.ts';
import { genericTraits } from '../generic/generic.ts';
import { rejected } from '../outcome.ts';
import { readModuleOutcome } from './module-outcome.ts';
import { flaw, type Read, read } from './shape.ts';

/** Makes an adapter of what a module exports: `normalise`, and if it likes `title`, `headers` and `deliveryId`. */
export function moduleAdapter(exported: unknown, path: string): Read<SignalAdapter> {
  const members = isRecord(exported) ? exported : {};
  const { normalise, title = path, headers = [], deliveryId = null } = members;
  if (typeof normalise !== 'function') {
    return flaw('normalise', normalise, 'an exported function `normalise(delivery)`');
  }
  if (typeof title !== 'string') return flaw('title', title, 'text');
  if (!isHeaderList(headers))
    return flaw('headers', headers, 'a list of header names in lower case');
  if (deliveryId !== null && !isHeaderList([deliveryId])) {
    return flaw('deliveryId', deliveryId, 'a header name in lower case, or null');
  }
  return read({
    ...genericTraits,
    title,
    headers,
    sendsMoreThanJson: true,
    deliveryId: typeof deliveryId === 'string' ? deliveryId : null,
    normalise: (delivery) => call((given) => normalise(given), delivery, path),
  });
}

function call(
  normalise: (delivery: Delivery) => unknown,
  delivery: Delivery,
  path: string,
): Outcome {
  const outcome = attempt(normalise, delivery, path);
  if (outcome.kind === 'read') return outcome.value;
  const message = abbreviate(`The module ${path} failed: ${outcome.sentence}.`, MAX_LENGTH);
  return rejected({ code: 'unusable', pointer: '', message });
}

function attempt(
  normalise: (delivery: Delivery) => unknown,
  delivery: Delivery,
  path: string,
): Read<Outcome> {
  try {
    return readModuleOutcome(normalise(delivery), vendorOf(path));
  } catch (error) {
    return { kind: 'flawed', sentence: `it threw ${describeError(error, path)}` };
  }
}

/** Class and place alone: messages of errors quote what was parsed, and that may be a secret. */
function describeError(error: unknown, path: string): string {
  if (!(error instanceof Error)) return 'something that is no error';
  const type = CLASS_NAME.test(error.name) ? error.name : 'an error';
  const file = path.replace(/^.*\//, '');
  const frames = (error.stack ?? '').split('\n').flatMap((line) => {
    const [, name, row] = FRAME.exec(line) ?? [];
    return name === file && row !== undefined ? [row] : [];
  });
  return frames[0] === undefined ? type : `${type} at ${file}:${frames[0]}`;
}

/** The file's name without its ending: what rules see as the vendor. */
function vendorOf(path: string): string {
  return path.replace(/^.*\//, '').replace(/\.\w+$/, '');
}

function isHeaderList(value: unknown): value is readonly string[] {
  return (
    Array.isArray(value) && value.every((name) => typeof name === 'string' && HEADER.test(name))
  );
}

const CLASS_NAME = /^(?:[A-Z][A-Za-z]{0,30})?Error$/;
/** A line of a stack that names a file. */
const FRAME = /^ {4}at .*?([\w.-]+\.[a-z]{1,3}):(\d{1,6}):\d{1,6}\)?$/;
const HEADER = /^[a-z0-9][a-z0-9_-]{0,99}$/;
const MAX_LENGTH = 300;
