// Instants as Go prints them where a template leaves out the format.
import { parseInstant, type Instant } from '../model/instant.ts';
import { text, type Path } from './fields.ts';

/** An instant such as `2026-11-21 09:18:00.112 +0000 UTC m=+8560.28`; null for any other form. */
export function goInstant(value: unknown, ...path: Path): Instant | null {
  const [, day, time, hours, minutes] = GO_TIME.exec(text(value, ...path) ?? '') ?? [];
  return day === undefined ? null : parseInstant(`${day}T${time}${hours}:${minutes}`);
}

const GO_TIME =
  /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d{1,9})?) ([+-]\d\d)(\d\d)(?: [A-Z]{1,5}| [+-]\d{2,4})?(?: m=[+-][\d.]{1,30})?$/;
