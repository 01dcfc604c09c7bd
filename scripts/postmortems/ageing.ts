// How old promises are, and which are late.
import type { ActionItem } from '../model/action-item.ts';
import { DAY_MS, type Instant, toMs, utcDay } from '../model/instant.ts';
import type { Incident } from '../model/incident.ts';

/** Whether an item was accepted and its day is over. */
export function isOverdue(item: ActionItem, now: Instant): boolean {
  return item.status === 'accepted' && item.due !== null && item.due < utcDay(now);
}

/** Whether somebody still has to do it, or to decide about it. */
export function isOpenItem(item: ActionItem): boolean {
  return item.status === 'proposed' || item.status === 'accepted';
}

/** Whole days since the end of the incident that an item came from; before that since its declaration. */
export function ageDays({ at }: Incident, now: Instant): number {
  const from = at.resolved ?? at.declared;
  return from === undefined ? 0 : Math.max(0, Math.floor((toMs(now) - toMs(from)) / DAY_MS));
}
