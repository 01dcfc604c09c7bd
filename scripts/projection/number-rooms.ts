// Commits the numbers of rooms into the files of their incidents.
import { applyOperations } from '../apply/apply.ts';
import type { Workspace } from '../workspace/workspace.ts';

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
