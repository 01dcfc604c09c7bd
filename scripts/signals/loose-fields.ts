// Flat payloads whose keys the tool, its versions and its users write in different ways.
import { at, isRecord } from './fields.ts';

/** The members of an object under keys in lower case without separators (`monitor_id`: `monitorid`). */
export function looseFields(value: unknown): unknown {
  if (!isRecord(value)) return {};
  const members = Object.entries(value).map(([key, member]) => [looseKey(key), member] as const);
  return Object.fromEntries(members.toReversed());
}

/** A body in which members of the named objects also stand beside them, as `alert_type` for `type` in `alert`. */
export function withFlatMembers(body: unknown, ...names: readonly string[]): unknown {
  if (!isRecord(body)) return body;
  const flat = names.flatMap((name) => {
    const inner = at(body, name);
    if (!isRecord(inner)) return [];
    return Object.entries(inner).flatMap(([key, member]) => [
      [`${name}_${key}`, member] as const,
      [key, member] as const,
    ]);
  });
  return { ...body, ...Object.fromEntries(flat.filter(([key]) => !Object.hasOwn(body, key))) };
}

/** The first member of loose fields that is neither null nor blank, by its names in any spelling. */
export function firstStated(fields: unknown, ...names: readonly string[]): unknown {
  const candidates = names.map((name) => at(fields, looseKey(name)));
  return candidates.find((value) => !isBlank(value));
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && !/\S/.test(value));
}

function looseKey(key: string): string {
  return key.toLowerCase().replace(/[\s._-]/g, '');
}
