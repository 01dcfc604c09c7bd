import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Arguments, CommandSpec } from '../cli/arguments.ts';
import type { Command } from '../cli/command.ts';
import { CommandFailure, EXIT, type ExitCode, UsageError } from '../cli/exit-code.ts';
import { plural } from '../diagnostics/pretty.ts';
import { PUBLISH_KINDS, type PublishSettings } from '../model/publish.ts';
import { openBucket } from '../publishing/bucket.ts';
import {
  folderBefore,
  publishFolder,
  refuseForeign,
  rollBack,
  shownFolder,
} from '../publishing/folder.ts';
import { type Place, PlaceError, textsByPath } from '../publishing/place.ts';
import { isPlainPath, LIST, type List, parseList, readSite } from '../publishing/published.ts';
import { openSftp } from '../publishing/sftp.ts';
import { stepsTo } from '../publishing/steps.ts';
import type { Runtime } from '../runtime.ts';
import { buildSite, exitOf, tellFindings } from './build.ts';
import { datePublished } from './publish/date-published.ts';
import { loadConfiguration } from '../command-support/load.ts';
import { refuseOlder } from './publish/newer-site.ts';
import { organisationRoot } from '../command-support/organisation-root.ts';
import { refuseLoss } from './publish/older-site.ts';
import { scratchPath } from '../command-support/scratch.ts';
import { listOf, tellUncommitted } from './publish/site-list.ts';

const spec: CommandSpec = {
  summary: 'Put the public site where customers read it. Only what changed is sent.',
  positionals: '[folder|s3|sftp]',
  maxPositionals: 1,
  options: {
    from: {
      takes: 'value',
      value: 'DIR',
      help: 'a public site that `tocsin build` wrote (default: it is built now)',
    },
    'dry-run': {
      takes: 'flag',
      help: 'say what would be sent and deleted or refused, and do nothing',
    },
    force: {
      takes: 'flag',
      help: 'also what is older than the site that is shown, or takes an incident from it',
    },
    'roll-back': { takes: 'flag', help: 'folder only: show the version before the one shown' },
  },
  examples: ['tocsin publish', 'tocsin publish s3 --dry-run', 'tocsin publish folder --roll-back'],
};

/** `tocsin publish`. */
export const publish: Command = { spec, run };

async function run(args: Arguments, runtime: Runtime): Promise<ExitCode> {
  const root = organisationRoot(args, runtime);
  const { settings } = await loadConfiguration(root, runtime);
  const { publish: places } = settings;
  const kind = kindOf(args.positionals[0], places);
  try {
    if (args.flag('roll-back')) return await goBack(kind, places, args, runtime);
    const isDry = args.flag('dry-run');
    const goal = await openGoal(kind, places, runtime);
    const isForced = args.flag('force');
    let isOut = false;
    const onOut = (): void => {
      isOut = true;
    };
    const send = async (isDryHere: boolean, here: Runtime): Promise<Sent> => {
      const { from, exit } = await siteOf(args, here, root);
      const task = { root, from, isDry: isDryHere, isForced, runtime: here, onOut };
      return { done: await publishTo(goal, task), exit };
    };
    const tryOut = async (): Promise<void> => {
      const { done } = await send(true, { ...runtime, err: () => undefined });
      if (done.refused !== null) throw new CommandFailure(done.refused);
    };
    // A site that was built before knows of no date that is written here.
    const isNew = !isDry && args.value('from') === null;
    // Where nothing can be put there, nothing is published.
    if (isNew && goal.folder !== null) refuseForeign(goal.folder.path);
    if (isNew) await readBefore(goal.shown);
    const dated = isNew
      ? await datePublished({ root, writer: settings.writer, tryOut }, runtime)
      : null;
    const { done, exit } = await send(isDry, runtime).catch(async (error: unknown) => {
      // What customers may read already keeps the date that it shows.
      if (!isOut) await dated?.takeBack();
      throw error;
    });
    if (!isDry) await tellUncommitted(root, runtime);
    if (done.refused !== null) runtime.err(`tocsin: this would be refused: ${done.refused}\n`);
    runtime.out(args.flag('json') ? `${JSON.stringify({ kind, ...done })}\n` : tell(done));
    return exit;
  } catch (error) {
    if (error instanceof PlaceError) throw new CommandFailure(error.message, { cause: error });
    throw error;
  }
}

