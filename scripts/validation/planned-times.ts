// Whether it can be told when planned work takes place, and when an incident began and ended.
import type { IncidentDocument } from '../config/markdown-documents.ts';
import { beginningsBetween } from '../maintenance/recurrence.ts';
import { readRule } from '../maintenance/rule.ts';
import { parseInstant } from '../model/instant.ts';
import { isZone } from '../model/zone.ts';

/** What is known of the times of a maintenance: all, the first of many alone, or none. What is not planned lacks nothing. */
export function plannedTimesOf({ kind, window }: IncidentDocument): 'all' | 'first' | 'none' {
  if (kind !== 'maintenance') return 'all';
  const from = parseInstant(window?.from ?? '');
  const until = parseInstant(window?.until ?? '');
  if (window === undefined || from === null || until === null || until <= from) return 'none';
  const { recurs, zone } = window;
  if (recurs === undefined) return 'all';
  const read = readRule(recurs);
  if (zone === undefined || !isZone(zone) || read.kind === 'refused') return 'first';
  // Where the window is no time of its own rule nobody knows which of the two was meant.
  const fitting = beginningsBetween({ rule: read.rule, first: from, zone }, from, from);
  return fitting.length === 0 ? 'first' : 'all';
}

/** Whether a time that customers read of an incident cannot be read, or says that it ended before it began. */
export function isMistimed({ at }: IncidentDocument): boolean {
  const begin = parseInstant(at['started'] ?? at['detected'] ?? at.declared);
  const read = TOLD.flatMap((name) => (at[name] === undefined ? [] : [parseInstant(at[name])]));
  return begin === null || read.some((instant) => instant === null || instant < begin);
}

const TOLD = ['declared', 'mitigated', 'resolved'];
