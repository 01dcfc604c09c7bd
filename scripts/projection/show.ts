// The committed state on GitHub, all of it: rooms, post-mortems, action items. One pass; whatever it leaves undone the
// next one does.
import { type Announcement, applyOperations } from '../apply/apply.ts';
import type { SourceFile } from '../config/document-set.ts';
import { isIncidentPath } from '../model/history-path.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Written } from '../postmortems/written.ts';
import type { Branches } from '../workspace/branches.ts';
import { keepDuties } from './keep-duties.ts';
import { notePublished } from './published-postmortem.ts';
import { syncActions } from './sync-actions.ts';
import { syncMutes } from './sync-mutes.ts';
import {
  type PostmortemReport,
  syncPostmortems,
  withActions,
  withMutes,
} from './sync-postmortems.ts';
import { syncRooms } from './sync-rooms.ts';
import type { SyncReport, SyncWorld } from './sync.ts';

/** What a pass over everything talks to. */
export type ShowWorld = SyncWorld & {
  /** Keeps whom a commit will call, before it is made. */
  readonly announce: (announcements: readonly Announcement[]) => Promise<void>;
  /** Where branches of pull requests are pushed; null without a remote: then no post-mortem is begun. */
  readonly branches: Branches | null;
  /** Address of the page of an issue. */
  readonly issueUrl: (number: number) => string;
  /** Reads files into the organisation; throws where they cannot be used. */
  readonly load: (files: readonly SourceFile[]) => {
    readonly organisation: Organisation;
    readonly incidents: SyncIncidents;
  } & Written;
};

type SyncIncidents = Parameters<typeof syncActions>[1]['incidents'];

/** What became of post-mortems and action items; null without a remote. */
export type Learned = PostmortemReport | null;

/** Shows rooms; `only` names incidents. */
export async function showRooms(
  world: ShowWorld,
  only: ReadonlySet<string> | null = null,
): Promise<SyncReport> {
  if (only === null) {
    // What people changed in files is followed, and what they made unreadable put back, before they are shown.
    await applyOperations(world.workspace, [], world.announce);
    await keepDuties(world);
    await followPublished(world);
  }
  const files = await readHead(world);
  return await syncRooms(world, { ...world.load(files), files: files.filter(isIncident) }, only);
}

/** Begins and follows post-mortems and long silences, then the issues of action items. */
export async function showLearning(world: ShowWorld): Promise<Learned> {
  const { workspace, branches } = world;
  if (branches === null) return null;
  const head = await workspace.readHead();
  const files = await workspace.readFiles(head);
  const place = { ...world, branches, base: workspace.branch };
  const state = { ...world.load(files), files, head };
  const postmortems = await syncPostmortems(place, state);
  const learned = withMutes(postmortems, await syncMutes(place, state));
  const newest = await readHead(world);
  return withActions(learned, await syncActions(world, world.load(newest)));
}

async function followPublished({ workspace, load }: ShowWorld): Promise<void> {
  const head = await workspace.readHead();
  await notePublished(workspace, { ...load(await workspace.readFiles(head)), head });
}

async function readHead({ workspace }: ShowWorld): Promise<readonly SourceFile[]> {
  return await workspace.readFiles(await workspace.readHead());
}

function isIncident({ path }: SourceFile): boolean {
  return isIncidentPath(path);
}
