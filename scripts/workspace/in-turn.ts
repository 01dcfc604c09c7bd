// One repository for several who work on it at the same time in one process: git is asked by one after the other, since
// two fetches or two commits at once lock each other out.
import type { Branches } from './branches.ts';
import type { Workspace } from './workspace.ts';

/** Runs tasks one after the other, whatever becomes of each. */
export type Turns = <T>(task: () => Promise<T>) => Promise<T>;

/** Nobody's turn yet. */
export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return async (task) => {
    const mine = last.then(task);
    last = mine.catch(() => undefined);
    return await mine;
  };
}

/** A workspace whose every question to git waits for its turn. */
export function workspaceInTurn(workspace: Workspace, inTurn: Turns): Workspace {
  return {
    ...workspace,
    readHead: () => inTurn(workspace.readHead),
    readIncidentFiles: (commit) => inTurn(() => workspace.readIncidentFiles(commit)),
    readFiles: (commit) => inTurn(() => workspace.readFiles(commit)),
    readVersions: (commit, path, most) => inTurn(() => workspace.readVersions(commit, path, most)),
    listChanges: (commit, paths, most) => inTurn(() => workspace.listChanges(commit, paths, most)),
    readBefore: (commit, at) => inTurn(() => workspace.readBefore(commit, at)),
    readOldFiles: (commit) => inTurn(() => workspace.readOldFiles(commit)),
    readPaths: (commit, paths) => inTurn(() => workspace.readPaths(commit, paths)),
    readOwing: (commit) => inTurn(() => workspace.readOwing(commit)),
    readEdited: async (commit) => {
      const edited = await inTurn(() => workspace.readEdited(commit));
      return new Map(
        [...edited].map(([path, { at, read }]) => [path, { at, read: () => inTurn(read) }]),
      );
    },
    readRemoved: async (commit) => {
      const removed = await inTurn(() => workspace.readRemoved(commit));
      return new Map(
        [...removed].map(([path, each]) => [path, { ...each, read: () => inTurn(each.read) }]),
      );
    },
    commit: (parent, commits) => inTurn(() => workspace.commit(parent, commits)),
    follow: (steps) => inTurn(() => workspace.follow(steps)),
  };
}

/** Branches whose every question to git waits for its turn. */
export function branchesInTurn(branches: Branches, inTurn: Turns): Branches {
  return {
    read: (branch) => inTurn(() => branches.read(branch)),
    list: (prefix) => inTurn(() => branches.list(prefix)),
    remove: (branch) => inTurn(() => branches.remove(branch)),
    readFiles: (commit, paths) => inTurn(() => branches.readFiles(commit, paths)),
    holds: (commit) => inTurn(() => branches.holds(commit)),
    restore: (branch, commit) => inTurn(() => branches.restore(branch, commit)),
    write: (change) => inTurn(() => branches.write(change)),
  };
}