/** What came of a site that was sent. */
type Sent = { readonly done: Done; readonly exit: ExitCode };

type Kind = (typeof PUBLISH_KINDS)[number];

/** What was done, or would be. */
type Done = {
  readonly place: string;
  readonly dryRun: boolean;
  readonly sent: readonly string[];
  readonly deleted: readonly string[];
  readonly unchanged: number;
  /** Why the real run would be refused; null where it would not. */
  readonly refused: string | null;
};

function kindOf(word: string | undefined, settings: PublishSettings): Kind {
  const known = PUBLISH_KINDS.filter((kind) => settings[kind] !== null);
  if (known.length === 0)
    throw new UsageError('tocsin.yaml does not say where: add `publish` (docs/publishing.md)');
  const kind = word === undefined && known.length === 1 ? known[0] : undefined;
  const named = kind ?? known.find((each) => each === word);
  if (named === undefined)
    throw new UsageError(
      `unexpected ${word === undefined ? 'absence of a place' : `place \`${word}\``}, expected ${known.join(' or ')}, as \`publish\` in tocsin.yaml says`,
    );
  return named;
}

async function goBack(
  kind: Kind,
  { folder }: PublishSettings,
  args: Arguments,
  runtime: Runtime,
): Promise<ExitCode> {
  if (kind !== 'folder' || folder === null)
    throw new UsageError('unexpected --roll-back: only a folder keeps older versions');
  if (!args.flag('force')) refuseLoss(folder.path, shownFolder(folder), folderBefore(folder));
  const version = await rollBack(folder);
  runtime.out(
    args.flag('json')
      ? `${JSON.stringify({ kind, place: folder.path, version })}\n`
      : `${folder.path} shows version ${version} again\n`,
  );
  return EXIT.clean;
}

/** The folder to publish: named, or built now. Nothing but a whole public site is published. */
async function siteOf(
  args: Arguments,
  runtime: Runtime,
  root: string,
): Promise<{ readonly from: string; readonly exit: ExitCode }> {
  const named = args.value('from');
  if (named === null) {
    const out = join(scratchPath(root, 'published'), 'site');
    const built = { root, out, audience: 'public', now: runtime.now() } as const;
    const found = await buildSite(built, runtime);
    tellFindings(found, runtime);
    return { from: out, exit: exitOf(found) };
  }
  const from = resolve(runtime.workingDirectory, named);
  if (!existsSync(join(from, 'index.html')) || !existsSync(join(from, '404.html')))
    throw new UsageError(
      `unexpected content of ${from}, expected a site that \`tocsin build\` wrote`,
    );
  if (existsSync(join(from, 'teams.html')) || existsSync(join(from, 'inside')))
    throw new UsageError(
      `unexpected internal site in ${from}: what only people inside may see is not published; build with \`--audience public\``,
    );
  return { from, exit: EXIT.clean };
}

type Task = {
  readonly root: string;
  readonly from: string;
  readonly isDry: boolean;
  readonly isForced: boolean;
  readonly runtime: Runtime;
  /** Called as soon as customers may read a part of it. */
  readonly onOut: () => void;
};

