import type { Place } from '../../model/place.ts';

/** A reference to something else, and where it is made. */
export type Edge = { readonly to: string; readonly place: Place };

/** Things that lead back to the first of them, which stands at the end again, and the references between them. */
export type Circle<Some extends Edge = Edge> = {
  readonly members: readonly string[];
  readonly edges: readonly Some[];
};

/** The circles among references; each is given once, its last reference closes it. */
export function circlesIn<Some extends Edge>(
  edges: ReadonlyMap<string, readonly Some[]>,
): readonly Circle<Some>[] {
  const found: Circle<Some>[] = [];
  const finished = new Set<string>();
  for (const start of edges.keys()) walk(start, edges, finished, found);
  return found;
}

/** Depth-first with its own stack: a long chain must not exhaust the program's. */
function walk<Some extends Edge>(
  start: string,
  edges: ReadonlyMap<string, readonly Some[]>,
  finished: Set<string>,
  found: Circle<Some>[],
): void {
  const path: { readonly id: string; next: number }[] = [{ id: start, next: 0 }];
  const onPath = new Set([start]);
  while (path.length > 0) {
    const top = path.at(-1);
    if (top === undefined) return;
    const edge = finished.has(top.id) ? undefined : edges.get(top.id)?.[top.next];
    top.next += 1;
    if (edge === undefined) {
      finished.add(top.id);
      onPath.delete(top.id);
      path.pop();
    } else if (onPath.has(edge.to)) {
      const members = path.slice(path.findIndex(({ id }) => id === edge.to));
      found.push({
        members: [...members.map(({ id }) => id), edge.to],
        edges: members.flatMap(({ id, next }) => edges.get(id)?.[next - 1] ?? []),
      });
    } else if (!finished.has(edge.to)) {
      onPath.add(edge.to);
      path.push({ id: edge.to, next: 0 });
    }
  }
}
