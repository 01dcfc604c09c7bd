// The failures above a service that explain one of its problems, and that nothing else explains.
import { explain } from '../correlation/graph.ts';
import { earliestFirst } from '../correlation/precedence.ts';
import { causeOf, type Standing } from '../correlation/standing.ts';
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
  { organisation: { services }, standing, environment, problem }: RootQuery,
  service: string,
): readonly FailingRoot[] {
  if (standing.failing.size === 0) return [];
  const failure = (id: string): StandingProblem | null => causeOf(standing, environment, id);
  return explain(services, service, (id) => failure(id) !== null).flatMap(
    ({ id, path, isMutual }) => {
      const root = failure(id);
      const isFirst = root !== null && earliestFirst(root.problem, problem) < 0;
      return root === null || (isMutual && !isFirst) ? [] : [{ service: id, root, path }];
    },
  );
}
