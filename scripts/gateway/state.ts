// The organisation in force: that of the newest commit whose configuration is valid. A broken one changes nothing.
import { plural } from '../diagnostics/pretty.ts';
import { loadState, type OrganisationState } from '../validation/load.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** What is in force, with the commit it was read from. */
export type StateInForce = OrganisationState & { readonly revision: string };

/** Keeps the state of an organisation up to date with its repository. */
export type StateKeeper = {
  readonly current: () => StateInForce;
  /** Reads the newest commit; says in one sentence when its configuration is broken and the old one stays. */
  readonly refresh: () => Promise<StateInForce>;
};

/** The configuration of the first commit that is read must be valid; `InvalidOrganisation` says what is wrong. */
export class InvalidOrganisation extends Error {
  override readonly name = 'InvalidOrganisation';
}

/** Starts with the newest commit. */
export async function keepState(workspace: Workspace, onTrouble: (sentence: string) => void): Promise<StateKeeper> {
  const first = await load(workspace);
  if (first.kind === 'invalid') throw new InvalidOrganisation(`${first.reason}: run \`tocsin validate\`, correct and commit`);
  let state = first.state;
  return {
    current: () => state,
    refresh: async () => {
      const head = await workspace.readHead();
      if (head === state.revision) return state;
      const next = await load(workspace);
      if (next.kind === 'loaded') state = next.state;
      else onTrouble(`${next.reason}; commit ${state.revision.slice(0, 7)} stays in force`);
      return state;
    },
  };
}

type Loaded = { readonly kind: 'loaded'; readonly state: StateInForce } | { readonly kind: 'invalid'; readonly reason: string };

async function load(workspace: Workspace): Promise<Loaded> {
  const revision = await workspace.readHead();
  const loaded = loadState(await workspace.readFiles(revision));
  if (loaded.kind === 'loaded') return { kind: 'loaded', state: { ...loaded.state, revision } };
  return { kind: 'invalid', reason: `commit ${revision.slice(0, 7)} has ${plural(loaded.diagnostics.length, 'error')} in its configuration` };
}