async function publishTo({ shown, place, folder }: Goal, task: Task): Promise<Done> {
  const { root, from } = task;
  const site = readSite(from);
  const strange = [...site.keys()].find((path) => !isPlainPath(path));
  if (strange !== undefined)
    throw new CommandFailure(`unexpected file ${strange} in ${from}: build the site again`);
  const before = await readBefore(shown);
  const list = await listOf(site, task, task.runtime);
  const steps = stepsTo(list, before.files);
  const done: Done = {
    place: shown.name,
    dryRun: task.isDry,
    sent: steps.flat().flatMap((step) => (step.kind === 'upload' ? [step.path] : [])),
    deleted: steps.flat().flatMap((step) => (step.kind === 'delete' ? [step.path] : [])),
    unchanged: [...site].filter(([path, digest]) => before.files.get(path) === digest).length,
    refused: null,
  };
  if (steps.length === 0) return done;
  if (!task.isForced) {
    const { sent, deleted } = done;
    const exchange = { root, from, place: shown, before, sent, deleted };
    const refused = await refusalOf(refuseOlder(exchange, task.runtime));
    if (refused !== null && !task.isDry) throw refused;
    if (refused !== null) return { ...done, refused: refused.message };
  }
  if (task.isDry) return done;
  const [first, ...rest] = steps;
  if (place !== null && first !== undefined) {
    await place.carryOut([first], from);
    task.onOut();
    await place.carryOut(rest, from);
  } else if (folder !== null) await publishFolder(folder, list, from, task.onOut);
  return done;
}

/** Why something would be refused; null where it would not. */
async function refusalOf(asked: Promise<void>): Promise<CommandFailure | null> {
  try {
    await asked;
    return null;
  } catch (error) {
    if (error instanceof CommandFailure) return error;
    throw error;
  }
}

/** Where the site goes: a place that takes files, or a folder, and how to read what is there. */
type Goal = {
  readonly shown: Pick<Place, 'name' | 'read'>;
  readonly place: Place | null;
  readonly folder: PublishSettings['folder'];
};

async function openGoal(kind: Kind, settings: PublishSettings, runtime: Runtime): Promise<Goal> {
  const place = await openPlace(kind, settings, runtime);
  if (place !== null) return { shown: place, place, folder: null };
  const { folder } = settings;
  return { shown: folderPlace(settings), place: null, folder };
}

/** Null for a folder, which is exchanged as a whole. */
async function openPlace(
  kind: Kind,
  { s3, sftp }: PublishSettings,
  { environment }: Runtime,
): Promise<Place | null> {
  if (kind === 'sftp' && sftp !== null)
    return openSftp(sftp, environment, wordsOf(environment['TOCSIN_SSH_OPTIONS']));
  if (kind !== 's3' || s3 === null) return null;
  const accessKeyId = environment['AWS_ACCESS_KEY_ID'] ?? '';
  const secretAccessKey = environment['AWS_SECRET_ACCESS_KEY'] ?? '';
  if (accessKeyId === '' || secretAccessKey === '')
    throw new UsageError(
      'unexpected absence of credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment',
    );
  const sessionToken = environment['AWS_SESSION_TOKEN'] ?? null;
  return await openBucket(s3, { accessKeyId, secretAccessKey, sessionToken });
}

function wordsOf(text: string | undefined): readonly string[] {
  return (text ?? '').split(' ').filter((word) => word !== '');
}

function folderPlace({ folder }: PublishSettings): Pick<Place, 'name' | 'read'> {
  const shown = folder === null ? null : shownFolder(folder);
  return {
    name: folder?.path ?? '',
    read: (paths) => {
      const texts = paths.map((path) => (shown === null ? null : textOrNull(join(shown, path))));
      return Promise.resolve(textsByPath(paths, texts));
    },
  };
}

/** What an earlier publish put there. */
async function readBefore(place: Pick<Place, 'name' | 'read'>): Promise<List> {
  const list = parseList((await place.read([LIST])).get(LIST) ?? null);
  if (list === null)
    throw new CommandFailure(
      `${LIST} at ${place.name} is no list of \`tocsin publish\`: remove it there, and everything is sent again`,
    );
  return list;
}

function tell({ place, dryRun, sent, deleted, unchanged }: Done): string {
  if (sent.length + deleted.length === 0) return `${place} is up to date\n`;
  const would = dryRun ? 'would be ' : '';
  const lines = dryRun
    ? [...sent.map((path) => `  send    ${path}`), ...deleted.map((path) => `  delete  ${path}`)]
    : [];
  const sum = `${place}: ${plural(sent.length, 'file')} ${would}sent, ${deleted.length} deleted, ${unchanged} unchanged`;
  return `${[...lines, sum].join('\n')}\n`;
}

function textOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
