// Narrows rows of the SQLite inbox; a row of another shape is our own mistake and throws.
import type { OutcomeCounts, RequestRecord, StoredRequest } from './inbox.ts';

/** The integer in a column. */
export function integerOf(row: unknown, column: string): number {
  const value = valueOf(row, column);
  if (typeof value === 'number') return value;
  throw new TypeError(`Unexpected value in column \`${column}\`, expected an integer.`);
}

/** A row of the table `request` as work sees it. */
export function requestOf(row: unknown): StoredRequest {
  return {
    id: integerOf(row, 'id'),
    source: textOf(row, 'source'),
    vendor: textOf(row, 'vendor'),
    receivedAt: textOf(row, 'received_at'),
    deliveryId: optionalTextOf(row, 'delivery_id'),
    headers: headersOf(textOf(row, 'headers')),
    body: bytesOf(row, 'body'),
    attempts: integerOf(row, 'attempts'),
    reason: optionalTextOf(row, 'reason'),
  };
}

/** A row of the table `request` as inspection sees it. */
export function recordOf(row: unknown): RequestRecord {
  const hops = optionalTextOf(row, 'hops');
  const settled = hops === null ? null : { outcomes: outcomesOf(row), hops };
  return { ...requestOf(row), settled };
}

/** The counts per outcome that a row of `request` or `accounting` holds. */
export function outcomesOf(row: unknown): OutcomeCounts {
  return {
    applied: integerOf(row, 'applied'),
    collapsed: integerOf(row, 'collapsed'),
    gated: integerOf(row, 'gated'),
    ignored: integerOf(row, 'ignored'),
    quarantined: integerOf(row, 'quarantined'),
  };
}

function headersOf(json: string): Readonly<Record<string, string>> {
  const value: unknown = JSON.parse(json);
  if (typeof value !== 'object' || value === null) {
    throw new TypeError('Unexpected stored headers, expected an object.');
  }
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, String(text)]));
}

/** The text in a column. */
export function textOf(row: unknown, column: string): string {
  const value = valueOf(row, column);
  if (typeof value === 'string') return value;
  throw new TypeError(`Unexpected value in column \`${column}\`, expected text.`);
}

/** The integer in a column that may be empty. */
export function optionalIntegerOf(row: unknown, column: string): number | null {
  return valueOf(row, column) === null ? null : integerOf(row, column);
}

/** The text in a column that may be empty. */
export function optionalTextOf(row: unknown, column: string): string | null {
  return valueOf(row, column) === null ? null : textOf(row, column);
}

/** The bytes in a column. */
export function bytesOf(row: unknown, column: string): Uint8Array {
  const value = valueOf(row, column);
  if (value instanceof Uint8Array) return value;
  throw new TypeError(`Unexpected value in column \`${column}\`, expected bytes.`);
}

function valueOf(row: unknown, column: string): unknown {
  if (typeof row !== 'object' || row === null) {
    throw new TypeError(`Missing row, expected one with a column \`${column}\`.`);
  }
  // What an earlier version stored may lack it.
  return Reflect.get(row, column) ?? null;
}
