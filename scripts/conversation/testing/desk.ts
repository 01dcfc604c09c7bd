// The desk of a test that opens its own clone, client and budget: everything else is the same for each.
import { loadState } from '../../validation/load.ts';
import type { Desk } from '../desk.ts';

/** What differs between desks. */
export type DeskParts = Pick<Desk, 'github' | 'workspace' | 'branches' | 'budget'> & {
  readonly nowMs: () => number;
};

/** A desk where people are heard; files that cannot be read are a mistake of the test. */
export function deskOf({ nowMs, ...parts }: DeskParts): Desk {
  return {
    ...parts,
    now: () => new Date(nowMs()).toISOString(),
    fileUrl: (path) => `https://rooms.example/blob/${path}`,
    pullsUrl: (branch) => `https://rooms.example/pulls?q=${branch}`,
    issueUrl: (number) => `https://rooms.example/${number}`,
    listLagMs: 30_000,
    mostComments: 1900,
    load: (files) => {
      const loaded = loadState(files);
      if (loaded.kind === 'invalid') throw new Error(loaded.diagnostics[0]?.message);
      return loaded.state;
    },
    announce: async () => undefined,
  };
}
