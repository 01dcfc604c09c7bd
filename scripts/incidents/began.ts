// When something began, as people say it in a hurry → an instant.
import { addMs, DAY_MS, type Instant, parseInstant } from '../model/instant.ts';

/** How `readBegan` is told that its text means nothing. */
export const BEGAN_EXAMPLES = '`2026-11-21 09:02`, `09:02` or `10 minutes ago`, in UTC';

/**
 * Reads when something began: an instant, UTC unless it names another zone, a time of day, which is the last such one, or
 * how long ago; null for anything else.
 */
export function readBegan(text: string, now: Instant): Instant | null {
  const said = text.trim();
  const found = readPlanned(said);
  if (found !== null) return found;
  if (/^(?:just )?now$/i.test(said)) return now;
  const ago = /^(\d{1,4}) ?(m|h|d)(?:in|ins|inutes?|ours?|rs?|ays?)?(?: ago)?$/i.exec(said);
  if (ago !== null) return addMs(now, -Number(ago[1]) * (UNITS[(ago[2] ?? '').toLowerCase()] ?? 0));
  const time = /^(\d?\d)(?:[:.](\d\d))?(?: ?(am|pm|h))?(?: ?UTC)?$/i.exec(said);
  if (time === null || (time[2] === undefined && time[3] === undefined)) return null;
  const half = time[3]?.toLowerCase();
  const typed = Number(time[1]);
  if ((half === 'am' || half === 'pm') && (typed < 1 || typed > 12)) return null;
  const hour = half === 'pm' ? (typed % 12) + 12 : half === 'am' ? typed % 12 : typed;
  const today = parseInstant(
    `${now.slice(0, 10)}T${String(hour).padStart(2, '0')}:${time[2] ?? '00'}Z`,
  );
  return today === null || today <= now ? today : addMs(today, -DAY_MS);
}

/** Reads the time of planned work: an instant, UTC unless it names another zone; null for anything else. */
export function readPlanned(text: string): Instant | null {
  const said = text.trim();
  return parseInstant(said) ?? parseInstant(`${said.replace(/ ?UTC$/i, '')}Z`);
}

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: DAY_MS };
