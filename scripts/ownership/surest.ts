import type { OwnerCandidate, OwnerResolution } from '../model/decision.ts';
import type { Settings } from '../model/organisation.ts';

/** The surest of all candidates, which end with triage; below the minimum confidence triage with the best guess named. */
export function surestOf(
  { minConfidence }: Pick<Settings, 'minConfidence'>,
  found: readonly OwnerCandidate[],
  triage: OwnerCandidate,
): OwnerResolution {
  const surest = [...found, triage].toSorted((left, right) => right.confidence - left.confidence);
  const best = surest[0] ?? triage;
  const isSure = best.confidence >= minConfidence;
  const winner = isSure
    ? best
    : {
        ...triage,
        service: surest.find((candidate) => candidate.service !== null)?.service ?? null,
      };
  return {
    ...winner,
    runnersUp: surest.filter((candidate) =>
      isSure ? candidate !== best : candidate.step !== 'triage',
    ),
  };
}
