// What is over: nothing about it changes with the time any more, so neither do the pages that show it alone.
import type { IncidentView, PublicView } from './view.ts';

/** Whether an incident is resolved, or a maintenance has taken place for the last time. */
export function isSettled({ status, endedAt, schedule }: Course): boolean {
  if (status === 'withdrawn') return true;
  const isOver = status === 'resolved' || (status === 'completed' && endedAt !== null);
  return isOver && (schedule?.occurrences ?? []).every((each) => each.endedAt !== null);
}

type Course = Pick<IncidentView, 'status' | 'endedAt' | 'schedule'>;

/** Whether a month, by its place among the months of the view, is past and nothing that began in it goes on. */
export function isSettledMonth({ months, builtAt }: PublicView, index: number): boolean {
  const { month, incidents } = months[index] ?? { month: builtAt, incidents: [] };
  return month < builtAt.slice(0, 7) && incidents.every(isSettled);
}
