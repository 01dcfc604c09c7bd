// What an incident says of times that are still to come: a slip of the year or of the day, and until then it stays the last
// word on the page, whatever is said after it.
import type { Located } from '../../config/document-set.ts';
import type { IncidentDocument } from '../../config/markdown-documents.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { placeOfRange } from '../../incidents/markdown.ts';
import type { Incident } from '../../model/incident.ts';
import { addMs, type Instant, parseInstant } from '../../model/instant.ts';
import type { Place } from '../../model/place.ts';
import { finding } from '../finding.ts';

/** The first time of a public incident, and of its updates, that lies ahead of `now` by more than clocks differ. */
export function checkFuture(
  file: Located<IncidentDocument>,
  { kind, at, updates }: Incident,
  now: Instant,
): readonly Diagnostic[] {
  const latest = addMs(now, CLOCKS_DIFFER_MS);
  const milestone = MILESTONES.find((name) => (at[name] ?? '') > latest);
  const update = updates.find((each) => each.at > latest);
  return [
    ...(milestone === undefined || kind === 'maintenance'
      ? []
      : [wrong(file.locate(['at', milestone]), at[milestone] ?? '', now)]),
    ...(update === undefined ? [] : [wrong(headingOf(file, update.at), update.at, now)]),
  ];
}

/** By how much clocks of people and machines differ. */
export const CLOCKS_DIFFER_MS = 15 * 60_000;
const MILESTONES = ['started', 'detected', 'declared'] as const;
const HEADING = /^ {0,3}### +(\S+)/gm;

function wrong(place: Place, instant: Instant, now: Instant): Diagnostic {
  return finding(
    'public-future',
    place,
    `unexpected time ${instant.slice(0, 16)}Z, which is still to come for customers who read it, expected one up to ${now.slice(0, 16)}Z`,
    'correct the day or the year; times are UTC',
  );
}

function headingOf({ file, text, bodyStart }: Located<IncidentDocument>, instant: Instant): Place {
  const found = [...text.slice(bodyStart).matchAll(HEADING)].find(
    ([, written = '']) => parseInstant(written) === instant,
  );
  const [line = '', written = ''] = found ?? [];
  const start = bodyStart + (found?.index ?? 0) + line.length - written.length;
  return placeOfRange({ file, text }, start, start + Math.max(1, written.length));
}
