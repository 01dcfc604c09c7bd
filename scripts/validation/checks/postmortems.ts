import type { DocumentSet, Located } from '../../config/document-set.ts';
import type { ActionItemEntry, PostmortemDocument } from '../../config/markdown-documents.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { postmortemPath } from '../../model/history-path.ts';
import { isCalendarDay, parseInstant } from '../../model/instant.ts';
import { finding, unknownReference } from '../finding.ts';
import type { Known } from '../known.ts';
import { invalidTime } from './schedules.ts';

/** Post-mortems belong to an incident, and their action items to a team. */
export function checkPostmortems(documents: DocumentSet, known: Known): readonly Diagnostic[] {
  return documents.postmortem.flatMap((file) => [
    ...(known.incidents.has(file.id)
      ? []
      : [
          unknownReference(
            'incident',
            file.id,
            { file: file.file, line: 1, column: 1, length: 1 },
            known.incidents,
          ),
        ]),
    ...checkFolder(file),
    ...checkDates(file),
    ...(file.document.action_items ?? []).flatMap((item, index) =>
      known.teams.has(item.owner_team) || isHistory(file, item, known)
        ? []
        : [
            unknownReference(
              'team',
              item.owner_team,
              file.locate(['action_items', index, 'owner_team']),
              known.teams,
            ),
          ],
    ),
    ...checkAccepted(file),
  ]);
}

/** Of what is over, what is done or was dropped needs nobody any more. */
function isHistory(
  { id }: Located<PostmortemDocument>,
  { status }: ActionItemEntry,
  { over }: Known,
): boolean {
  return over.has(id) && (status === 'done' || status === 'dropped');
}

function checkFolder(file: Located<PostmortemDocument>): readonly Diagnostic[] {
  const wanted = postmortemPath(file.id);
  if (file.file === wanted) return [];
  return [
    finding(
      'id-mismatch',
      { file: file.file, line: 1, column: 1, length: 1 },
      `unexpected folder of \`${file.file}\`, expected the year of the incident`,
      `move it to ${wanted}`,
    ),
  ];
}

function checkDates(file: Located<PostmortemDocument>): readonly Diagnostic[] {
  const { due, meeting, action_items: items = [] } = file.document;
  return [
    ...(isCalendarDay(due) ? [] : [invalidTime(due, file.locate(['due']))]),
    ...(meeting === undefined || parseInstant(meeting) !== null
      ? []
      : [invalidTime(meeting, file.locate(['meeting']))]),
    ...items.flatMap((item, index) =>
      item.due === undefined || isCalendarDay(item.due)
        ? []
        : [invalidTime(item.due, file.locate(['action_items', index, 'due']))],
    ),
  ];
}

function checkAccepted(file: Located<PostmortemDocument>): readonly Diagnostic[] {
  return (file.document.action_items ?? []).flatMap((item, index) =>
    item.status !== 'accepted' || item.due !== undefined
      ? []
      : [
          finding(
            'state-incomplete',
            file.locate(['action_items', index, 'status']),
            `unexpected accepted action item \`${item.id}\` without \`due\`, expected a date`,
            'add `due: …`',
          ),
        ],
  );
}
