import { createHash } from 'node:crypto';

/** An id as Statuspage makes them, twelve of `[a-z0-9]`: the same for the same thing in every build, for ever. */
export function stableId(
  kind: 'page' | 'component' | 'group' | 'incident' | 'update',
  key: string,
): string {
  const bytes = createHash('sha256').update(`${kind}:${key}`).digest();
  return BigInt(`0x${bytes.subarray(0, 8).toString('hex')}`)
    .toString(36)
    .padStart(12, '0')
    .slice(-12);
}
