import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Arguments, CommandSpec } from '../cli/arguments.ts';
import type { Command } from '../cli/command.ts';
import { CommandFailure, EXIT, type ExitCode, UsageError } from '../cli/exit-code.ts';
import { RECORDING_PATH } from '../config/layout.ts';
import { plural } from '../diagnostics/pretty.ts';
import { KEPT_RECORDINGS } from '../inbox/inbox.ts';
import type { RecordedSignal } from '../model/recorded-signal.ts';
import { parseRecorded } from '../recording/line.ts';
import { renderRecording } from '../recording/recording.ts';
import { redactSignal } from '../recording/redact.ts';
import type { Runtime } from '../runtime.ts';
import { organisationRoot } from '../command-support/organisation-root.ts';
import { INBOX_OPTION, openStoredInbox } from '../command-support/stored-inbox.ts';

const spec: CommandSpec = {
  summary:
    'Write the signals that the gateway recorded to rules/recorded.jsonl, without anything private, for `tocsin impact`.',
  positionals: '',
  maxPositionals: 0,
  options: {
    out: { takes: 'value', value: 'FILE', help: `another file, or - (default: ${RECORDING_PATH})` },
    last: { takes: 'value', value: 'N', help: 'how many of the newest signals (default: 10000)' },
    inbox: INBOX_OPTION,
  },
  examples: ['tocsin recorded', 'tocsin recorded --last 1000 --out -'],
};

/** `tocsin recorded`: exit code 1 when nothing is recorded yet. */
export const recorded: Command = { spec, run };

async function run(args: Arguments, runtime: Runtime): Promise<ExitCode> {
  const last = lastOf(args);
  const inbox = openStoredInbox(args, runtime);
  const lines = await inbox.recordings(last).finally(() => inbox.close());
  if (lines.length === 0) {
    runtime.err(
      'tocsin: no signal is recorded yet; the gateway records each one that it decides\n',
    );
    return EXIT.findings;
  }
  const signals = lines.flatMap(readLine);
  const out = args.value('out');
  if (out === '-') {
    runtime.out(renderRecording(signals));
    return EXIT.clean;
  }
  const file =
    out === null
      ? join(organisationRoot(args, runtime), RECORDING_PATH)
      : resolve(runtime.workingDirectory, out);
  writeWhole(file, renderRecording(signals));
  const shown = relative(runtime.workingDirectory, file);
  runtime.out(
    args.flag('json')
      ? `${JSON.stringify({ file: shown, signals: signals.length }, null, 2)}\n`
      : `${plural(signals.length, 'signal')} in ${shown}\n`,
  );
  return EXIT.clean;
}

/** The number after `--last`, within what a store keeps. */
export function lastOf(args: Arguments): number {
  const given = args.value('last') ?? '10000';
  const last = /^\d{1,6}$/.test(given) ? Number(given) : 0;
  if (last < 1)
    throw new UsageError(
      `unexpected --last \`${given.slice(0, 40)}\`, expected a number of signals from 1 to ${KEPT_RECORDINGS}`,
    );
  return Math.min(last, KEPT_RECORDINGS);
}

/** An older program may have recorded what is no longer kept, so what leaves the store is redacted once more. */
function readLine(line: string): readonly RecordedSignal[] {
  const read = parseRecorded(line);
  if (read.kind === 'invalid') return [];
  return [{ ...read.recorded, signal: redactSignal(read.recorded.signal) }];
}

function writeWhole(file: string, text: string): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    if (!existsSync(dirname(file))) mkdirSync(dirname(file), { recursive: true });
    writeFileSync(temporary, text);
    renameSync(temporary, file);
  } catch (error) {
    throw new CommandFailure(`cannot write ${file}: check that its folder may be written`, {
      cause: error,
    });
  }
}
