// Unix times in seconds or milliseconds, told apart by their number of digits.
import { instantFromMs, type Instant } from '../model/instant.ts';
import { text, type Path } from './fields.ts';

/** An instant as Unix seconds (up to 11 digits) or milliseconds; 0, which stands for never, is none. */
export function epochInstant(value: unknown, ...path: Path): Instant | null {
  const [, digits = '', fraction = ''] = EPOCH.exec(text(value, ...path) ?? '') ?? [];
  if (digits === '') return null;
  const seconds = Number(`${digits}.${fraction}`);
  return instantFromMs(digits.length > 11 ? Number(digits) : Math.round(seconds * 1_000));
}

const EPOCH = /^(\d{9,15})(?:\.(\d{1,9}))?$/;
