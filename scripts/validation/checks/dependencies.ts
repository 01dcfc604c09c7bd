import type { DocumentSet } from '../../config/document-set.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { findingWith } from '../finding.ts';
import { circlesIn, type Edge } from './circles.ts';

/**
 * Services must not need each other in a circle; each circle is reported once, where it closes. One of several that can
 * stand in for it is nothing that a service cannot work without.
 */
export function checkDependencies(documents: DocumentSet): readonly Diagnostic[] {
  return circlesIn(collectEdges(documents)).flatMap(({ members, edges }) => {
    const last = edges.at(-1);
    return last === undefined ? [] : [describe(members, last)];
  });
}

function describe(members: readonly string[], { place }: Edge): Diagnostic {
  return findingWith(
    'dependency-cycle',
    place,
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
