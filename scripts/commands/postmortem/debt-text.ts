// What was promised and is not done yet, for a terminal.
import { columns } from '../../cli/columns.ts';
import type { DebtView } from '../../publication/debt-view.ts';
import { printable } from '../../cli/printable.ts';

/** The debt as text: the sums, then every item that waits. */
export function renderDebt({ total, open }: DebtView): string {
  const { ageDays, overdue, accepted, proposed, done, hotfixes } = total;
  const age =
    ageDays === null
      ? ''
      : `; half of them older than ${ageDays.p50} days, a tenth older than ${ageDays.p90}`;
  const sums = [
    `${open.length} open: ${accepted} accepted, ${proposed} proposed, ${overdue} overdue${age}`,
    `${done} done, ${hotfixes} ${hotfixes === 1 ? 'hotfix' : 'hotfixes'} without a definitive repair`,
  ];
  const rows = columns(
    open.map(({ incident, id, title, team, assignee, due, status, isOverdue }) => [
      `  ${incident} ${id}`,
      status,
      isOverdue ? `since ${due}` : (due ?? 'no day'),
      assignee ?? team,
      title,
    ]),
  );
  return printable(`${[...sums, ...rows].join('\n')}\n`);
}
