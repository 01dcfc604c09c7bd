// What the rules decide about the signals that were recorded in `rules/recorded.jsonl`.
import type { Decision } from '../model/decision.ts';
import { CommandFailure } from '../cli/exit-code.ts';
import { RECORDING_PATH } from '../config/layout.ts';
import type { Organisation } from '../model/organisation.ts';
import type { RecordedSignal } from '../model/recorded-signal.ts';
import { parseRecording } from '../recording/recording.ts';
import { startSimulation } from '../simulation/simulate.ts';
import { readRecordingFile } from '../workspace/read.ts';

/** The signals of the organisation's recording; null where nothing is recorded. */
export function readRecordedSignals(root: string): readonly RecordedSignal[] | null {
  const file = readRecordingFile(root);
  return file !== null && 'text' in file ? signalsOf(file.text, RECORDING_PATH) : null;
}

/** The signals of a recording's text; a line that cannot be read ends the command with its place. */
export function signalsOf(text: string, name: string): readonly RecordedSignal[] {
  const read = parseRecording(text);
  if (read.kind === 'invalid')
    throw new CommandFailure(
      `${name}:${read.line}: unexpected ${read.found}, expected ${read.expected}`,
    );
  return read.signals;
}

/** Decides about every recorded signal in order of receipt; null where nothing is recorded. */
export function decideRecorded(
  root: string,
  organisation: Organisation,
): readonly Decision[] | null {
  const recorded = readRecordedSignals(root);
  if (recorded === null) return null;
  const simulation = startSimulation(organisation);
  return recorded
    .toSorted((left, right) => (left.receivedAt < right.receivedAt ? -1 : 1))
    .map((timed) => simulation.send(timed).decision);
}
