// What has to be done at a place so that it shows a site, in an order in which no page names what is not there yet.
import { isNamedAfterContent } from './media.ts';
import { LIST, type List, MISSING, type Published, renderList, UNSURE } from './published.ts';

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
  const isNew = (path: string): boolean => (before.get(path) ?? MISSING) === MISSING;
  const marks = changed.map(([path]) => [path, isNew(path) ? MISSING : UNSURE] as const);
  const unsure = new Map([...before, ...marks]);
  const uploads = Map.groupBy(changed.map(([path]) => path).toSorted(), (path) =>
    rankOf(path, isNew(path)),
  );
  return [
    [{ kind: 'write' as const, path: LIST, text: renderList({ ...list, files: unsure }) }],
    ...[...uploads]
      .toSorted(([left], [right]) => left - right)
      .map(([, paths]) => paths.map((path) => ({ kind: 'upload' as const, path }))),
    gone.toSorted().map((path) => ({ kind: 'delete' as const, path })),
    [{ kind: 'write' as const, path: LIST, text: renderList(list) }],
  ].filter((group) => group.length > 0);
}

/**
 * What pages load; what is new, to which nothing there leads yet; what leads to it; and at last the page that everybody
 * opens.
 */
function rankOf(path: string, isNew: boolean): number {
  if (isNamedAfterContent(path)) return 0;
  if (path === 'index.html') return LAST;
  const kind = LEADING.findIndex((pattern) => pattern.test(path));
  return (isNew ? 0 : LEADING.length) + kind + 1;
}

/** Kinds of files, each of which leads to those before it. */
const LEADING = [/(^|\/)incidents\//, /(^|\/)history\//, /(^|\/)components\//, /^/] as const;
const LAST = 2 * LEADING.length + 1;
