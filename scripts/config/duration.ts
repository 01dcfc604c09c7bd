/** Milliseconds of a duration such as `30m`; the schema admits only whole numbers with s, m, h or d. */
export function durationMs(text: string): number {
  const unit = UNITS[text.slice(-1)] ?? Number.NaN;
  return Number(text.slice(0, -1)) * unit;
}

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
