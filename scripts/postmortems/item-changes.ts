// Changes of action items as new texts of the files that state them: the post-mortem's where it has the item, and the
// incident's where that has it too.
import { splitFrontMatter } from '../config/front-matter.ts';
import { setEntryField } from '../incidents/list-edit.ts';
import { splice } from '../text/splice.ts';
import type { ItemChange } from './action-issues.ts';
import { replaceBlock } from './blocks.ts';
import { renderItems } from './item-list.ts';
import { parsePostmortem } from './refresh.ts';

/** The text of an incident's file with changed items; an item that it does not state changes nothing. */
export function changeIncidentItems(text: string, changes: readonly ItemChange[]): string {
  return changeList(text, 'actions', changes);
}

/** The same for a post-mortem's file; its list of items is written anew. */
export function changePostmortemItems(
  incident: string,
  text: string,
  changes: readonly ItemChange[],
  issueUrl: (number: number) => string | null,
): string {
  const changed = changeList(text, 'action_items', changes);
  const items = changed === text ? null : parsePostmortem(incident, changed)?.actionItems;
  return items == null ? changed : replaceBlock(changed, 'actions', renderItems(items, issueUrl));
}

function changeList(text: string, list: string, changes: readonly ItemChange[]): string {
  const split = splitFrontMatter(text);
  if (split === null) return text;
  const yaml = changes.reduce(
    (current, { item, field, value }) => setEntryField(current, list, item, [field, value]),
    split.yaml,
  );
  return splice(text, split.yamlStart, split.yamlStart + split.yaml.length, yaml);
}
