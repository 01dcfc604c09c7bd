// That somebody closed the pull request of a post-mortem without merging it stands in the incident's file: card and gate
// know it from there.
import { editIncident } from '../incidents/edit.ts';
import { incidentPath, readRecord } from '../incidents/record.ts';
import type { IncidentEdit } from '../model/effect.ts';
import type { Incident } from '../model/incident.ts';
import { set } from '../response/change.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { commitFiles } from './commit-files.ts';

/** Writes down that it was closed; answers whether that is new. */
export async function noteClosed(
  workspace: Workspace,
  incident: Incident,
  number: number,
): Promise<boolean> {
  const words = {
    kind: 'timeline',
    at: workspace.now(),
    text: `[postmortem] #${number} was closed without being merged`,
    key: `pr-${number}-closed`,
  } as const;
  return await note(workspace, incident, 'closed', ({ postmortemClosed: closed }) =>
    closed?.pullRequest === number
      ? []
      : [set(['postmortem_closed'], { pull_request: number }), words],
  );
}

/** Writes down that it is open again; answers whether that is new. */
export async function noteOpen(workspace: Workspace, incident: Incident): Promise<boolean> {
  return await note(workspace, incident, 'open', ({ postmortemClosed: closed }) =>
    closed === null || closed.again ? [] : [{ kind: 'unset', path: ['postmortem_closed'] }],
  );
}

async function note(
  workspace: Workspace,
  known: Incident,
  what: 'closed' | 'open',
  editsOf: (incident: Incident) => readonly IncidentEdit[],
): Promise<boolean> {
  const { id } = known;
  if (editsOf(known).length === 0) return false;
  return await commitFiles(workspace, (files) => {
    const file = files.find(({ path }) => path === incidentPath(id));
    if (file === undefined || !('text' in file)) return null;
    const incident = readRecord(file)?.incident;
    const edits = incident === undefined ? [] : editsOf(incident);
    if (edits.length === 0) return null;
    const changes = [{ path: file.path, text: editIncident(file.text, edits) }];
    return { message: `tocsin: ${id} post-mortem ${what}`, changes };
  });
}
