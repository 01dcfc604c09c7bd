import type { IncidentProblem } from '../model/incident.ts';
import type { Problem } from '../model/problem.ts';
import type { IncidentBook } from '../response/response.ts';

/** A problem as the newest incident file that holds it remembers it; for writers that keep no store of their own. */
export function knownProblem(book: IncidentBook, id: string): Problem | null {
  const known = book.incidents
    .flatMap((incident) => {
      const problem = incident.problems[id];
      return problem === undefined ? [] : [problem];
    })
    .reduce<Problem | null>((newest, problem) => {
      if (newest !== null && !isNewer(problem, newest)) return newest;
      return {
        id,
        source: id.split('/')[0] ?? id,
        state: problem.state,
        since: problem.since,
        at: problem.at,
        key: '',
        count: 1,
      };
    }, null);
  return known;
}

function isNewer(problem: IncidentProblem, known: Problem): boolean {
  return problem.at === known.at ? problem.state === 'recovered' : problem.at > known.at;
}
