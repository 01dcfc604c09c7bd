// Incidents that people resolved in their files owe what they owe from then on, as those that a command resolved; and what
// somebody edited away of it comes back. A level that is changed later asks nothing of them for good.
import { droppedDuties, withDuties } from '../apply/dropped-duty.ts';
import type { SourceFile } from '../config/document-set.ts';
import { readRecord } from '../incidents/record.ts';
import { isIncidentPath } from '../model/history-path.ts';
import type { Organisation } from '../model/organisation.ts';
import { isPostmortemRequired } from '../postmortems/gate.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { isDutyArisen } from './arisen-duty.ts';
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
  const now = await workspace.readFiles(head);
  const dropped = await droppedDuties(workspace, head, now);
  const { organisation } = load(now);
  const arisen: SourceFile[] = [];
  for (const file of now.filter((each) => isUnsaid(each, organisation)))
    if (await isDutyArisen(workspace, { organisation, commit: head, file })) arisen.push(file);
  await commitFiles(workspace, (files) => {
    const incidents = files.filter(({ path }) => isIncidentPath(path));
    // What was changed meanwhile is looked at by the next pass.
    const unsaid = incidents.filter((file) => arisen.some((each) => isSame(each, file)));
    const paths = [...new Set([...dropped, ...unsaid.map(({ path }) => path)])];
    const changes = withDuties(incidents, paths).flatMap((file, index) =>
      'text' in file && file !== incidents[index] ? [{ path: file.path, text: file.text }] : [],
    );
    return changes.length === 0 ? null : { message: 'tocsin: post-mortems owed', changes };
  });
}

function isSame(left: SourceFile, right: SourceFile): boolean {
  return left.path === right.path && 'text' in left && 'text' in right && left.text === right.text;
}

function isUnsaid(file: SourceFile, organisation: Organisation): boolean {
  const incident = isIncidentPath(file.path) ? readRecord(file)?.incident : undefined;
  return (
    incident?.state === 'resolved' &&
    !incident.postmortemOwed &&
    isPostmortemRequired(organisation, incident)
  );
}
