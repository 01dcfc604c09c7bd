// How many alerts and reports one incident collects.
import type { Incident } from '../../model/incident.ts';
import { FEWEST, timeOfShare } from './survival.ts';
import type { CountView } from './view.ts';

/** The count of problems over incidents; one that no signal told of has no count. */
export function viewProblems(incidents: readonly Incident[]): CountView {
  const counts = incidents
    .map(({ problems }) => Object.keys(problems).length)
    .filter((count) => count > 0)
    .toSorted((left, right) => left - right);
  const quantile = (share: number): number => timeOfShare(counts, [], share) ?? 0;
  return {
    name: 'Problems per incident',
    definition:
      'alerts and customers’ reports that one incident collected, each counted once; of those that any told of',
    counts,
    missing: incidents.length - counts.length,
    summary: counts.length < FEWEST ? null : { median: quantile(0.5), p90: quantile(0.9) },
  };
}
