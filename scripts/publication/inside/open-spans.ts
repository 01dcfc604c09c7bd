// When people had an incident open: from its declaration to its resolution, without the time in which it was resolved and
// not yet taken up again.
import { type Incident, isActive } from '../../model/incident.ts';
import { type Instant, laterOf, toMs } from '../../model/instant.ts';
import type { Course } from './course.ts';

/** A time in which an incident was open; `until` null while it is. */
export type OpenSpan = { readonly from: Instant; readonly until: Instant | null };

/** The times in which it was open, the first one first; null where its file does not tell an end of them. */
export function openSpansOf(
  incident: Incident,
  { reopenings }: Course,
): readonly OpenSpan[] | null {
  const { at } = incident;
  const begun = at.declared ?? at.detected ?? at.started;
  const end = isActive(incident) ? null : (at.resolved ?? at.closed);
  if (begun === undefined || end === undefined) return null;
  const spans: OpenSpan[] = [];
  let from = begun;
  for (const { at: again, resolved } of reopenings ?? []) {
    if (resolved === null || minuteOf(resolved) < minuteOf(from) || again < resolved) return null;
    // Lines of a timeline tell the minute only.
    spans.push({ from, until: laterOf(resolved, from) });
    from = again;
  }
  if (end !== null && end < from) return null;
  return [...spans, { from, until: end }];
}

function minuteOf(instant: Instant): string {
  return instant.slice(0, 16);
}

/** How much of the spans lies between two instants, in milliseconds; what goes on lasts until the second one. */
export function msWithin(spans: readonly OpenSpan[], from: Instant, until: Instant): number {
  return spans.reduce((sum, span) => {
    const end = span.until === null || span.until > until ? until : span.until;
    return sum + Math.max(0, toMs(end) - toMs(laterOf(span.from, from)));
  }, 0);
}
