// The status of the last public update of an incident, where a glance at the text is enough.
import { parseInstant } from '../model/instant.ts';
import type { Update } from '../model/incident.ts';
import { sectionText } from './section-text.ts';
import { STATUSES_OF } from './update-status.ts';

/** The status of the newest update of a body; null where there is none, or where only a parser can tell. */
export function plainLastStatus(text: string, bodyStart: number): Update['status'] | null {
  const body = text.slice(bodyStart);
  const before = body.slice(0, Math.max(0, body.search(/^## +timeline[ \t]*$/im)));
  if (NOT_PLAIN.test(before)) return null;
  const updates = [...sectionText(before, 'public updates').matchAll(HEADING)].map(
    ([, at = '', word]) => ({ at: parseInstant(at) ?? '', word }),
  );
  const newest = updates
    .map(({ at }) => at)
    .reduce((one, other) => (one > other ? one : other), '');
  const words = new Set(updates.filter(({ at }) => at === newest).map(({ word }) => word));
  return words.size === 1
    ? (STATUSES_OF.incident.find((status) => words.has(status)) ?? null)
    : null;
}

/** What may make a line that looks like a heading something else. */
const NOT_PLAIN = /```|~~~|</;
const HEADING = /^### +(\S+) +([a-z_]+)[ \t]*$/gm;
