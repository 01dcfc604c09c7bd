// A beginning long before anybody noticed: a slip of the month or the year, and all the days between are red on the page.
import type { Located } from '../../config/document-set.ts';
import type { IncidentDocument } from '../../config/markdown-documents.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Incident } from '../../model/incident.ts';
import { addMs, DAY_MS, toMs } from '../../model/instant.ts';
import { finding } from '../finding.ts';

/** The first time of an incident that lies more than a week before it was declared. */
export function checkLongAgo(
  file: Located<IncidentDocument>,
  { at }: Incident,
): readonly Diagnostic[] {
  const told = at.declared ?? at.detected;
  if (told === undefined) return [];
  const name = BEGINNINGS.find((each) => (at[each] ?? told) < addMs(told, -NOTICED_WITHIN_MS));
  const instant = name === undefined ? undefined : at[name];
  if (name === undefined || instant === undefined) return [];
  const days = Math.floor((toMs(told) - toMs(instant)) / DAY_MS);
  return [
    finding(
      'public-long-ago',
      file.locate(['at', name]),
      `unexpected \`${name}\` ${days} days before ${told.slice(0, 16)}Z, when it was told of, expected a week at the most: the page shows that it failed all that time`,
      'correct the month or the year; where it did fail so long, leave it',
    ),
  ];
}

const NOTICED_WITHIN_MS = 7 * DAY_MS;
const BEGINNINGS = ['started', 'detected'] as const;
