// The picture of the dependencies: dagre lays out the boxes in columns, what is needed on the right; d3 draws the lines.
import { Graph, layout } from '@dagrejs/dagre';
import { curveBumpX, line } from 'd3-shape';
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
  /** How many services stand in the table only, since nothing joins them to another. */
  readonly alone: number;
  readonly rows: readonly (GraphNodeView & {
    readonly needs: readonly string[];
    readonly alternatives: readonly string[];
    readonly neededBy: readonly string[];
  })[];
};

/** The picture of the graph. */
export function graphModel({ nodes, edges }: GraphView): GraphModel {
  const joined = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const drawn = nodes.filter(({ id }) => joined.has(id));
  const placed = placedGraph(drawn, edges);
  const { width = 0, height = 0 } = placed.graph();
  const needing = Map.groupBy(edges, ({ from }) => from);
  const needed = Map.groupBy(edges, ({ to }) => to);
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    boxes: drawn.map((node) => {
      const { x = 0, y = 0 } = placed.node(node.id);
      return {
        ...node,
        x: Math.round(x - BOX.width / 2),
        y: Math.round(y - BOX.height / 2),
        label: shorten(node.name),
      };
    }),
    lines: edges.map(({ from, to, isAlternative }) => ({
      path: pathOf(placed, from, to),
      isAlternative,
    })),
    box: BOX,
    alone: nodes.length - drawn.length,
    rows: nodes.map((node) => {
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
const LONGEST = 20;
/** Room above a box for the severity of its open incident. */
const ROOM = 18;

/** What is asked of dagre; its own types do not resolve for modules that Node runs as they are. */
type Placed = {
  readonly setGraph: (settings: Readonly<Record<string, string | number>>) => void;
  readonly setNode: (id: string, box: { readonly width: number; readonly height: number }) => void;
  readonly setEdge: (from: string, to: string, label: object) => void;
  readonly nodes: () => readonly string[];
  readonly node: (id: string) => Partial<Place>;
  readonly edge: (from: string, to: string) => { readonly points?: readonly Place[] };
  readonly graph: () => { readonly width?: number; readonly height?: number };
};

type Place = { readonly x: number; readonly y: number };

/** The ranks by the longest path cost least and stay what people expect: a service left of all that it needs. */
function placedGraph(nodes: readonly GraphNodeView[], edges: GraphView['edges']): Placed {
  const graph: Placed = new Graph();
  graph.setGraph({
    rankdir: 'LR',
    ranker: 'longest-path',
    ranksep: 60,
    nodesep: ROOM,
    edgesep: 12,
    marginx: 2,
    marginy: ROOM,
  });
  for (const { id } of nodes) graph.setNode(id, { ...BOX });
  for (const { from, to } of edges) graph.setEdge(from, to, {});
  layout(graph);
  return graph;
}

type Point = readonly [x: number, y: number];

/** From the right side of a box to the left side of what it needs, level through every column between them. */
function pathOf(graph: Placed, from: string, to: string): string {
  const half = BOX.width / 2;
  const columns = new Set(graph.nodes().map((id) => graph.node(id).x));
  const [start, end] = [graph.node(from), graph.node(to)];
  const between = (graph.edge(from, to).points ?? []).filter(
    ({ x }) => columns.has(x) && x !== start.x && x !== end.x,
  );
  const points: readonly Point[] = [
    [(start.x ?? 0) + half, start.y ?? 0],
    ...between.flatMap(({ x, y }): Point[] => [
      [x - half, y],
      [x + half, y],
    ]),
    [(end.x ?? 0) - half, end.y ?? 0],
  ];
  return (
    line<Point>(
      ([x]) => x,
      ([, y]) => y,
    )
      .curve(curveBumpX)
      .digits(0)([...points]) ?? ''
  );
}

function shorten(name: string): string {
  const letters = [...name];
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join('')}…` : name;
}
