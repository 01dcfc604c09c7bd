// A decision's trace as text: one screen, every stage, the deciding entry with its place.
import type { TraceEntry } from '../model/decision.ts';
import type { Place } from '../model/place.ts';

/**
 * Renders a trace: what each stage answered, with its place on the right; below it what did not decide, and why. Where
 * answers and places do not fit beside each other, a place stands at the end of the answer's last line or below it.
 */
export function renderTrace(trace: readonly TraceEntry[], most = WIDEST): string {
  const rows = trace.flatMap((entry) => [
    { stage: entry.stage, text: headline(entry), place: entry.by?.place ?? null },
    ...(entry.because === undefined ? [] : [{ stage: '', text: entry.because, place: null }]),
    ...entry.others.map((other) => ({ stage: '', text: `· ${other.text}`, place: other.place })),
  ]);
  const placed = rows.filter((row) => row.place !== null);
  const width = Math.min(MOST, Math.max(0, ...placed.map((row) => row.text.length)));
  const places = Math.max(0, ...placed.map((row) => placeText(row.place).length));
  const isWide = STAGE_WIDTH + width + GAP + places <= most;
  return rows
    .flatMap((row) => (isWide ? renderRow(row, width) : renderNarrow(row, most)))
    .join('\n');
}

/** A rendered trace for a narrower screen: where a line does not fit, each place stands below its answer or at its end. */
export function narrowTrace(text: string, most: number): string {
  const lines = text.split('\n');
  if (lines.every((line) => line.length <= most)) return text;
  const rows: { readonly stage: string; readonly texts: string[]; readonly place: string }[] = [];
  for (const line of lines) {
    const above = rows.at(-1);
    if (above !== undefined && line.startsWith(MORE)) {
      above.texts.push(line.trim());
      continue;
    }
    const [, shown = line, place = ''] = PLACED.exec(line) ?? [];
    const [stage, said] = [shown.slice(0, STAGE_WIDTH), shown.slice(STAGE_WIDTH)];
    rows.push({ stage: stage.trim(), texts: [said.trim()], place });
  }
  return rows
    .flatMap(({ stage, texts, place }) => narrow({ stage, text: texts.join(' '), place }, most))
    .join('\n');
}

const STAGE_WIDTH = 10;
const MORE = ' '.repeat(STAGE_WIDTH + 2);
/** A line that ends with a place in a column of its own. */
const PLACED = /^(.*?) {2,}(\S+:\d+)$/;
/** Between an answer and its place. */
const GAP = 2;
/** Width of the column of answers; with stage and place a line stays below about 110 characters. */
const MOST = 64;
const WIDEST = 200;

type Row = { readonly stage: string; readonly text: string; readonly place: Place | null };

function renderRow({ stage, text, place }: Row, width: number): readonly string[] {
  const [first = '', ...more] = wrap(text, place === null ? MOST : width);
  const start = `${stage.padEnd(STAGE_WIDTH)}${place === null ? first : `${first.padEnd(width)}  ${placeText(place)}`}`;
  return [start.trimEnd(), ...more.map((line) => `${MORE}${line}`)];
}

function renderNarrow({ stage, text, place }: Row, most: number): readonly string[] {
  return narrow({ stage, text, place: placeText(place) }, most);
}

type Shown = { readonly stage: string; readonly text: string; readonly place: string };

function narrow({ stage, text, place }: Shown, most: number): readonly string[] {
  const [first = '', ...more] = wrap(text, most - STAGE_WIDTH);
  const lines = [`${stage.padEnd(STAGE_WIDTH)}${first}`, ...more.map((line) => `${MORE}${line}`)];
  if (place === '') return lines;
  const last = lines.at(-1) ?? '';
  return last.length + GAP + place.length <= most
    ? [...lines.slice(0, -1), `${last}${place.padStart(most - last.length)}`]
    : [...lines, place.padStart(most)];
}

function placeText(place: Place | null): string {
  return place === null ? '' : `${place.file}:${place.line}`;
}

/** Breaks a text between words; a word that fits no line is broken inside. */
function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text
    .split(/\s+/)
    .flatMap((long) => long.match(new RegExp(`.{1,${width - 2}}`, 'gsu')) ?? [])) {
    const room = width - (lines.length === 0 ? 0 : 2);
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

function headline({ stage, result, by }: TraceEntry): string {
  if (by === null || stage === 'owner') return result;
  // What fails is no answer of a rule; the rule says what follows from it.
  return stage === 'cascade' ? `${result}; its rule is ${by.id}` : `${result} by ${by.id}`;
}
