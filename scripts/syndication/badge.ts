// A badge: name and state as a picture for other people's pages, with the words as its title for those who do not see it.
import type { ComponentStatus } from '../model/component.ts';
import { STATUS_WORDS } from './words.ts';
import { escapeXml } from './xml.ts';

/** White text on each has a contrast of at least 4.5 to 1. */
const COLOURS = {
  operational: '#1a7f5a',
  maintenance: '#3b66c4',
  degraded: '#8f5d12',
  partial_outage: '#b54614',
  major_outage: '#c62f2f',
} as const satisfies Record<ComponentStatus, string>;

const LONGEST_NAME = 40;

/** Draws the badge of something with a name and a state. */
export function renderBadge(name: string, status: ComponentStatus): string {
  const word = STATUS_WORDS[status];
  const shown = shorten(name);
  const left = widthOf(shown);
  const right = widthOf(word);
  const label = escapeXml(`${name}: ${word}`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="22" viewBox="0 0 ${left + right} 22" role="img" aria-labelledby="title desc">
<title id="title">${label}</title>
<desc id="desc">Status badge: ${label}</desc>
<rect width="${left + right}" height="22" rx="4" fill="#3d444d"/>
<path d="M${left} 0h${right - 4}a4 4 0 0 1 4 4v14a4 4 0 0 1-4 4H${left}z" fill="${COLOURS[status]}"/>
<rect x=".5" y=".5" width="${left + right - 1}" height="21" rx="3.5" fill="none" stroke="#fff" stroke-opacity=".35"/>
<g fill="#fff" font-family="system-ui,Verdana,Arial,sans-serif" font-size="12" text-anchor="middle">
<text x="${left / 2}" y="15" textLength="${left - 16}" lengthAdjust="spacingAndGlyphs">${escapeXml(shown)}</text>
<text x="${left + right / 2}" y="15" textLength="${right - 16}" lengthAdjust="spacingAndGlyphs">${word}</text>
</g>
</svg>
`;
}

function shorten(name: string): string {
  const characters = [...name];
  return characters.length <= LONGEST_NAME
    ? name
    : `${characters.slice(0, LONGEST_NAME - 1).join('')}…`;
}

/** An estimate; `textLength` makes the text fit whatever font is there. Signs beyond Latin are wide. */
function widthOf(text: string): number {
  const width = [...text].reduce((sum, character) => sum + (character > '\u02ff' ? 12 : 7), 16);
  return Math.max(30, width);
}
