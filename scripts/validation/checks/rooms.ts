import type { DocumentSet, Located } from '../../config/document-set.ts';
import type { IncidentDocument } from '../../config/markdown-documents.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { findingWith } from '../finding.ts';

/** A room is one incident's: what is said there is done to that one. */
export function checkRooms({ incident: incidents }: DocumentSet): readonly Diagnostic[] {
  const known = new Map<number, Located<IncidentDocument>>();
  return incidents.flatMap((file) => {
    const { room } = file.document;
    if (room === undefined) return [];
    const first = known.get(room);
    if (first === undefined) {
      known.set(room, file);
      return [];
    }
    return [
      findingWith(
        'room-shared',
        file.locate(['room']),
        `unexpected room ${room} of two incidents, expected one for each`,
        {
          hint: 'remove `room` from the one that it does not belong to: `tocsin reconcile` writes the right number',
          related: [{ message: `also the room of \`${first.id}\``, place: first.locate(['room']) }],
        },
      ),
    ];
  });
}
