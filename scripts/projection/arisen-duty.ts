// Whether a resolved incident came to owe a post-mortem by what was done to itself: that its level was made to ask for more
// afterwards, for a minute or for good, decides nothing about what is resolved already.
import { type FileVersion, readDocuments, type SourceFile } from '../config/document-set.ts';
import { toLevels } from '../config/levels.ts';
import { readRecord } from '../incidents/record.ts';
import type { Organisation } from '../model/organisation.ts';
import { isPostmortemRequired } from '../postmortems/gate.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** What is asked about a file: with the organisation as it is now, whose levels are put back to what they were. */
export type DutyQuestion = {
  readonly organisation: Organisation;
  readonly commit: string;
  readonly file: SourceFile;
};

/** Whether its resolution, or an edit of it since then, met a level that asked for a post-mortem at that time. */
export async function isDutyArisen(
  past: Pick<Workspace, 'listChanges' | 'readVersions'>,
  { organisation, commit, file }: DutyQuestion,
): Promise<boolean> {
  const [newest = ''] = await past.listChanges(commit, [LEVELS], 1);
  if (refused.get(file) === newest) return false;
  const [versions, levels, order] = await Promise.all([
    past.readVersions(commit, file.path, MOST_VERSIONS),
    past.readVersions(commit, LEVELS, MOST_VERSIONS),
    past.listChanges(commit, [file.path, LEVELS], 2 * MOST_VERSIONS),
  ]);
  const isArisen = walk(order.toReversed(), { versions, levels, organisation });
  if (!isArisen) refused.set(file, newest);
  return isArisen;
}

const LEVELS = 'ownership/levels.yaml';
const MOST_VERSIONS = 50;

/** What was found not to owe anything, by the commit of the levels that were looked at. */
const refused = new WeakMap<SourceFile, string>();

type Told = {
  readonly versions: readonly FileVersion[];
  readonly levels: readonly FileVersion[];
  readonly organisation: Organisation;
};

/** Goes through the history, the oldest commit first. */
function walk(order: readonly string[], { versions, levels, organisation }: Told): boolean {
  const incidentAt = new Map(versions.map((each) => [each.commit, each.file]));
  const levelsAt = new Map(levels.map((each) => [each.commit, each.file]));
  let then = { ...organisation, levels: toLevels({ levels: {} }) };
  let before: SourceFile | null = null;
  let isArisen = false;
  for (const commit of order) {
    const file = incidentAt.get(commit);
    const written = levelsAt.get(commit);
    // What could not be used was not in force.
    const document = written && readDocuments([written]).documents.levels[0]?.document;
    if (document !== undefined) then = { ...organisation, levels: toLevels(document) };
    if (file === undefined) continue;
    const wasAsked = before !== null && isAsked(then, before);
    isArisen = isResolved(file) && (isArisen || (!wasAsked && isAsked(then, file)));
    before = file;
  }
  return isArisen;
}

function isResolved(file: SourceFile): boolean {
  return readRecord(file)?.incident.state === 'resolved';
}

function isAsked(organisation: Organisation, file: SourceFile): boolean {
  const incident = readRecord(file)?.incident;
  return incident?.state === 'resolved' && isPostmortemRequired(organisation, incident);
}
