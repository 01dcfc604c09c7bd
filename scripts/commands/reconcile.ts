import { setTimeout as sleep } from 'node:timers/promises';
import type { Arguments, CommandSpec } from '../cli/arguments.ts';
import type { Command } from '../cli/command.ts';
import { CommandFailure, EXIT, type ExitCode } from '../cli/exit-code.ts';
import { plural } from '../diagnostics/pretty.ts';
import { checkRepository } from '../projection/repository.ts';
import type { SyncReport } from '../projection/sync.ts';
import { syncActions } from '../projection/sync-actions.ts';
import {
  type PostmortemReport,
  syncPostmortems,
  withActions,
} from '../projection/sync-postmortems.ts';
import { syncRooms } from '../projection/sync-rooms.ts';
import type { Runtime } from '../runtime.ts';
import { openBranches } from '../workspace/branches.ts';
import { openWorkspace, type Workspace } from '../workspace/workspace.ts';
import { gitEnvironment } from './github-connection.ts';
import { loadConfiguration, loadFiles } from './load.ts';
import { organisationRoot } from './organisation-root.ts';
import { renderPostmortems } from './postmortem-report.ts';
import { openRoomPlace, type RoomPlace } from './room-place.ts';
import { holdWriter } from './writer.ts';

const spec: CommandSpec = {
  summary:
    'Make GitHub show what the files say: rooms are made, found again, corrected and closed; post-mortems are begun as pull requests. Sends no message to anybody.',
  positionals: '',
  maxPositionals: 0,
  options: {
    repository: {
      takes: 'value',
      value: 'OWNER/NAME',
      help: 'the repository (default: GITHUB_REPOSITORY, else the remote origin)',
    },
    remote: {
      takes: 'value',
      value: 'REMOTE',
      help: 'push to this remote: numbers of rooms, branches of post-mortems (default: commit to the branch that is checked out, and begin no post-mortems)',
    },
    'no-wait': {
      takes: 'flag',
      help: 'do what is possible now, and leave the rest to the next time',
    },
  },
  examples: [
    'GITHUB_TOKEN=… tocsin reconcile --remote origin',
    'GITHUB_TOKEN=… tocsin reconcile --repository larder/incidents --no-wait --json',
  ],
};

/** `tocsin reconcile`: exit code 1 when GitHub refuses something, or when something is left for the next time. */
export const reconcile: Command = { spec, run };

async function run(args: Arguments, given: Runtime): Promise<ExitCode> {
  const runtime = { ...given, environment: await gitEnvironment(given) };
  const root = organisationRoot(args, runtime);
  const { environment, random } = runtime;
  const workspace = await openWorkspace(root, {
    environment,
    random,
    remote: args.value('remote'),
  });
  const place = await openRoomPlace(args, runtime, root);
  try {
    await refuseDisagreement(place, workspace, runtime);
    const hold = await holdWriter(root, 10_000);
    const { report, learned } = await both(args, runtime, workspace, place).finally(() =>
      hold.release(),
    );
    runtime.out(
      args.flag('json')
        ? `${JSON.stringify({ ...report, postmortems: learned }, null, 2)}\n`
        : render(report, place.name) + (learned === null ? '' : renderPostmortems(learned)),
    );
    const isLeft = [report, learned].some(
      (each) => each !== null && (each.refused.length > 0 || each.again !== null),
    );
    return isLeft ? EXIT.findings : EXIT.clean;
  } finally {
    place.close();
  }
}

/** Rooms, then post-mortems. Branches of pull requests need a remote. */
async function both(
  args: Arguments,
  runtime: Runtime,
  workspace: Workspace,
  place: RoomPlace,
): Promise<{ readonly report: SyncReport; readonly learned: PostmortemReport | null }> {
  const report = await repeat(args, runtime, workspace, place);
  const remote = args.value('remote');
  if (remote === null) return { report, learned: null };
  const { environment } = runtime;
  const branches = await openBranches(workspace.root, { environment, remote });
  const head = await workspace.readHead();
  const files = await workspace.readFiles(head);
  const learned = await syncPostmortems(
    { ...place, workspace, branches, base: workspace.branch },
    { ...loadFiles(files, runtime), files, head },
  );
  const newest = await workspace.readFiles(await workspace.readHead());
  const world = { ...place, workspace, now: runtime.now };
  const actions = await syncActions(world, loadFiles(newest, runtime));
  return { report, learned: withActions(learned, actions) };
}

