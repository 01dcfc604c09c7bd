import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Arguments, CommandSpec } from '../cli/arguments.ts';
import type { Command } from '../cli/command.ts';
import { CommandFailure, EXIT, type ExitCode, UsageError } from '../cli/exit-code.ts';
import type { SourceFile } from '../config/document-set.ts';
import { MAX_RECORDING_BYTES } from '../config/file-limits.ts';
import { RECORDING_PATH } from '../config/layout.ts';
import type { Impact } from '../impact/impact.ts';
import { measureImpact } from '../impact/measure.ts';
import { MARKER, renderMarkdown } from '../impact/render-markdown.ts';
import { renderText } from '../impact/render-text.ts';
import type { Organisation } from '../model/organisation.ts';
import type { RecordedSignal } from '../model/recorded-signal.ts';
import { compareOwnership, type Difference } from '../ownership/difference.ts';
import type { Runtime } from '../runtime.ts';
import { validate, WITHOUT_HISTORY } from '../validation/validate.ts';
import { readCommitFiles } from '../workspace/commit-files.ts';
import { readOrganisationFiles } from '../workspace/read.ts';
import { startReplayThread } from './impact/thread.ts';
import { organisationRoot } from '../command-support/organisation-root.ts';
import { countMoves, renderMoves } from '../command-support/ownership-difference.ts';
import { readable } from '../cli/printable.ts';
import { postComment, pullRequestOf } from './impact/pull-request-comment.ts';
import { lastOf } from './recorded.ts';
import { readRecordedSignals, signalsOf } from '../command-support/recorded-signals.ts';

const spec: CommandSpec = {
  summary:
    'Try a change of rules and ownership on the recorded signals: who would be called more, less or instead, and because of which lines.',
  positionals: '',
  maxPositionals: 0,
  options: {
    base: { takes: 'value', value: 'REF', help: 'the commit to compare with (default: HEAD)' },
    head: { takes: 'value', value: 'REF', help: 'a commit instead of the working files' },
    signals: {
      takes: 'value',
      value: 'FILE',
      help: `recorded signals (default: ${RECORDING_PATH} of the working files)`,
    },
    last: { takes: 'value', value: 'N', help: 'how many of the newest signals (default: 10000)' },
    format: { takes: 'value', value: 'FORMAT', help: 'pretty, markdown or json' },
    post: {
      takes: 'flag',
      help: 'in a workflow: comment on the pull request, or edit the comment',
    },
    'fail-on-lost-pages': { takes: 'flag', help: 'exit code 1 when somebody would lose a page' },
  },
  examples: ['tocsin impact', 'tocsin impact --base origin/main --format markdown'],
};

/** `tocsin impact`. */
export const impact: Command = { spec, run };

async function run(args: Arguments, runtime: Runtime): Promise<ExitCode> {
  const format = formatOf(args);
  const last = lastOf(args);
  const root = organisationRoot(args, runtime);
  const signals = readSignals(root, args, runtime).slice(-last);
  const base = await sideAt(root, args.value('base') ?? 'HEAD', runtime);
  const answer = await compare(base, signals, runtime, () =>
    sideAt(root, args.value('head'), runtime),
  );
  runtime.out(render(format, answer, runtime));
  if (args.flag('post')) await post(answer, runtime);
  const hasLost = answer.measured.kinds.some(({ kind }) => kind === 'lost_page');
  return args.flag('fail-on-lost-pages') && hasLost ? EXIT.findings : EXIT.clean;
}

/** What a change does to recorded signals, and to the map of who answers. */
type Answer = { readonly measured: Impact; readonly ownership: Difference };

/** Both sides are replayed at the same time. */
async function compare(
  { organisation: base, files }: SideAt,
  signals: readonly RecordedSignal[],
  { program }: Runtime,
  readHead: () => Promise<SideAt>,
): Promise<Answer> {
  const thread = startReplayThread(program, { files, signals });
  try {
    const { organisation: head } = await readHead();
    const ownership = compareOwnership(base, head);
    const measured = await measureImpact({ base, head }, signals, thread, teamsIn(ownership));
    return { measured, ownership };
  } finally {
    await thread.close();
  }
}

