// Percentiles of times of which some are not over yet (Kaplan and Meier, 1958): what is open lasts at least so long.

/** Below this a list says more than a percentile. */
export const FEWEST = 8;

/**
 * The smallest time by which at least this share is over, as far as what is open allows; null where too much is open.
 * With nothing open it is the ordinary nearest-rank percentile.
 */
export function timeOfShare(
  ended: readonly number[],
  open: readonly number[],
  share: number,
): number | null {
  const times = [...new Set(ended)].toSorted((left, right) => left - right);
  const endings = ended.toSorted((left, right) => left - right);
  const censored = open.toSorted((left, right) => left - right);
  let surviving = 1;
  let gone = 0;
  let cut = 0;
  for (const time of times) {
    while ((censored[cut] ?? Infinity) < time) cut += 1;
    const atRisk = endings.length - gone + censored.length - cut;
    const before = gone;
    while (endings[gone] === time) gone += 1;
    surviving *= 1 - (gone - before) / atRisk;
    if (surviving <= 1 - share + ROUNDING) return time;
  }
  return null;
}

const ROUNDING = 1e-9;
