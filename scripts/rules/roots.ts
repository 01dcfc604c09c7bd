// The failures above a service that explain one of its problems, and that nothing else explains.
import { explain } from '../correlation/graph.ts';
import { earliestFirst } from '../correlation/precedence.ts';
import { causeOf, hasFailedSince } from '../correlation/causes.ts';
import type { Standing } from '../correlation/standing.ts';
import { addMs } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Problem } from '../model/problem.ts';
import type { StandingProblem } from '../model/standing.ts';

/** Where to look for what explains a problem. */
export type RootQuery = {
  readonly organisation: Organisation;
  readonly standing: Standing;
  readonly problem: Problem;
  readonly environment: string;
};

/** A failure that explains a problem, and the services from the problem's own to the one that fails, both included. */
export type FailingRoot = {
  readonly service: string;
  readonly root: StandingProblem;
  readonly path: readonly string[];
};

/** The failing roots above a service; in a circle only what failed earlier explains. */
export function failingRoots(
  { organisation: { services, settings }, standing, environment, problem }: RootQuery,
  service: string,
): readonly FailingRoot[] {
  if (standing.failing.size === 0) return [];
  // What has gone on for long did not bring it down until now.
  const from = addMs(problem.since, -settings.explainsForMs);
  const failure = (id: string): StandingProblem | null => {
    const cause = causeOf(standing, environment, id);
    const isRecent =
      cause !== null &&
      (cause.problem.since >= from || hasFailedSince(standing, [environment, id], from));
    return isRecent ? cause : null;
  };
  return explain(services, service, (id) => failure(id) !== null).flatMap(
    ({ id, path, isMutual }) => {
      const root = failure(id);
      const isFirst = root !== null && earliestFirst(root.problem, problem) < 0;
      return root === null || (isMutual && !isFirst) ? [] : [{ service: id, root, path }];
    },
  );
}