/** Whoever had or gets something, and whoever changes itself. */
function teamsIn({ moves, teams }: Difference): readonly string[] {
  const cells = moves.flatMap(({ from, to }) => [from, to]);
  return [...cells.flatMap((cell) => cell?.team ?? []), ...teams.map(({ team }) => team)];
}

type Format = 'pretty' | 'markdown' | 'json';

function formatOf(args: Arguments): Format {
  const given = args.value('format') ?? (args.flag('json') ? 'json' : 'pretty');
  if (given === 'pretty' || given === 'markdown' || given === 'json') return given;
  throw new UsageError(`unexpected format \`${given}\`, expected pretty, markdown or json`);
}

function render(format: Format, answer: Answer, runtime: Runtime): string {
  const { measured, ownership } = answer;
  if (format === 'json') return `${JSON.stringify({ ...measured, ownership }, null, 2)}\n`;
  if (format === 'markdown') return renderComment(answer);
  const moves = hasMoved(ownership)
    ? `\nwho answers changes: ${countMoves(ownership)}; see \`tocsin owners diff\`\n`
    : '';
  return readable(`${renderText(measured)}${moves}`, runtime);
}

/** Who answers may change where no recorded signal shows it, so that stands in the comment as well. */
function renderComment({ measured, ownership }: Answer): string {
  return renderMarkdown(
    measured,
    hasMoved(ownership)
      ? [`**Ownership that moves**\n\n${renderMoves(ownership, MOST_MOVES).trimEnd()}`]
      : [],
  );
}

const MOST_MOVES = 20;

function hasMoved({ moves, teams }: Difference): boolean {
  return moves.length + teams.length > 0;
}

/** Where nothing was recorded yet there is still ownership to compare; a file that is named has to be there. */
function readSignals(root: string, args: Arguments, runtime: Runtime): readonly RecordedSignal[] {
  const given = args.value('signals');
  if (given === null) return readRecordedSignals(root) ?? [];
  const text = readText(resolve(runtime.workingDirectory, given));
  if (text !== null) return signalsOf(text, given);
  throw new UsageError(
    `there are no recorded signals in ${given}: write them with \`tocsin recorded\`, or name another file with --signals`,
  );
}

function readText(path: string): string | null {
  try {
    const bytes = readFileSync(path);
    return bytes.byteLength > MAX_RECORDING_BYTES ? null : bytes.toString('utf8');
  } catch {
    return null;
  }
}

/** What decides; incidents and post-mortems decide nothing. */
const DECIDING_PATHS = ['tocsin.yaml', 'ownership', 'rules'] as const;

/** An organisation with the files that it was made of. */
type SideAt = { readonly organisation: Organisation; readonly files: readonly SourceFile[] };

async function sideAt(root: string, reference: string | null, runtime: Runtime): Promise<SideAt> {
  const files =
    reference === null
      ? readOrganisationFiles(root).filter(({ path }) =>
          DECIDING_PATHS.some((part) => path === part || path.startsWith(`${part}/`)),
        )
      : (await readCommitFiles(root, reference, DECIDING_PATHS, runtime.environment)).files;
  const { organisation, diagnostics } = validate(files, WITHOUT_HISTORY);
  const first = diagnostics.find(({ severity }) => severity === 'error');
  if (organisation !== null && first === undefined) return { organisation, files };
  const side = reference === null ? 'the working files' : `\`${reference.slice(0, 80)}\``;
  const why =
    first === undefined
      ? 'there is no organisation'
      : `${first.place.file}:${first.place.line}: ${first.message}`;
  throw new CommandFailure(`${side} cannot be compared, since validate refuses it: ${why}`);
}

async function post(answer: Answer, runtime: Runtime): Promise<void> {
  const posted = await postComment(pullRequestOf(runtime.environment), {
    marker: MARKER,
    body: renderComment(answer),
    mayCreate: answer.measured.changed > 0 || hasMoved(answer.ownership),
  });
  const sentence =
    posted === 'not allowed'
      ? 'this run may not comment on the pull request (as from a fork): its summary holds the answer'
      : `comment ${posted}`;
  runtime.err(`tocsin: ${sentence}\n`);
}
