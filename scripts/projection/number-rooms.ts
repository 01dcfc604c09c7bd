// Commits the numbers of rooms into the files of their incidents.
import { applyOperations } from '../apply/apply.ts';
import type { ActionItem } from '../model/action-item.ts';
import type { FrontMatterValue } from '../model/effect.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** Writes the numbers of issues of action items into the incident's own items; a post-mortem's are its own matter. */
export async function numberActions(
  workspace: Workspace,
  numbers: ReadonlyMap<string, ReadonlyMap<string, number>>,
): Promise<void> {
  if (numbers.size === 0) return;
  await applyOperations<null>(
    workspace,
    [...numbers].map(([id, issues]) => (book) => {
      const actions = book.incidents.find((each) => each.id === id)?.actions ?? [];
      const isNews = actions.some((item) => item.issue !== (issues.get(item.id) ?? item.issue));
      const value = actions.map((item) =>
        entryOf({ ...item, issue: issues.get(item.id) ?? item.issue }),
      );
      return {
        outcome: null,
        effects: isNews
          ? [
              {
                kind: 'edit_incident',
                id,
                event: 'roomed',
                edits: [{ kind: 'set', path: ['actions'], value }],
              },
            ]
          : [],
      };
    }),
  );
}

/** An item as its file states it. */
function entryOf(item: ActionItem): FrontMatterValue {
  const { id, title, type, debt, status, ownerTeam, assignee, due, issue } = item;
  return {
    id,
    title,
    type,
    ...(debt === 'none' ? {} : { debt }),
    status,
    owner_team: ownerTeam,
    ...(assignee === null ? {} : { assignee }),
    ...(due === null ? {} : { due }),
    ...(issue === null ? {} : { issue }),
  };
}

/** Writes each number that the file does not name already, a commit each, all moved onto the branch at once. */
export async function numberRooms(
  workspace: Workspace,
  numbers: ReadonlyMap<string, number>,
): Promise<void> {
  if (numbers.size === 0) return;
  await applyOperations<null>(
    workspace,
    [...numbers].map(([id, number]) => (book) => {
      const incident = book.incidents.find((each) => each.id === id);
      const isNews = incident !== undefined && incident.room !== number;
      return {
        outcome: null,
        effects: isNews
          ? [
              {
                kind: 'edit_incident',
                id,
                event: 'roomed',
                edits: [{ kind: 'set', path: ['room'], value: number }],
              },
            ]
          : [],
      };
    }),
  );
}
