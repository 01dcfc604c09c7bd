import { setTimeout as sleep } from 'node:timers/promises';
import type { Arguments, CommandSpec } from '../cli/arguments.ts';
import type { Command } from '../cli/command.ts';
import { EXIT, type ExitCode } from '../cli/exit-code.ts';
import { plural } from '../diagnostics/pretty.ts';
import { type Learned, showLearning, showRooms } from '../projection/show.ts';
import type { SyncReport } from '../projection/sync.ts';
import type { Runtime } from '../runtime.ts';
import { organisationRoot } from '../command-support/organisation-root.ts';
import { renderPostmortems } from './reconcile/postmortem-report.ts';
import { openRoomWorld, type RoomWorld } from '../command-support/room-world.ts';
import { tellOwners } from '../command-support/tell-owners.ts';
import { holdWriter } from '../command-support/writer.ts';

const spec: CommandSpec = {
  summary:
    'Make GitHub show what the files say: rooms are made, found again, corrected and closed; post-mortems are begun as pull requests. With `writer: actions` a file of the configuration that cannot be used gets its incident. Sends no message to anybody.',
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

async function run(args: Arguments, runtime: Runtime): Promise<ExitCode> {
  const root = organisationRoot(args, runtime);
  const world = await openRoomWorld(args, runtime, root);
  try {
    const hold = await holdWriter(root, 10_000);
    const { report, learned } = await both(args, runtime, world).finally(() => hold.release());
    runtime.out(
      args.flag('json')
        ? `${JSON.stringify({ ...report, postmortems: learned }, null, 2)}\n`
        : render(report, world.name) + (learned === null ? '' : renderPostmortems(learned)),
    );
    const isLeft = [report, learned].some(
      (each) => each !== null && (each.refused.length > 0 || each.again !== null),
    );
    return isLeft ? EXIT.findings : EXIT.clean;
  } finally {
    world.close();
  }
}

/** What people have to know of files that cannot be used, then rooms, then post-mortems. */
async function both(
  args: Arguments,
  runtime: Runtime,
  world: RoomWorld,
): Promise<{ readonly report: SyncReport; readonly learned: Learned }> {
  await tellOwners(world);
  const report = await repeat(args, runtime, world);
  const learned = await showLearning(world);
  // What a merge or a draft changed in the files, the rooms show at once.
  const followed = new Set(learned?.followed);
  if (followed.size === 0) return { report, learned };
  const shown = await showRooms(world, followed);
  return { report: { ...sum(shown, report), again: report.again ?? shown.again }, learned };
}

/** Passes until nothing is left to do; waits out what GitHub or the budget asks for. */
async function repeat(args: Arguments, runtime: Runtime, world: RoomWorld): Promise<SyncReport> {
  let total: SyncReport | null = null;
  for (let idle = 0; ;) {
    const report = await showRooms(world);
    total = total === null ? report : sum(total, report);
    const { again } = report;
    idle = isProgress(report) ? 0 : idle + 1;
    if (again === null || args.flag('no-wait') || idle >= MOST_IDLE) return total;
    runtime.err(`tocsin: waiting ${Math.ceil(again.afterMs / 1000)} s: ${again.sentence}\n`);
    await sleep(again.afterMs);
  }
}

/** An hour's budget may have to be waited out; a GitHub that is down is left to the next time. */
const MOST_IDLE = 6;

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
    ...(report.healed.length === 0
      ? []
      : [`${report.healed.length} closed that are no rooms any more`]),
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
