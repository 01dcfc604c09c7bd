// What surrounds every page: name, navigation, footer.
import type { ComponentStatus } from '../../../scripts/model/component.ts';
import type { Snapshot } from '../../../scripts/publication/view.ts';
import { linksFrom, publicAddress, type Links } from './links.ts';
import { moment, type Time } from './time.ts';

/** What the layout shows around a page. */
export type Frame = {
  readonly name: string;
  readonly status: ComponentStatus;
  readonly internal: boolean;
  readonly links: Links;
  readonly canonical: string;
  readonly builtAt: Time;
  readonly commit: string | null;
  readonly support: { readonly href: string | null; readonly text: string } | null;
};

/** The frame of the page at `path`. */
export function frame(snapshot: Snapshot, path: string): Frame {
  const view = snapshot.public;
  return {
    name: view.page.name,
    status: view.state.status,
    internal: snapshot.audience === 'internal',
    links: linksFrom(path),
    canonical: publicAddress(view.page.url, path === 'index.html' ? '' : path),
    builtAt: moment(view.builtAt),
    commit: view.revision === null ? null : view.revision.slice(0, 7),
    support: view.page.support === null ? null : supportContact(view.page.support),
  };
}

function supportContact(support: string): NonNullable<Frame['support']> {
  if (/^(https?:\/\/|mailto:)/i.test(support)) return { href: support, text: 'Contact support' };
  if (/^[^\s@]+@[^\s@]+$/.test(support)) return { href: `mailto:${support}`, text: support };
  return { href: null, text: support };
}
