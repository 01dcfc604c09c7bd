// A badge: name and state as a picture for other people's pages, with the words as its title for those who do not see it.
import type { ComponentStatus } from '../model/component.ts';
import { DEFAULT_COLOURS } from '../model/page.ts';
import type { Speech } from '../speech/speech.ts';
import { escapeXml } from './xml.ts';

/** White text on each can be read: it is nearly the paper that they stand on. */
const COLOURS = DEFAULT_COLOURS.light;

const LONGEST_NAME = 40;

/** Draws the badge of something with a name and a state; from right to left where the language runs so. */
export function renderBadge(name: string, status: ComponentStatus, speech: Speech): string {
  const word = speech.status(status);
  const shown = shorten(name);
  const [nameWidth, wordWidth] = [widthOf(shown), widthOf(word)];
  const width = nameWidth + wordWidth;
  const isMirrored = speech.direction === 'rtl';
  const nameAt = (isMirrored ? wordWidth : 0) + nameWidth / 2;
  const wordAt = (isMirrored ? 0 : nameWidth) + wordWidth / 2;
  const half = isMirrored
    ? `M${wordWidth} 0H4a4 4 0 0 0-4 4v14a4 4 0 0 0 4 4h${wordWidth - 4}z`
    : `M${nameWidth} 0h${wordWidth - 4}a4 4 0 0 1 4 4v14a4 4 0 0 1-4 4H${nameWidth}z`;
  const label = `${name}: ${word}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="22" viewBox="0 0 ${width} 22" role="img" aria-labelledby="title desc" xml:lang="${speech.language}" direction="${speech.direction}">
<title id="title">${escapeXml(label)}</title>
<desc id="desc">${escapeXml(speech.say('badge.about', { label }))}</desc>
<rect width="${width}" height="22" rx="4" fill="#3d444d"/>
<path d="${half}" fill="${COLOURS[status]}"/>
<rect x=".5" y=".5" width="${width - 1}" height="21" rx="3.5" fill="none" stroke="#fff" stroke-opacity=".35"/>
<g fill="#fff" font-family="system-ui,Verdana,Arial,sans-serif" font-size="12" text-anchor="middle">
<text x="${nameAt}" y="15" textLength="${nameWidth - 16}" lengthAdjust="spacingAndGlyphs">${escapeXml(shown)}</text>
<text x="${wordAt}" y="15" textLength="${wordWidth - 16}" lengthAdjust="spacingAndGlyphs">${escapeXml(word)}</text>
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

/** An estimate; `textLength` makes the text fit whatever font is there. Marks stand on letters, and signs of the East are wide. */
function widthOf(text: string): number {
  const width = [...text].reduce((sum, character) => sum + advanceOf(character), 16);
  return Math.max(30, width);
}

function advanceOf(character: string): number {
  if (/\p{Mn}/u.test(character)) return 0;
  return character < '\u1100' ? 7 : 12;
}
