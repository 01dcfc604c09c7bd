// What the internal pages are built from. A public build has none of them.
import type { InternalView } from '../../scripts/publication/view.ts';
import { type Frame, insideFrame } from './data/frame.ts';
import {
  INSIDE_PAGES,
  insideLinks,
  type InsideLinks,
  type InsidePage,
} from './data/inside/links.ts';
import { readSnapshot } from './snapshot.ts';

/** What one of the single pages is made of: what goes around it, where its links lead, and what it shows. */
export type SinglePage = {
  readonly page: {
    readonly here: InsidePage;
    readonly title: string;
    readonly frame: Frame;
    readonly inside: InsideLinks;
  };
  readonly links: InsideLinks;
  readonly view: InternalView;
};

/** One of the single pages, as the table of them names it. */
export function insidePage(here: InsidePage): SinglePage {
  const row = INSIDE_PAGES.find(([id]) => id === here);
  if (row === undefined) throw new Error(`there is no internal page ${here}`);
  const [, title, path] = row;
  const links = insideLinks(path);
  const frame = insideFrame(readSnapshot(), path);
  return { page: { here, title, frame, inside: links }, links, view: internalOrFail() };
}

/** The one path of an internal page, whose parameter is called like its file; none in a public build. */
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
