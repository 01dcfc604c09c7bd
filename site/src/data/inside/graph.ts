// The picture of the dependencies: layers as columns, what is needed on the right.
import type { GraphNodeView, GraphView } from '../../../../scripts/publication/inside/view.ts';

/** Boxes and lines in the picture's own units, and the same as rows. */
export type GraphModel = {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly (GraphNodeView & {
    readonly x: number;
    readonly y: number;
    readonly label: string;
  })[];
  readonly lines: readonly { readonly path: string; readonly isAlternative: boolean }[];
  readonly box: { readonly width: number; readonly height: number };
  readonly rows: readonly (GraphNodeView & {
    readonly needs: readonly string[];
    readonly alternatives: readonly string[];
    readonly neededBy: readonly string[];
  })[];
};

/** The picture of the graph. */
export function graphModel({ layers, edges }: GraphView): GraphModel {
  const tallest = Math.max(1, ...layers.map(({ length }) => length));
  const height = tallest * ROW + PAD;
  const boxes = layers.flatMap((layer, column) => {
    const gap = (height - PAD) / Math.max(1, layer.length);
    return layer.map((node, row) => ({
      ...node,
      x: PAD / 2 + column * COLUMN,
      y: Math.round(PAD / 2 + gap * (row + 0.5) - BOX.height / 2),
      label: shorten(node.name),
    }));
  });
  const places = new Map(boxes.map((box) => [box.id, box]));
  const lines = edges.flatMap(({ from, to, isAlternative }) => {
    const [start, end] = [places.get(from), places.get(to)];
    if (start === undefined || end === undefined) return [];
    const [x1, y1] = [start.x + BOX.width, start.y + BOX.height / 2];
    const [x2, y2] = [end.x, end.y + BOX.height / 2];
    const bend = Math.max(24, Math.min(60, (x2 - x1) / 2));
    const path = `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
    return [{ path, isAlternative }];
  });
  const needing = Map.groupBy(edges, ({ from }) => from);
  const needed = Map.groupBy(edges, ({ to }) => to);
  return {
    width: PAD + Math.max(0, layers.length - 1) * COLUMN + BOX.width,
    height,
    boxes,
    lines,
    box: BOX,
    rows: layers.flat().map((node) => {
      const needs = needing.get(node.id) ?? [];
      return {
        ...node,
        needs: needs.filter(({ isAlternative }) => !isAlternative).map(({ to }) => to),
        alternatives: needs.filter(({ isAlternative }) => isAlternative).map(({ to }) => to),
        neededBy: (needed.get(node.id) ?? []).map(({ from }) => from),
      };
    }),
  };
}

const BOX = { width: 150, height: 30 };
const COLUMN = 210;
const ROW = 48;
const PAD = 8;
const LONGEST = 20;

function shorten(name: string): string {
  const letters = [...name];
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join('')}…` : name;
}
