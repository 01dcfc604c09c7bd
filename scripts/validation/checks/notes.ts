// Participants' own notes are about an incident that exists, and by somebody who is in a team.
import type { SourceFile } from '../../config/document-set.ts';
import { placeDocument } from '../../config/layout.ts';
import { suggest } from '../../diagnostics/suggestion.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { finding, unknownReference } from '../finding.ts';
import type { Known } from '../known.ts';

/** Checks what the paths of notes say. */
export function checkNotes(files: readonly SourceFile[], known: Known): readonly Diagnostic[] {
  return files.flatMap(({ path }) => {
    const placement = placeDocument(path);
    if (placement.kind !== 'note') return [];
    const place = { file: path, line: 1, column: 1, length: 1 };
    const { incident, login } = placement;
    if (!known.incidents.has(incident))
      return [unknownReference('incident', incident, place, known.incidents)];
    if (known.people.has(login) || known.over.has(incident)) return [];
    return [
      finding(
        'person-unknown',
        place,
        `unexpected notes of \`${login}\`, expected the login of a member of a team`,
        suggest(login, known.people) ?? 'name the file after its author',
      ),
    ];
  });
}
