// What the internal pages are built from. A public build has none of them.
import type { InternalView } from '../../scripts/publication/view.ts';
import { readSnapshot } from './snapshot.ts';

/** The one path of an internal page, or none in a public build. */
export function onlyInside<Name extends string>(
  name: Name,
  value: string,
): { params: Record<Name, string> }[] {
  const params: Record<string, string> = { [name]: value };
  return internalView() === null ? [] : [{ params }];
}

/** The internal view; null in a public build. */
export function internalView(): InternalView | null {
  const snapshot = readSnapshot();
  return snapshot.audience === 'internal' ? snapshot.internal : null;
}

/** The internal view of a page that only an internal build has. */
export function internalOrFail(): InternalView {
  const view = internalView();
  if (view === null) throw new Error('an internal page was asked for in a public build');
  return view;
}
