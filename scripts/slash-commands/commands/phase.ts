// Where planned work stands by what somebody says of it: as they say where the page will say so too, by the clock where
// that leaves no doubt.
import { currentOccurrence, endedUntold } from '../../maintenance/phase.ts';
import { EARLY_MS } from '../../maintenance/words.ts';
import type { Draft, Incident, MaintenancePhase } from '../../model/incident.ts';
import type { Instant } from '../../model/instant.ts';
import type { Occurrence } from '../../model/maintenance.ts';

type Standing =
  | { readonly kind: 'read'; readonly value: Draft['status'] }
  | { readonly kind: 'refused'; readonly text: string };

/** The phase that an update of planned work tells; refused where readers would go on reading something else. */
export function readPhase(
  { state, at, updates, window }: Incident,
  named: MaintenancePhase | undefined,
  now: Instant,
): Standing {
  if (window === null) return { kind: 'read', value: named ?? 'in_progress' };
  const work = { state, at, updates, window };
  const current = currentOccurrence(work, now);
  if (named === undefined) {
    const over = endedUntold(work, now);
    return over === null ? { kind: 'read', value: current.phase } : refused(whichOf(over));
  }
  if (named === 'scheduled' || current.phase !== 'scheduled') return { kind: 'read', value: named };
  if (named === 'completed') {
    const isFirst = window.recurs === undefined || now < window.from;
    return isFirst ? refused(notBegun(current)) : { kind: 'read', value: named };
  }
  const after = { ...work, updates: [...updates, { at: now, status: named, text: '' }] };
  const isHeard = currentOccurrence(after, now).phase === named;
  return isHeard ? { kind: 'read', value: named } : refused(tooEarly(current));
}

function refused(text: string): Standing {
  return { kind: 'refused', text };
}

function whichOf(over: Occurrence): string {
  return `The window ${spanOf(over)} is over, and nobody said whether the work is. Say which: \`completed\` where it is done, \`in_progress\` or \`verifying\` where it goes on, \`scheduled\` for what is to come.`;
}

function notBegun(current: Occurrence): string {
  return `It has not begun: its window is ${spanOf(current)}. Say \`in_progress\` once it begins; what does not take place is called off with \`/decline why\`.`;
}

function tooEarly(current: Occurrence): string {
  return `Its window is ${spanOf(current)}, and work begins at most ${EARLY_MS / 3_600_000} hours before its window. Say \`scheduled\` for what is to come; where it takes place earlier, change \`window\` in its file by pull request first.`;
}

/** `2026-11-21 14:00–15:00 UTC` */
function spanOf({ from, until }: Occurrence): string {
  const end = until.slice(0, 10) === from.slice(0, 10) ? until.slice(11, 16) : said(until);
  return `${said(from)}–${end} UTC`;
}

function said(instant: Instant): string {
  return instant.slice(0, 16).replace('T', ' ');
}
