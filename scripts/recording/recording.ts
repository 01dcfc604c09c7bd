// Many recorded signals ↔ the text of `rules/recorded.jsonl`.
import type { RecordedSignal } from '../model/recorded-signal.ts';
import { parseRecorded, type ReadLine, renderRecorded } from './line.ts';
import { isRedacted } from './redact.ts';

/** A recording that can be used, or the first line that cannot. */
export type ReadRecording =
  | { readonly kind: 'recording'; readonly signals: readonly RecordedSignal[] }
  | (Extract<ReadLine, { readonly kind: 'invalid' }> & { readonly line: number });

/** Parses the text of a recording; the first wrong line ends it. Blank lines are skipped. */
export function parseRecording(text: string): ReadRecording {
  const signals: RecordedSignal[] = [];
  let line = 0;
  for (const content of text.split('\n')) {
    line += 1;
    if (content.trim() === '') continue;
    const read = parseRecorded(content);
    if (read.kind === 'invalid') return { ...read, line };
    signals.push(read.recorded);
  }
  return { kind: 'recording', signals };
}

/** The first line that holds what a recording never keeps, such as a mail address; null when all are clean. */
export function firstUnredacted(
  text: string,
  { signals }: Extract<ReadRecording, { readonly kind: 'recording' }>,
): number | null {
  const index = signals.findIndex(({ signal }) => !isRedacted(signal));
  if (index === -1) return null;
  const lines = text.split('\n').flatMap((line, at) => (line.trim() === '' ? [] : [at + 1]));
  return lines[index] ?? null;
}

/**
 * The text of a recording, oldest signal first. Identities become plain numbers in the order of their first
 * appearance, since a hash of something short can be guessed.
 */
export function renderRecording(recorded: readonly RecordedSignal[]): string {
  const problems = numbering('p');
  const changes = numbering('c');
  return recorded
    .toSorted((left, right) =>
      left.receivedAt < right.receivedAt ? -1 : Number(left.receivedAt > right.receivedAt),
    )
    .map(({ source, receivedAt, signal }) => {
      const id = signal.id === null ? null : changes(`${source} ${signal.id}`);
      const dedupKey = problems(`${source} ${signal.dedupKey}`);
      return `${renderRecorded({ source, receivedAt, signal: { ...signal, id, dedupKey } })}\n`;
    })
    .join('');
}

function numbering(prefix: string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const name = known.get(text) ?? `${prefix}${known.size + 1}`;
    known.set(text, name);
    return name;
  };
}
