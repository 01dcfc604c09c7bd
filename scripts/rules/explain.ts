// A decision's trace as text: one screen, every stage, the deciding entry with its place.
import type { TraceEntry } from '../model/decision.ts';
import type { Place } from '../model/place.ts';

/** Renders a trace: a line a stage, and indented below it what did not decide and why. */
export function renderTrace(trace: readonly TraceEntry[]): string {
  const width = Math.min(60, Math.max(...trace.map((entry) => headline(entry).length)));
  return trace
    .flatMap((entry) => [
      `${entry.stage.padEnd(STAGE_WIDTH)}${pad(headline(entry), width)}${entry.by === null ? '' : `  ${showPlace(entry.by.place)}`}`.trimEnd(),
      ...entry.others.map((other) => `${' '.repeat(STAGE_WIDTH)}· ${other.text}${other.place === null ? '' : `  ${showPlace(other.place)}`}`),
    ])
    .join('\n');
}

const STAGE_WIDTH = 10;

function headline(entry: TraceEntry): string {
  const rule = entry.by === null || entry.stage === 'owner' ? '' : ` by ${entry.by.id}`;
  return `${entry.result}${rule}`;
}

function pad(text: string, width: number): string {
  return text.length >= width ? text : text.padEnd(width);
}

function showPlace(place: Place): string {
  return `${place.file}:${place.line}`;
}
