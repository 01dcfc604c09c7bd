// The action items of an incident and its post-mortem together.
import type { ActionItem } from '../model/action-item.ts';
import type { Incident } from '../model/incident.ts';
import type { PostmortemFile } from '../model/postmortem.ts';
import { readable } from './written.ts';

/**
 * What is to be done about an incident, in the order of the ids. Of an item that both state, the post-mortem's words
 * count; the items of a post-mortem that was written about another incident stay with that one.
 */
export function actionItemsOf(
  incident: Incident,
  postmortem: PostmortemFile | null,
): readonly ActionItem[] {
  const written = readable(postmortem);
  const own = written?.incident === incident.id ? written.actionItems : [];
  const items = new Map([...incident.actions, ...own].map((item) => [item.id, item]));
  return [...items.values()].toSorted((left, right) => numberOf(left) - numberOf(right));
}

function numberOf(item: ActionItem): number {
  return Number(item.id.slice(1));
}
