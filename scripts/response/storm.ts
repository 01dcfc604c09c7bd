// An incident with very many problems. Its file lists so many that people can read it; what is beyond that is counted by
// the store of problems, which also knows when the last of them ended.
import type { Incident } from '../model/incident.ts';
import type { IncidentBook } from './response.ts';

/** Problems that one incident lists at most. */
const MOST_PROBLEMS = 200;

/** Whether an incident has so many problems that its list is no longer complete. */
export function isStorm(incident: Incident): boolean {
  return Object.keys(incident.problems).length >= MOST_PROBLEMS;
}

/**
 * Whether problems fire that the list has no place for. Without a store nobody knows, and people have to end a storm.
 */
export function unlistedFiring(
  book: IncidentBook,
  incident: Incident,
  except: string,
): 'none' | 'some' | 'unknown' {
  if (!isStorm(incident)) return 'none';
  const { standing } = book;
  if (standing === undefined) return 'unknown';
  const family = new Set([incident.id]);
  for (const { id, relations } of book.incidents)
    if (relations.duplicateOf === incident.id) family.add(id);
  for (const [id, known] of standing.problems) {
    const isCounted = known.incident !== null && family.has(known.incident);
    if (!isCounted || known.problem.state !== 'firing' || id === except) continue;
    if (incident.problems[id] === undefined) return 'some';
  }
  return 'none';
}
