// Action items as rows.
import { RESTRICTED } from '../../../../scripts/publication/restricted.ts';
import type { DebtFigures, DebtItem } from '../../../../scripts/publication/debt-view.ts';
import type { Time } from '../../../../scripts/speech/speech.ts';
import { longDay } from '../time.ts';
import { counted, partOf } from '../words.ts';

/** One action item in a table. */
export type ItemRow = {
  readonly id: string;
  readonly incident: string;
  readonly title: string;
  readonly team: string;
  readonly assignee: string;
  readonly kind: string;
  readonly due: Time | null;
  readonly isOverdue: boolean;
  readonly age: string;
  readonly status: string;
};

/** The row of an item. */
export function itemRow(item: DebtItem): ItemRow {
  const { id, incident, title, team, isOverdue, status } = item;
  return {
    id,
    incident,
    title,
    team,
    assignee: assigneeWords(item.assignee),
    kind: item.debt === 'none' ? item.type : `${item.type}, ${item.debt}`,
    due: item.due === null ? null : longDay(item.due),
    isOverdue,
    age: counted(item.ageDays, 'day'),
    status,
  };
}

/** A line of figures in the words of the table's columns. */
export function figureCells(figures: DebtFigures): readonly string[] {
  const { known, inTime } = figures.onTime;
  const undated = figures.done - known;
  return [
    String(figures.open),
    figures.accepted === 0 ? '–' : partOf(figures.overdue, figures.accepted),
    String(figures.hotfixes),
    String(figures.done),
    String(figures.dropped),
    `${known === 0 ? '–' : partOf(inTime, known)}${undated === 0 ? '' : `; ${undated} not known`}`,
    ageWords(figures) ?? '–',
  ];
}

/** What became of what was promised; nothing of what there is none of. */
export function promiseWords(figures: DebtFigures): readonly string[] {
  const { known, inTime } = figures.onTime;
  const undated = figures.done - known;
  const ages = ageWords(figures);
  return [
    ...(ages === null ? [] : [`Age, since the end of the incident: ${ages}`]),
    ...(figures.accepted === 0
      ? []
      : [`Overdue, of those accepted: ${partOf(figures.overdue, figures.accepted)}`]),
    ...(known === 0 ? [] : [`Done in time: ${partOf(inTime, known)}`]),
    ...(figures.hotfixDays.length === 0
      ? []
      : [
          `From hotfix to definitive repair: ${daysInWords(figures.hotfixDays, figures.hotfixPercentiles)}`,
        ]),
    ...(undated === 0 ? [] : [`${undated} done, and not known whether in time`]),
  ];
}

/** Percentiles, or of a few the ages themselves; null where nothing is open. */
function ageWords({ ages, ageDays }: DebtFigures): string | null {
  return ages.length === 0 ? null : daysInWords(ages, ageDays);
}

function daysInWords(days: readonly number[], summary: DebtFigures['ageDays']): string {
  if (summary !== null)
    return `${counted(summary.p50, 'day')} (median), ${counted(summary.p90, 'day')} (p90)`;
  return [...days.slice(0, -1), counted(days.at(-1) ?? 0, 'day')].join(', ');
}

/** Who does it; where that is withheld it is said, since somebody does. */
export function assigneeWords(assignee: string | null): string {
  if (assignee === null) return 'nobody yet';
  return assignee === RESTRICTED ? RESTRICTED : `@${assignee}`;
}
