// The one stylesheet of the site, named after its content so that caches keep it for ever.
import { createHash } from 'node:crypto';
import type { PublicView } from '../../../scripts/publication/view.ts';
import base from '../styles/site.css?inline';
import { brandRules } from './brand.ts';

/** The stylesheet's name and text. */
export function stylesheet({ page }: PublicView): { readonly name: string; readonly text: string } {
  const text = `${base.trim()}${brandRules(page.brand)}`;
  return { name: createHash('sha256').update(text).digest('hex').slice(0, 8), text };
}
