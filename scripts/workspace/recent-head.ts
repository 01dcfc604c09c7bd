// A newest commit that was read a moment ago counts as the newest one: people who wait for an answer do not wait for git
// to be asked five times. What is committed on top of an old one is refused, and then git is asked again.
import type { Workspace } from './workspace.ts';

/** The workspace, with a head that may be as old as `maxAgeMs` unless this workspace committed since. */
export function withRecentHead(
  workspace: Workspace,
  { nowMs, maxAgeMs }: { readonly nowMs: () => number; readonly maxAgeMs: number },
): Workspace {
  let recent: { readonly head: string; readonly readAtMs: number } | null = null;
  return {
    ...workspace,
    readHead: async () => {
      const age = recent === null ? Infinity : nowMs() - recent.readAtMs;
      if (recent !== null && age >= 0 && age < maxAgeMs) return recent.head;
      const readAtMs = nowMs();
      const head = await workspace.readHead();
      recent = { head, readAtMs };
      return head;
    },
    commit: async (parent, commits) => {
      recent = null;
      const moved = await workspace.commit(parent, commits);
      recent = null;
      return moved;
    },
  };
}
