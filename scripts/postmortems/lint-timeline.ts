// Whether the timeline runs forwards, and whether each of its points can be believed.
import type { ListItem } from 'mdast';
import { toString } from 'mdast-util-to-string';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { findSection } from '../incidents/markdown.ts';
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
  /** Which list it stands in; times begin anew with each. */
  readonly list: number;
  /** `09:18`; null where the point begins with something else. */
  readonly time: string | null;
  readonly text: string;
  readonly hasEvidence: boolean;
};

function readPoints({ sections, located }: Reading): readonly Point[] {
  const section = findSection(sections, 'Timeline');
  return (section?.blocks ?? []).flatMap(({ node }, list) =>
    node.type === 'list'
      ? node.children.map((item) => readPoint(item, list, located.bodyStart))
      : [],
  );
}

function readPoint(item: ListItem, list: number, bodyStart: number): Point {
  const text = toString(item, { includeHtml: false }).trim();
  const time = /^\d{2}:\d{2}(?::\d{2})?(?=\s)/.exec(text)?.[0] ?? null;
  const words = time === null ? text : text.slice(time.length);
  const first = item.children[0]?.position?.start.offset ?? item.position?.start.offset ?? 0;
  return {
    start: first + bodyStart,
    end: (item.position?.end.offset ?? 0) + bodyStart,
    list,
    time,
    text,
    hasEvidence: EVIDENCE.test(words) || hasLink(item),
  };
}

/** A number, a name of somebody who was there, or an address. */
const EVIDENCE = /\d|@[\w-]|https?:\/\//;

type Parent = { readonly type: string; readonly children?: readonly Parent[] };

function hasLink(node: Parent): boolean {
  return node.type === 'link' || node.type === 'inlineCode' || (node.children ?? []).some(hasLink);
}

/** A night may pass between two points; more than twelve hours back is the next day. */
function checkOrder(
  { placeOf }: Reading,
  before: Point | undefined,
  point: Point,
): readonly Diagnostic[] {
  if (before === undefined || before.list !== point.list) return [];
  if (before.time === null || point.time === null || point.time >= before.time) return [];
  if (minutesOf(before.time) - minutesOf(point.time) > 12 * 60) return [];
  return [
    lintFinding('time-order', 'error', placeOf(point.start, point.start + point.time.length), [
      `unexpected \`${point.time}\` after \`${before.time}\`, expected times in their order`,
      'move the point to where it belongs, or begin a new day with a heading',
    ]),
  ];
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
