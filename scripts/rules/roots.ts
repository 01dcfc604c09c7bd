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

/** What explains a problem of a service. */
export type FailingRoots = {
  readonly roots: readonly { readonly service: string; readonly root: StandingProblem }[];
  /** From the service to the one of a root, both included. */
  readonly pathTo: (root: string) => readonly string[];
};

/** The failing roots above a service; in a circle only what failed earlier explains. Null when nothing above fails. */
export function failingRoots(
  { organisation: { services }, standing, environment, problem }: RootQuery,
  service: string,
): FailingRoots | null {
  if (standing.failing.size === 0) return null;
  const failure = (id: string): StandingProblem | null => causeOf(standing, environment, id);
  const explanation = explain(services, service, (id) => failure(id) !== null);
  if (explanation === null) return null;
  const roots = explanation.roots.flatMap((id) => {
    const root = failure(id);
    const isFirst = root !== null && earliestFirst(root.problem, problem) < 0;
    return root === null || (explanation.isMutual(id) && !isFirst) ? [] : [{ service: id, root }];
  });
  return { roots, pathTo: explanation.pathTo };
}
