import type { ActionItemEntry } from '../config/markdown-documents.ts';
import type { ActionItem } from '../model/action-item.ts';

/** The action item that an entry of front matter states. */
export function toActionItem(entry: ActionItemEntry): ActionItem {
  return {
    id: entry.id,
    title: entry.title,
    type: entry.type,
    debt: entry.debt ?? 'none',
    status: entry.status,
    ownerTeam: entry.owner_team,
    assignee: entry.assignee ?? null,
    due: entry.due ?? null,
    issue: entry.issue ?? null,
    ...(entry.done === undefined ? {} : { done: entry.done }),
  };
}
