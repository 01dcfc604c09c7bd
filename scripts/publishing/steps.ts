// What has to be done at a place so that it shows a site, in an order in which no page names what is not there yet.
import { isNamedAfterContent } from './media.ts';
import { LIST, type List, type Published, renderList } from './published.ts';

/** One thing to do at a place. */
export type Step =
  | { readonly kind: 'upload'; readonly path: string }
  | { readonly kind: 'write'; readonly path: string; readonly text: string }
  | { readonly kind: 'delete'; readonly path: string };

/** Groups of steps: a group begins when the one before it is done. */
export type Steps = readonly (readonly Step[])[];

/**
 * From what an earlier publish put there to the site. A list of both comes first, so that what an interrupted publish
 * left behind is known to the next one.
 */
export function stepsTo(list: List, before: Published): Steps {
  const { files: site } = list;
  const changed = [...site].filter(([path, digest]) => before.get(path) !== digest);
  const gone = [...before.keys()].filter((path) => !site.has(path));
  if (changed.length + gone.length === 0) return [];
  const unsure = new Map([...before, ...changed.map(([path]) => [path, ''] as const)]);
  const uploads = Map.groupBy(changed.map(([path]) => path).toSorted(), rankOf);
  return [
    [{ kind: 'write' as const, path: LIST, text: renderList({ ...list, files: unsure }) }],
    ...[0, 1, 2, 3].map((rank) =>
      (uploads.get(rank) ?? []).map((path) => ({ kind: 'upload' as const, path })),
    ),
    gone.toSorted().map((path) => ({ kind: 'delete' as const, path })),
    [{ kind: 'write' as const, path: LIST, text: renderList(list) }],
  ].filter((group) => group.length > 0);
}

/** What pages load, what lists lead to, the lists, and at last the page that everybody opens. */
function rankOf(path: string): number {
  if (path === 'index.html') return 3;
  if (isNamedAfterContent(path)) return 0;
  return /(^|\/)(incidents|components)\//.test(path) ? 1 : 2;
}
