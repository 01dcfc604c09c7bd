// Incidents that people resolved in their files owe what they owe from then on, as those that a command resolved; and what
// somebody edited away of it comes back.
import { droppedDuties, withDuties } from '../apply/dropped-duty.ts';
import type { SourceFile } from '../config/document-set.ts';
import { readRecord } from '../incidents/record.ts';
import type { Organisation } from '../model/organisation.ts';
import { isPostmortemRequired } from '../postmortems/gate.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { commitFiles } from './commit-files.ts';

/** Writes down which resolved incidents owe a post-mortem, where their files do not say so. */
export async function keepDuties({
  workspace,
  load,
}: {
  readonly workspace: Workspace;
  readonly load: (files: readonly SourceFile[]) => { readonly organisation: Organisation };
}): Promise<void> {
  const head = await workspace.readHead();
  const dropped = await droppedDuties(workspace, head, await workspace.readFiles(head));
  await commitFiles(workspace, (files) => {
    const incidents = files.filter(({ path }) => path.startsWith('incidents/'));
    const { organisation } = load(files);
    const unsaid = incidents.filter((file) => isUnsaid(file, organisation));
    const paths = [...new Set([...dropped, ...unsaid.map(({ path }) => path)])];
    const changes = withDuties(incidents, paths).flatMap((file, index) =>
      'text' in file && file !== incidents[index] ? [{ path: file.path, text: file.text }] : [],
    );
    return changes.length === 0 ? null : { message: 'tocsin: post-mortems owed', changes };
  });
}

function isUnsaid(file: SourceFile, organisation: Organisation): boolean {
  const incident = readRecord(file)?.incident;
  return (
    incident?.state === 'resolved' &&
    !incident.postmortemOwed &&
    isPostmortemRequired(organisation, incident)
  );
}
