// What an incident's file says of the pull request of its post-mortem: that somebody closed it without merging it, and the
// day and meeting that people chose in its draft. Card, clocks and gate know it from there.
import { isDeepStrictEqual } from 'node:util';
import { editIncident } from '../incidents/edit.ts';
import { readRecord } from '../incidents/record.ts';
import type { IncidentEdit } from '../model/effect.ts';
import { incidentPath } from '../model/history-path.ts';
import type { Incident } from '../model/incident.ts';
import type { Organisation } from '../model/organisation.ts';
import { instantText } from '../postmortems/draft.ts';
import { chosenInDraft, type Drafted } from '../postmortems/proposal.ts';
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
  return await note(
    workspace,
    incident,
    'closed',
    ({ postmortemClosed: closed, postmortemDraft }) => [
      ...(closed?.pullRequest === number
        ? []
        : [set(['postmortem_closed'], { pull_request: number }), words]),
      // What was chosen in a text that was given up holds nothing open.
      ...(postmortemDraft === null ? [] : [{ kind: 'unset', path: ['postmortem_draft'] } as const]),
    ],
  );
}

/** Writes down that it is open again; answers whether that is new. */
export async function noteOpen(workspace: Workspace, incident: Incident): Promise<boolean> {
  return await note(workspace, incident, 'open', ({ postmortemClosed: closed }) =>
    closed === null || closed.again ? [] : [{ kind: 'unset', path: ['postmortem_closed'] }],
  );
}

/** Writes down what people chose in the draft; answers whether that is new. */
export async function noteDraft(
  workspace: Workspace,
  incident: Incident,
  { organisation, drafted }: { readonly organisation: Organisation; readonly drafted: Drafted },
): Promise<boolean> {
  return await note(workspace, incident, 'moved', (known) => {
    const chosen = chosenInDraft(organisation, known, drafted);
    if (isDeepStrictEqual(chosen, known.postmortemDraft)) return [];
    if (chosen === null) return [{ kind: 'unset', path: ['postmortem_draft'] }];
    const { due, meeting } = chosen;
    const entry = { due, ...(meeting === null ? {} : { meeting: instantText(meeting) }) };
    return [set(['postmortem_draft'], entry)];
  });
}

async function note(
  workspace: Workspace,
  known: Incident,
  what: 'closed' | 'open' | 'moved',
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
