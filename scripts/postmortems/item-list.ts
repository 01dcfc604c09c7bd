// The action items of a post-mortem's front matter as Markdown, one line each.
import { plainMarkdown } from '../incidents/render.ts';
import type { ActionItem } from '../model/action-item.ts';

/** Markdown of the items; `issueUrl` leads to an issue's page, null where it is not known. */
export function renderItems(
  items: readonly ActionItem[],
  issueUrl: (number: number) => string | null,
): string {
  if (items.length === 0)
    return '_None yet: `/action` in the room adds one, or the front matter above._';
  return items.map((item) => renderItem(item, issueUrl)).join('\n');
}

function renderItem(item: ActionItem, issueUrl: (number: number) => string | null): string {
  const kind = item.debt === 'none' ? item.type : `${item.type}, ${item.debt}`;
  const owner = item.assignee === null ? item.ownerTeam : `${item.assignee} (${item.ownerTeam})`;
  const url = item.issue === null ? null : issueUrl(item.issue);
  const issue =
    item.issue === null
      ? ''
      : `, ${url === null ? `issue ${item.issue}` : `[issue ${item.issue}](${url})`}`;
  const due = item.due === null ? '' : `, until ${item.due}`;
  return `- **${item.id}** ${plainMarkdown(item.title)}: ${kind}; ${item.status}; ${owner}${due}${issue}`;
}