async function refuseDisagreement(
  place: RoomPlace,
  workspace: Workspace,
  runtime: Runtime,
): Promise<void> {
  const files = await workspace.readFiles(await workspace.readHead());
  const { organisation } = loadConfiguration(files, runtime);
  const checked = await checkRepository(place.github, organisation.settings);
  if (checked.kind !== 'done') throw new CommandFailure(`${place.name}: ${checked.sentence}`);
  if (checked.value !== null) throw new CommandFailure(`${place.name}: ${checked.value}`);
}

/** Passes until nothing is left to do; waits out what GitHub or the budget asks for. */
async function repeat(
  args: Arguments,
  runtime: Runtime,
  workspace: Workspace,
  place: RoomPlace,
): Promise<SyncReport> {
  let total: SyncReport | null = null;
  for (let idle = 0; ;) {
    const head = await workspace.readHead();
    const files = await workspace.readFiles(head);
    const state = loadFiles(files, runtime);
    const world = {
      ...place,
      workspace,
      now: runtime.now,
      fileUrl: (path: string) => place.fileUrl(workspace.branch, path),
      listLagMs: LIST_LAG_MS,
      mostComments: MOST_COMMENTS,
    };
    const report = await syncRooms(world, { ...state, files: files.filter(isIncident) });
    total = total === null ? report : sum(total, report);
    const { again } = report;
    idle = isProgress(report) ? 0 : idle + 1;
    if (again === null || args.flag('no-wait') || idle >= MOST_IDLE) return total;
    runtime.err(`tocsin: waiting ${Math.ceil(again.afterMs / 1000)} s: ${again.sentence}\n`);
    await sleep(again.afterMs);
  }
}

const MOST_COMMENTS = 1900;
/** Longer than anybody has seen GitHub's lists lag behind. */
const LIST_LAG_MS = 30_000;
/** An hour's budget may have to be waited out; a GitHub that is down is left to the next time. */
const MOST_IDLE = 6;

function isIncident({ path }: { readonly path: string }): boolean {
  return path.startsWith('incidents/');
}

function isProgress({ created, adopted, changed, healed }: SyncReport): boolean {
  return created.length + adopted.length + changed.length + healed.length > 0;
}

function sum(before: SyncReport, after: SyncReport): SyncReport {
  return {
    ...after,
    created: [...before.created, ...after.created],
    adopted: [...before.adopted, ...after.adopted],
    changed: [...new Set([...before.changed, ...after.changed])],
    healed: [...before.healed, ...after.healed],
  };
}

function render(report: SyncReport, name: string): string {
  const did = [
    ...(report.created.length === 0 ? [] : [`${plural(report.created.length, 'room')} made`]),
    ...(report.adopted.length === 0 ? [] : [`${report.adopted.length} found again`]),
    ...(report.changed.length === 0 ? [] : [`${report.changed.length} corrected`]),
    ...(report.healed.length === 0 ? [] : [`${report.healed.length} duplicates closed`]),
  ];
  const lines = [
    `${name}: ${did.length === 0 ? 'every room is as the files say' : did.join(', ')}`,
    ...report.refused.map(({ incident, sentence }) => `refused: ${incident}: ${sentence}`),
    ...(report.waiting.length === 0
      ? []
      : [`${plural(report.waiting.length, 'incident')} wait for a room`]),
    ...(report.again === null
      ? []
      : [`not finished: ${report.again.sentence}; run it again later`]),
  ];
  return `${lines.join('\n')}\n`;
}
