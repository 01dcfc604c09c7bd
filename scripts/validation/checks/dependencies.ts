import type { DocumentSet } from '../../config/document-set.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Place } from '../../model/place.ts';
import { findingWith } from '../finding.ts';

type Edge = { readonly to: string; readonly place: Place };

/**
 * Services must not need each other in a circle; each circle is reported once, where it closes. One of several that can
 * stand in for it is nothing that a service cannot work without.
 */
export function checkDependencies(documents: DocumentSet): readonly Diagnostic[] {
  const edges = collectEdges(documents);
  const findings: Diagnostic[] = [];
  const finished = new Set<string>();
  for (const start of edges.keys()) walk(start, edges, finished, findings);
  return findings;
}

/** Depth-first with its own stack: a long chain of services must not exhaust the program's. */
function walk(
  start: string,
  edges: ReadonlyMap<string, readonly Edge[]>,
  finished: Set<string>,
  findings: Diagnostic[],
): void {
  const path: { readonly service: string; next: number }[] = [{ service: start, next: 0 }];
  const onPath = new Set([start]);
  while (path.length > 0) {
    const top = path.at(-1);
    if (top === undefined) return;
    const edge = finished.has(top.service) ? undefined : edges.get(top.service)?.[top.next];
    top.next += 1;
    if (edge === undefined) {
      finished.add(top.service);
      onPath.delete(top.service);
      path.pop();
    } else if (onPath.has(edge.to)) {
      findings.push(
        circle(
          path.map((step) => step.service),
          edge,
        ),
      );
    } else if (!finished.has(edge.to)) {
      onPath.add(edge.to);
      path.push({ service: edge.to, next: 0 });
    }
  }
}

function circle(path: readonly string[], edge: Edge): Diagnostic {
  const members = [...path.slice(path.indexOf(edge.to)), edge.to];
  return findingWith(
    'dependency-cycle',
    edge.place,
    `unexpected circle ${members.join(' → ')}, expected services that need each other in one direction`,
    {
      hint: `remove the need that is not real, or introduce what both need`,
      related: [],
    },
  );
}

function collectEdges(documents: DocumentSet): ReadonlyMap<string, readonly Edge[]> {
  return new Map(
    documents.product.flatMap((product) =>
      product.document.services.map((service, index): [string, readonly Edge[]] => [
        service.id,
        (service.needs ?? []).flatMap((need, position) => {
          const place = product.locate(['services', index, 'needs', position]);
          return typeof need === 'string'
            ? [{ to: need, place }]
            : need.any_of.length > 1
              ? []
              : need.any_of.map((to) => ({ to, place }));
        }),
      ]),
    ),
  );
}
