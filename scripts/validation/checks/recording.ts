import type { SourceFile } from '../../config/document-set.ts';
import { MAX_RECORDING_BYTES } from '../../config/file-limits.ts';
import { RECORDING_PATH } from '../../config/layout.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Place } from '../../model/place.ts';
import { firstUnredacted, parseRecording } from '../../recording/recording.ts';
import { finding } from '../finding.ts';

/** The recorded signals can be read and hold nothing that must not be kept; the first wrong line is told. */
export function checkRecording(files: readonly SourceFile[]): readonly Diagnostic[] {
  const file = files.find(({ path }) => path === RECORDING_PATH);
  if (file === undefined) return [];
  if ('problem' in file) return [unreadable(file.problem)];
  if (last?.text !== file.text) last = { text: file.text, findings: checkText(file.text) };
  return last.findings;
}

/** Nothing is checked as often without having changed, and little costs as much. */
let last: { readonly text: string; readonly findings: readonly Diagnostic[] } | null = null;

function checkText(text: string): readonly Diagnostic[] {
  const read = parseRecording(text);
  if (read.kind === 'invalid') {
    const message = `unexpected ${read.found}, expected ${read.expected}`;
    return [finding('recording-line', placeOf(read.line), message, WRITE_IT_ANEW)];
  }
  const line = firstUnredacted(text, read);
  if (line === null) return [];
  const message = 'unexpected private text in a recorded signal, expected a redacted one';
  return [finding('recording-private', placeOf(line), message, WRITE_IT_ANEW)];
}

const WRITE_IT_ANEW = 'remove the line, or write the file anew with `tocsin recorded`';

function unreadable(problem: 'unreadable' | 'too_large' | 'not_utf8' | 'link'): Diagnostic {
  const hint = 'write the file anew with `tocsin recorded --last 10000`';
  return problem === 'too_large'
    ? finding(
        'file-too-large',
        placeOf(1),
        `unexpected size, expected at most ${MAX_RECORDING_BYTES / 1024 / 1024} MiB`,
        hint,
      )
    : finding(
        'file-unreadable',
        placeOf(1),
        'unexpected file that cannot be read, expected a regular file of UTF-8 text',
        hint,
      );
}

function placeOf(line: number): Place {
  return { file: RECORDING_PATH, line, column: 1, length: 1 };
}
