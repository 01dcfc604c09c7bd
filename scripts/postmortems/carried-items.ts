// What became of an incident's action items while its post-mortem was written on a branch of its own: people closed their
// issues, gave them to somebody, and proposed more of them.
import type { ActionItem } from '../model/action-item.ts';
import type { ItemChange } from './action-issues.ts';

/**
 * The changes by which the items of a post-mortem follow those of its incident. One that only has the number of another one
 * gets a number of its own, since the issue of the other one exists. Where both say who does it, the one counts that was
 * given it last: the incident's where it is another one than `told`, the owner of an item when the post-mortem was told of
 * it last. Where the post-mortem says that it is done, that counts.
 */
export function carriedChanges(
  written: readonly ActionItem[],
  known: readonly ActionItem[],
  told: ToldOwners | null = null,
): readonly ItemChange[] {
  const changes: ItemChange[] = [];
  let highest = Math.max(0, ...[...written, ...known].map(({ id }) => Number(id.slice(1)) || 0));
  for (const item of written) {
    const other = known.find(({ id }) => id === item.id);
    if (other === undefined) continue;
    if (isSame(item, other)) {
      changes.push(...broughtUpToDate(item, other, told ?? NOTHING_TOLD));
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

/** Items whose incident names another owner than their post-mortem. */
export function ownedApart(
  written: readonly ActionItem[],
  known: readonly ActionItem[],
): readonly GivenItem[] {
  return written.flatMap((item) => {
    const other = known.find(({ id }) => id === item.id);
    if (other === undefined || !isSame(item, other)) return [];
    const [from, to] = [item.assignee, other.assignee];
    return from === null || to === null || from === to ? [] : [{ item: item.id, from, to }];
  });
}

/** Those of them that the incident gave to its owner after the post-mortem was told of it last. */
export function givenSince(
  written: readonly ActionItem[],
  known: readonly ActionItem[],
  told: ToldOwners,
): readonly GivenItem[] {
  return ownedApart(written, known).filter(({ item, to }) => isNews(item, to, told));
}

/**
 * Of whom a post-mortem counts as told: `told` last, and while others read it by whoever gave an item to somebody else than
 * is `written`, knowing whom the incident names.
 */
export function toldOf(
  { told, written }: { readonly told: ToldOwners | null; readonly written: ToldOwners | null },
  items: readonly ActionItem[],
  known: readonly ActionItem[],
): ToldOwners | null {
  if (told === null || written === null) return told;
  const decided = items.filter(
    ({ id, assignee }) => (written.get(id) ?? assignee ?? '') !== (assignee ?? ''),
  );
  const named = known.filter(({ id }) => decided.some((item) => item.id === id));
  return new Map([...told, ...named.map(({ id, assignee }) => [id, assignee ?? ''] as const)]);
}

/** Owners of an incident's items by their ids, empty for nobody. */
export type ToldOwners = ReadonlyMap<string, string>;

/** An item of a post-mortem whose owner is another one in its incident. */
export type GivenItem = { readonly item: string; readonly from: string; readonly to: string };

const NOTHING_TOLD: ToldOwners = new Map();

function isNews(item: string, owner: string, told: ToldOwners): boolean {
  const before = told.get(item);
  return before !== undefined && before !== owner;
}

function broughtUpToDate(
  written: ActionItem,
  known: ActionItem,
  told: ToldOwners,
): readonly ItemChange[] {
  const change = (field: ItemChange['field'], value: ItemChange['value']): ItemChange => ({
    item: written.id,
    field,
    value,
  });
  const isFurther = rankOf(known) > rankOf(written);
  return [
    ...(known.assignee !== null &&
    known.assignee !== written.assignee &&
    (written.assignee === null || isNews(written.id, known.assignee, told))
      ? [change('assignee', known.assignee)]
      : []),
    ...(isFurther ? [change('status', known.status)] : []),
    ...(isFurther && known.done !== undefined ? [change('done', known.done)] : []),
    ...(written.issue === null && known.issue !== null ? [change('issue', known.issue)] : []),
  ];
}

/** How far an item is: what was promised is no idea any more, and what is done or dropped needs nobody. */
function rankOf({ status }: ActionItem): number {
  return { proposed: 0, accepted: 1, done: 2, dropped: 2 }[status];
}
