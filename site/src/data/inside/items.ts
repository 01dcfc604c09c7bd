// Action items as rows.
import { RESTRICTED } from '../../../../scripts/publication/restricted.ts';
import type { DebtFigures, DebtItem } from '../../../../scripts/publication/debt-view.ts';
import type { Time } from '../../../../scripts/speech/speech.ts';
import { longDay } from '../time.ts';
import { counted } from '../words.ts';

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
  return [
    String(figures.open),
    String(figures.overdue),
    String(figures.hotfixes),
    String(figures.done),
    String(figures.dropped),
    known === 0 ? '–' : `${inTime} of ${known}`,
    figures.ageDays === null
      ? '–'
      : `${counted(figures.ageDays.p50, 'day')} / ${counted(figures.ageDays.p90, 'day')}`,
  ];
}

/** Who does it; where that is withheld it is said, since somebody does. */
export function assigneeWords(assignee: string | null): string {
  if (assignee === null) return 'nobody yet';
  return assignee === RESTRICTED ? RESTRICTED : `@${assignee}`;
}
