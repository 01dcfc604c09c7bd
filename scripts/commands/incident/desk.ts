// An incident's command at work: the organisation in its folder, and the commit in which it is done.
import { applyOperations, type Operation } from '../../apply/apply.ts';
import { remarksOn } from '../../apply/remarks.ts';
import type { Arguments } from '../../cli/arguments.ts';
import { gitEnvironment } from '../../command-support/github-connection.ts';
import { refuseIncident } from '../../command-support/unknown-incident.ts';
import { holdWriter } from '../../command-support/writer.ts';
import type { Runtime } from '../../runtime.ts';
import type { OrganisationState } from '../../validation/load.ts';
import { openWorkspace, type Workspace } from '../../workspace/workspace.ts';
import { directRemarks } from './hand-over.ts';

/** What every verb is given. */
export type Desk = {
  readonly args: Arguments;
  readonly runtime: Runtime;
  readonly root: string;
  readonly state: OrganisationState;
};

/** What came of an operation, and the commits that it made. */
export type Carried<Outcome> = {
  readonly outcome: Outcome;
  readonly commits: readonly string[];
};

/** The incident of that id, or a refusal with ids like it. */
export function known({ root, state }: Desk, id: string): OrganisationState['incidents'][number] {
  const incident = state.incidents.find((each) => each.id === id);
  if (incident !== undefined) return incident;
  const ids = state.incidents.map((each) => each.id);
  return refuseIncident(root, id, { ids, otherwise: 'see `tocsin incident list --all`' });
}

/** Whether commands here may write: everywhere but where a gateway does. */
export function isWriter({ state }: Desk): boolean {
  return state.organisation.settings.writer !== 'gateway';
}

/** Carries an operation out as a commit. */
export async function commit<Outcome>(
  desk: Desk,
  operation: Operation<Outcome>,
): Promise<Carried<Outcome>> {
  const { runtime, root } = desk;
  const workspace = await openFiles(desk);
  const hold = await holdWriter(root, 10_000);
  const applied = await applyOperations(workspace, [operation]).finally(() => hold.release());
  const remarks = isWriter(desk) ? [] : directRemarks(applied, desk.args.value('remote'));
  for (const sentence of [...remarksOn(applied), ...remarks]) runtime.err(`tocsin: ${sentence}\n`);
  const [outcome] = applied.outcomes;
  if (outcome === undefined) throw new Error('an operation without an outcome');
  return { outcome, commits: applied.commits };
}

/** Opens the committed files; in a workflow a push proves itself by the token of the run. */
export async function openFiles({ args, runtime, root }: Desk): Promise<Workspace> {
  return await openWorkspace(root, {
    environment: await gitEnvironment(runtime),
    remote: args.value('remote'),
    random: runtime.random,
    now: runtime.now,
  });
}

/** Markdown as a terminal shows it best. */
export function plain(text: string): string {
  return text.replaceAll('`', '');
}
