// What the incidents of a slice were: how bad, what kind of failure, who told of them, and why they happened.
import type { Incident } from '../../model/incident.ts';
import type { Postmortem } from '../../model/postmortem.ts';
import { INCIDENT_CATEGORIES } from '../../model/rule.ts';
import { INCIDENT_SEVERITIES } from '../../model/severity.ts';
import { isRestricted, RESTRICTED } from '../restricted.ts';
import type { BreakdownView } from './view.ts';

/** The counts of each question; answers that nothing has are left out. */
export function viewBreakdown(
  incidents: readonly Incident[],
  reportOf: (incident: Incident) => Postmortem | null,
): readonly BreakdownView[] {
  return [
    {
      name: 'Worst severity',
      rows: countsOf(incidents, ({ severityMax }) => [severityMax], INCIDENT_SEVERITIES),
    },
    {
      name: 'Kind of failure',
      rows: countsOf(
        incidents,
        openly(({ category }) => [category]),
        INCIDENT_CATEGORIES,
      ),
    },
    {
      name: 'Told of first by',
      rows: countsOf(
        incidents,
        openly((incident) => [originOf(incident)]),
      ),
    },
    {
      name: 'Cause, by its post-mortem',
      rows: countsOf(
        incidents,
        openly((incident) => causesIn(reportOf(incident))),
      ),
    },
  ];
}

type Answers = (incident: Incident) => readonly string[];

/** Nothing of what is restricted but that it is there. */
function openly(answersOf: Answers): Answers {
  return (incident) => (isRestricted(incident) ? [RESTRICTED] : answersOf(incident));
}

/** The source of the signal that opened it, which is the first in its file; a person where it was declared. */
function originOf({ problems, group }: Incident): string {
  const [first] = Object.keys(problems);
  if (first === undefined) return 'no signal in its file';
  return group === null ? 'a person' : (first.split('/')[0] ?? first);
}

function causesIn(report: Postmortem | null): readonly string[] {
  const causes = new Set((report?.report?.factors ?? []).map(({ category }) => category));
  return causes.size === 0 ? ['not written yet'] : [...causes];
}

/** In the given order, what it does not name after that; else the most frequent first. */
function countsOf(
  incidents: readonly Incident[],
  answersOf: Answers,
  order: readonly string[] = [],
): BreakdownView['rows'] {
  const counts = new Map<string, number>();
  for (const answer of incidents.flatMap(answersOf))
    counts.set(answer, (counts.get(answer) ?? 0) + 1);
  const rankOf = (answer: string): number =>
    order.includes(answer) ? order.indexOf(answer) : order.length;
  return [...counts]
    .map(([answer, count]) => ({ answer, count }))
    .toSorted(
      (left, right) =>
        rankOf(left.answer) - rankOf(right.answer) ||
        right.count - left.count ||
        (left.answer < right.answer ? -1 : 1),
    );
}
