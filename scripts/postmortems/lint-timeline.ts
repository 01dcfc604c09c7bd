// Whether the timeline runs forwards, and whether each of its points can be believed.
import type { ListItem } from 'mdast';
import { toString } from 'mdast-util-to-string';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { findSection, headingText } from '../incidents/markdown.ts';
import { lintFinding, type Reading } from './reading.ts';

/** Checks the times of a timeline and, while it is being reviewed, what each point rests on. */
export function lintTimeline(reading: Reading): readonly Diagnostic[] {
  const points = readPoints(reading);
  return [
    ...points.flatMap((point, index) => checkOrder(reading, points[index - 1], point)),
    ...(reading.located.document.state === 'in_review'
      ? points.flatMap((point) => checkEvidence(reading, point))
      : []),
  ];
}

type Point = {
  readonly start: number;
  readonly end: number;
  /** Which list or run of paragraphs it stands in; times begin anew with each. */
  readonly run: number;
  /** The day that it names itself, or the heading above it; null where nothing does. */
  readonly day: string | null;
  /** `09:18`; null for a day alone, and where the point begins with something else. */
  readonly time: string | null;
  /** How the time or the day is written. */
  readonly written: string;
  readonly hasEvidence: boolean;
};

function readPoints({ sections, located: { bodyStart, text } }: Reading): readonly Point[] {
  const points: Point[] = [];
  let [run, day, isOpen]: [number, string | null, boolean] = [0, null, false];
  for (const { node, start, end } of findSection(sections, 'Timeline')?.blocks ?? []) {
    const isProse = node.type === 'paragraph';
    if (!isProse || !isOpen) run += 1;
    isOpen = isProse;
    if (node.type === 'heading') {
      const named = DAY.exec(headingText(node))?.[0];
      day = named ?? null;
      if (named !== undefined)
        points.push({ start, end, run, day, time: null, written: named, hasEvidence: true });
    }
    if (node.type === 'list')
      points.push(...node.children.map((item) => readItem(item, { run, day, bodyStart })));
    // Of a table each row is a line, too.
    if (isProse) points.push(...readLines(text.slice(start, end), { run, day, start }));
  }
  return points;
}

function readItem(
  item: ListItem,
  { run, day, bodyStart }: Pick<Point, 'run' | 'day'> & { readonly bodyStart: number },
): Point {
  const first = item.children[0]?.position?.start.offset ?? item.position?.start.offset ?? 0;
  return readPoint(toString(item, { includeHtml: false }).trim(), {
    start: first + bodyStart,
    end: (item.position?.end.offset ?? 0) + bodyStart,
    run,
    day,
    isLinked: hasLink(item),
  });
}

/** The lines that begin with a time; others go on with what stands above them. */
function readLines(
  text: string,
  { run, day, start }: Pick<Point, 'run' | 'day' | 'start'>,
): readonly Point[] {
  const points: Point[] = [];
  for (const match of text.matchAll(/^.+$/gm)) {
    const from = start + match.index;
    const isLinked = /\]\(|`/.test(match[0]);
    const place = { start: from, end: from + match[0].length, run, day, isLinked };
    const point = readPoint(match[0].replaceAll(/^[\s|>*_]+/g, ''), place);
    if (point.time !== null) points.push(point);
  }
  return points;
}

function readPoint(
  text: string,
  {
    isLinked,
    ...place
  }: Pick<Point, 'start' | 'end' | 'run' | 'day'> & { readonly isLinked: boolean },
): Point {
  const [written = '', day, hour = '', minutes = '', half] = TIME.exec(text) ?? [];
  return {
    ...place,
    day: day ?? place.day,
    time: written === '' ? null : `${ofDay(hour, half)}:${minutes}`,
    written: written.trim(),
    hasEvidence: isLinked || EVIDENCE.test(text.slice(written.length)),
  };
}

/** The hour among the 24 of a day; an hour past twelve is one of them whatever stands behind it. */
function ofDay(hour: string, half: string | undefined): string {
  const number = Number(hour);
  const isHalf = half !== undefined && number >= 1 && number <= 12;
  const from = half?.toLowerCase() === 'p' ? 12 : 0;
  return String(isHalf ? (number % 12) + from : number).padStart(2, '0');
}

const DAY = /\d{4}-\d{2}-\d{2}/;
/** A time as people begin a point with it: `09:18`, `[09:18]`, `9:18Z`, `09:18:05,`, `2026-11-13 09:18 UTC –`, `9:18 pm`. */
const TIME =
  /^[[(]?(?:(\d{4}-\d{2}-\d{2})[ T])?([01]?\d|2[0-3]):([0-5]\d(?::[0-5]\d)?)(?:\.\d+)?(?: ?([AaPp])\.?[Mm]\b\.?)?(?: ?(?:Z|UTC))?(?=[\s\]),:;|*_–—-]|$)/;

/** A number, a name of somebody who was there, or an address. */
const EVIDENCE = /\d|@[\w-]|https?:\/\//;

type Parent = { readonly type: string; readonly children?: readonly Parent[] };

function hasLink(node: Parent): boolean {
  return node.type === 'link' || node.type === 'inlineCode' || (node.children ?? []).some(hasLink);
}

/** A night may pass between two points; more than twelve hours back is the next day, where nothing names one. */
function checkOrder(
  reading: Reading,
  before: Point | undefined,
  point: Point,
): readonly Diagnostic[] {
  if (before === undefined) return [];
  const { day, time } = point;
  if (day !== null && before.day !== null && day !== before.day)
    return day < before.day ? [backwards(reading, before.day, point)] : [];
  if (before.run !== point.run || before.time === null || time === null || time >= before.time)
    return [];
  if (minutesOf(before.time) - minutesOf(time) > 12 * 60) return [];
  return [backwards(reading, before.written, point, isPerhapsAfternoon(before.time, time))];
}

/** Whether a time of twelve hours would be in its order in the second half of the day. */
function isPerhapsAfternoon(before: string, time: string): boolean {
  const later = minutesOf(time) + 12 * 60;
  return later < 24 * 60 && later >= minutesOf(before);
}

function backwards(
  { placeOf }: Reading,
  before: string,
  { start, written }: Point,
  isAfternoon = false,
): Diagnostic {
  return lintFinding('time-order', 'error', placeOf(start, start + written.length), [
    `unexpected \`${written}\` after \`${before}\`, expected times in their order`,
    `move the point to where it belongs, or begin a new day with a heading${isAfternoon && !/[ap]\.?m/i.test(written) ? '; times have 24 hours, unless `am` or `pm` stands behind them' : ''}`,
  ]);
}

function checkEvidence({ placeOf }: Reading, point: Point): readonly Diagnostic[] {
  if (point.time === null || point.hasEvidence) return [];
  return [
    lintFinding('postmortem-evidence', 'warning', placeOf(point.start, point.end), [
      'unexpected point without evidence, expected a link, a number or who saw it',
      'link the graph, the log or the commit, or say how many',
    ]),
  ];
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}
