// What an incident was before GitHub stopped to show it: the history of its file tells.
import { isHidden } from '../incidents/hidden.ts';
import { readRecord } from '../incidents/record.ts';
import { incidentPath } from '../model/history-path.ts';
import type { Incident } from '../model/incident.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** The last version before those that are hidden; null where the history here does not reach so far back. */
export async function lastShown(
  { readVersions }: Pick<Workspace, 'readVersions'>,
  {
    id,
    organisation,
    head,
  }: { readonly id: string; readonly organisation: Organisation; readonly head: string },
): Promise<Incident | null> {
  const versions = await readVersions(head, incidentPath(id), MOST_VERSIONS);
  const incidents = versions.flatMap(({ file }) => readRecord(file)?.incident ?? []);
  const newestHidden = incidents.findIndex((each) => isHidden(each, organisation));
  if (newestHidden === -1) return null;
  return incidents.slice(newestHidden).find((each) => !isHidden(each, organisation)) ?? null;
}

/** How far back it is looked for. */
const MOST_VERSIONS = 100;
