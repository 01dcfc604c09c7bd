// What people inside see, made of the example organisation in the repository's root.
import { fileURLToPath } from 'node:url';
import type { Organisation } from '../../scripts/model/organisation.ts';
import type { PublicationInput } from '../../scripts/publication/public-view.ts';
import { viewInternal } from '../../scripts/publication/team-view.ts';
import type { InternalView } from '../../scripts/publication/view.ts';
import { loadState, type OrganisationState } from '../../scripts/validation/load.ts';
import { readAllFiles } from '../../scripts/workspace/read.ts';
import { NOW } from './sample-entry.ts';

/** The example organisation with its history. */
export function exampleState(): OrganisationState {
  const loaded = loadState(readAllFiles(fileURLToPath(new URL('../../', import.meta.url))));
  if (loaded.kind === 'invalid') throw new Error('the example organisation is invalid');
  return loaded.state;
}

/** The internal view of a state at the instant of the samples. */
export function internalOf(
  state: OrganisationState,
  more: Partial<PublicationInput> = {},
): InternalView {
  return viewInternal({ ...state, revision: null, now: NOW, ...more });
}

/** The internal view of an organisation of which nothing is declared yet. */
export function emptyInternal(): InternalView {
  const { organisation } = exampleState();
  const rules = Object.fromEntries(Object.keys(organisation.rules).map((stage) => [stage, []]));
  const empty: Organisation = {
    ...organisation,
    functions: [],
    products: [],
    services: new Map(),
    teams: new Map(),
    schedules: new Map(),
    stakeholders: [],
    rules: { ...organisation.rules, ...rules },
  };
  return internalOf({
    organisation: empty,
    incidents: [],
    postmortems: [],
    unreadable: [],
    bodies: new Map(),
  });
}
