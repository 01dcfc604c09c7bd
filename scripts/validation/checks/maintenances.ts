// Recurring maintenance: the rule can be used, and the window, the zone and the days called off fit it.
import type { DocumentSet, Located } from '../../config/document-set.ts';
import type { IncidentDocument } from '../../config/markdown-documents.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { beginningsBetween, type Series } from '../../maintenance/recurrence.ts';
import { readRule } from '../../maintenance/rule.ts';
import {
  addMs,
  DAY_MS,
  type Instant,
  isCalendarDay,
  parseInstant,
  toMs,
} from '../../model/instant.ts';
import { finding } from '../finding.ts';
import { checkZone, invalidTime } from './schedules.ts';

/** What the windows of maintenances say about coming again. */
export function checkMaintenances(documents: DocumentSet): readonly Diagnostic[] {
  return documents.incident.flatMap((file) => {
    const { kind, window } = file.document;
    if (kind !== 'maintenance' || window === undefined) return [];
    return window.recurs === undefined ? checkOnce(file, window) : checkRecurring(file, window);
  });
}

type File = Located<IncidentDocument>;
type Window = NonNullable<IncidentDocument['window']>;

function checkOnce(file: File, window: Window): readonly Diagnostic[] {
  return (['zone', 'except'] as const)
    .filter((key) => window[key] !== undefined)
    .map((key) =>
      finding(
        'recurrence-fit',
        file.locateKey(['window', key]),
        `unexpected \`${key}\` without \`recurs\`, expected it only for a maintenance that comes again`,
        `remove it, or add \`recurs: FREQ=WEEKLY\``,
      ),
    );
}

function checkRecurring(file: File, window: Window): readonly Diagnostic[] {
  const read = readRule(window.recurs ?? '');
  if (read.kind === 'refused')
    return [
      finding('recurrence-rule', file.locate(['window', 'recurs']), read.sentence, read.hint),
    ];
  if (window.zone === undefined)
    return [
      finding(
        'recurrence-fit',
        file.locate(['window', 'recurs']),
        'unexpected `recurs` without `zone`, expected the zone whose clocks it keeps',
        'add `zone: …` to `window`, for example `zone: Europe/Amsterdam`',
      ),
    ];
  const zone = checkZone(window.zone, file.locate(['window', 'zone']));
  const first = parseInstant(window.from);
  const until = parseInstant(window.until);
  if (zone.length > 0 || first === null || until === null || until <= first) return zone;
  const series = { rule: read.rule, first, zone: window.zone };
  const fit = checkFit(file, series, toMs(until) - toMs(first));
  return fit.length > 0 ? fit : checkExcept(file, series, window.except ?? []);
}

/** The window is a time of the rule, and none begins before the one before it ended. */
function checkFit(file: File, series: Series, lengthMs: number): readonly Diagnostic[] {
  const { first } = series;
  const beginnings = beginningsBetween(series, first, addMs(first, LOOK_AHEAD_MS)).map(
    ({ at }) => at,
  );
  if (beginnings[0] !== first) {
    const next = beginnings[0];
    return [
      finding(
        'recurrence-fit',
        file.locate(['window', 'from']),
        `unexpected first time \`${first.slice(0, 16)}Z\`, expected one that the rule gives on the clocks of ${series.zone}`,
        next === undefined
          ? 'the rule gives none within three years: correct `recurs`'
          : `the rule begins at \`${next.slice(0, 16)}Z\`: write that, or correct \`recurs\``,
      ),
    ];
  }
  const gap = shortestGap(beginnings);
  if (gap === null || lengthMs <= gap) return [];
  return [
    finding(
      'recurrence-fit',
      file.locate(['window', 'until']),
      `unexpected end after ${hours(lengthMs)}, expected one before the next time begins, which is ${hours(gap)} later at the least`,
      'make the window shorter, or let the rule come less often',
    ),
  ];
}

function checkExcept(file: File, series: Series, except: readonly string[]): readonly Diagnostic[] {
  return except.flatMap((day, index) => {
    const place = file.locate(['window', 'except', index]);
    if (!isCalendarDay(day)) return [invalidTime(day, place)];
    const noon: Instant = `${day}T12:00:00.000Z`;
    const near = beginningsBetween(series, addMs(noon, -2 * DAY_MS), addMs(noon, 2 * DAY_MS));
    if (near.some((beginning) => beginning.day === day)) return [];
    return [
      finding(
        'recurrence-fit',
        place,
        `unexpected \`${day}\`, expected a day in ${series.zone} on which the maintenance would take place`,
        near[0] === undefined ? 'remove it' : `write \`${near[0].day}\`, or remove it`,
      ),
    ];
  });
}

/** Rules of every four years (29 February) are rare enough to be refused. */
const LOOK_AHEAD_MS = 1100 * DAY_MS;

function shortestGap(beginnings: readonly Instant[]): number | null {
  const gaps = beginnings
    .slice(1)
    .map((beginning, index) => toMs(beginning) - toMs(beginnings[index] ?? beginning));
  return gaps.length === 0 ? null : Math.min(...gaps);
}

function hours(ms: number): string {
  return `${Math.round(ms / 360_000) / 10} h`;
}
