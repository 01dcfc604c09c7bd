// What became of an incident's action items while its post-mortem was written on a branch of its own: people closed their
// issues, gave them to somebody, and proposed more of them.
import type { ActionItem } from '../model/action-item.ts';
import type { ItemChange } from './action-issues.ts';

/**
 * The changes by which the items of a post-mortem follow those of its incident. One that only has the number of another one
 * gets a number of its own, since the issue of the other one exists. Where both say who does it, and where the post-mortem
 * says that it is done, that counts.
 */
export function carriedChanges(
  written: readonly ActionItem[],
  known: readonly ActionItem[],
): readonly ItemChange[] {
  const changes: ItemChange[] = [];
  let highest = Math.max(0, ...[...written, ...known].map(({ id }) => Number(id.slice(1)) || 0));
  for (const item of written) {
    const other = known.find(({ id }) => id === item.id);
    if (other === undefined) continue;
    if (isSame(item, other)) {
      changes.push(...broughtUpToDate(item, other));
    } else {
      highest += 1;
      changes.push({ item: item.id, field: 'id', value: `A${highest}` });
    }
  }
  return changes;
}

/** People may have found other words for it once its number of an issue stands there. */
function isSame(written: ActionItem, known: ActionItem): boolean {
  return (written.issue !== null && written.issue === known.issue) || written.title === known.title;
}

function broughtUpToDate(written: ActionItem, known: ActionItem): readonly ItemChange[] {
  const change = (field: ItemChange['field'], value: ItemChange['value']): ItemChange => ({
    item: written.id,
    field,
    value,
  });
  const isNews = rankOf(known) > rankOf(written);
  return [
    ...(written.assignee === null && known.assignee !== null
      ? [change('assignee', known.assignee)]
      : []),
    ...(isNews ? [change('status', known.status)] : []),
    ...(isNews && known.done !== undefined ? [change('done', known.done)] : []),
    ...(written.issue === null && known.issue !== null ? [change('issue', known.issue)] : []),
  ];
}

/** How far an item is: what was promised is no idea any more, and what is done or dropped needs nobody. */
function rankOf({ status }: ActionItem): number {
  return { proposed: 0, accepted: 1, done: 2, dropped: 2 }[status];
}
