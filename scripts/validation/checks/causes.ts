import type { DocumentSet } from '../../config/document-set.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { finding } from '../finding.ts';
import { circlesIn, type Edge } from './circles.ts';

type Reference = Edge & { readonly kind: 'cause' | 'duplicate' };

/** No incident is its own cause, neither over others nor over one that repeats it. Circles of repeats alone are said elsewhere. */
export function checkCauses(documents: DocumentSet): readonly Diagnostic[] {
  const references = new Map(
    documents.incident.map(({ id, document, locate }): [string, readonly Reference[]] => {
      const { caused_by: causes = [], duplicate_of: original } = document.relations ?? {};
      return [
        id,
        [
          ...causes.map((to, index) => ({
            kind: 'cause' as const,
            to,
            place: locate(['relations', 'caused_by', index]),
          })),
          ...(original === undefined
            ? []
            : [
                {
                  kind: 'duplicate' as const,
                  to: original,
                  place: locate(['relations', 'duplicate_of']),
                },
              ]),
        ],
      ];
    }),
  );
  return circlesIn(references).flatMap(({ members, edges }) => {
    const cause = edges.findLast(({ kind }) => kind === 'cause');
    return cause === undefined ? [] : [describe(members, cause)];
  });
}

function describe(members: readonly string[], { place }: Edge): Diagnostic {
  return finding(
    'cause-circle',
    place,
    members.length === 2
      ? 'unexpected incident that is its own cause, expected another one'
      : `unexpected circle ${members.join(' → ')}, expected causes that lead to one that nothing else caused`,
    'take out the relation that is not so',
  );
}
