import { type PublicationInput, viewPublic } from './public-view.ts';
import { withIdsOfToday } from './renamed.ts';
import { viewInternal } from './team-view.ts';
import type { Snapshot } from './view.ts';

/** Everything that one build of the site shows, for an audience. */
export function takeSnapshot(input: PublicationInput, audience: Snapshot['audience']): Snapshot {
  const { organisation } = input;
  const today = { ...input, incidents: withIdsOfToday(input.incidents, organisation) };
  const view = viewPublic(today);
  return audience === 'public'
    ? { audience, public: view }
    : { audience, public: view, internal: viewInternal(today) };
}
