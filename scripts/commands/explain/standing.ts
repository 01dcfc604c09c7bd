// What the decisions of a command know of the past: what the gateway of the folder remembers, else its incident files.
import { relative } from 'node:path';
import { standingOfIncidents } from '../../correlation/incident-standing.ts';
import type { Observation } from '../../correlation/problem.ts';
import type { Standing } from '../../correlation/standing.ts';
import { createStandingKeeper } from '../../gateway/standing.ts';
import type { Instant } from '../../model/instant.ts';
import { problemOf } from '../../rules/recognise.ts';
import type { Runtime } from '../../runtime.ts';
import type { OrganisationState } from '../../validation/load.ts';
import { openInboxOf } from '../../command-support/stored-inbox.ts';

/** What is known of the past in a folder, to decide about these signals; says where it comes from. */
export async function standingIn(
  root: string,
  { organisation, incidents }: OrganisationState,
  observations: readonly Observation[],
  runtime: Runtime,
): Promise<Standing> {
  const stored = openInboxOf(root);
  const isLive = (team: string): boolean => organisation.teams.get(team)?.mode === 'live';
  if (stored === null) return standingOfIncidents(incidents, isLive);
  const now: Instant = observations[0]?.receivedAt ?? runtime.now();
  const ids = observations.map((observation) => problemOf(organisation, observation));
  try {
    const sources = { inbox: stored.inbox, organisation, incidents, now };
    const standing = await createStandingKeeper().about(ids, sources);
    runtime.err(`tocsin: with what ${relative(root, stored.file)} remembers\n`);
    return standing;
  } finally {
    await stored.inbox.close();
  }
}
