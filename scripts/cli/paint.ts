import { styleText } from 'node:util';
import type { Paint } from '../diagnostics/pretty.ts';

/** A paint for a terminal with colours, or one that leaves text alone. */
export function paintWith(colours: boolean): Paint {
  return colours
    ? (colour, text) => styleText(colour, text, { validateStream: false })
    : (_colour, text) => text;
}
