// Spans of time as rules write them.

/** A span in the largest unit that divides it: `30m`, `36h`, `1d`. */
export function lengthOf(ms: number): string {
  if (ms === 0) return '0m';
  const [size, unit] = UNITS.find(([length]) => ms % length === 0) ?? [1000, 's'];
  return `${ms / size}${unit}`;
}

const UNITS = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'm'],
  [1000, 's'],
] as const;
