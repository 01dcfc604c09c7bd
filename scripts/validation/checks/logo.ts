// The logo of the status page: browsers draw nothing at all of an image that is not well-formed, and then no page says whose
// it is.
import type { Located } from '../../config/document-set.ts';
import type { OrganisationDocument } from '../../config/documents.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { placeOfRange } from '../../incidents/markdown.ts';
import type { Place } from '../../model/place.ts';
import { finding } from '../finding.ts';
import { findXmlMistake } from '../xml-mistake.ts';

type File = Located<OrganisationDocument>;

/** An image that browsers draw, and that says how large it is. */
export function checkLogo(file: File, key: 'logo' | 'logo_dark'): readonly Diagnostic[] {
  const logo = file.document.page?.[key];
  if (logo === undefined) return [];
  if (file.document.page?.logo === undefined)
    return [
      finding(
        'page-logo',
        file.locateKey(['page', key]),
        'unexpected `logo_dark` alone, expected it beside `logo`, in whose place it stands in the dark theme',
        'add `logo` for the light theme',
      ),
    ];
  const [head = ''] = /^<svg\b[^>]*>/.exec(logo.trim()) ?? [];
  const lacks = Object.keys(ASKED).find((part) => ASKED[part]?.test(head) === false);
  if (head === '' || lacks !== undefined)
    return [
      finding(
        'page-logo',
        file.locate(['page', key]),
        head === ''
          ? 'unexpected start of the logo, expected an SVG image from `<svg …>` to `</svg>`'
          : `unexpected logo without \`${lacks}\`, expected a whole SVG image that states its size`,
        'paste the file as it is, without `<?xml …?>`: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 24">…</svg>`',
      ),
    ];
  const wrong = findXmlMistake(logo.trim());
  if (wrong === null) return [];
  const start = logo.length - logo.trimStart().length + wrong.start;
  const found = logo.trim().slice(wrong.start, wrong.end);
  return [
    finding(
      'page-logo',
      placeWithin(file, file.locate(['page', key]), logo, { start, found }),
      `unexpected \`${shortened(found)}\` in the logo, expected ${wrong.expected}`,
      'browsers show nothing of an image that is not well-formed, and the name would be missing on all pages: export it anew, or correct it there',
    ),
  ];
}

/** What the first tag says, for the whole to be an image with a size. */
const ASKED: Readonly<Record<string, RegExp>> = {
  'xmlns="http://www.w3.org/2000/svg"': /\sxmlns=(["'])http:\/\/www\.w3\.org\/2000\/svg\1/,
  viewBox: /\sviewBox=/,
};

/** On one line; a sign that nobody sees is called by its number. */
function shortened(text: string): string {
  const said = text.replaceAll(UNSEEN, numberOf);
  const [line = ''] = said.split('\n');
  return line.length > 40 || line !== said ? `${line.slice(0, 40)}…` : line;
}

const UNSEEN = /[\p{C}\p{Z}]/gu;

function numberOf(sign: string): string {
  if (sign === ' ' || sign === '\n') return sign;
  return `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** The place of a part of the logo: where the file writes it in the same letters, else that of the whole. */
function placeWithin(
  { file, text }: File,
  whole: Place,
  logo: string,
  { start, found }: { readonly start: number; readonly found: string },
): Place {
  const [line = ''] = found.split('\n');
  const before = text.split('\n').slice(0, whole.line - 1);
  let at = text.indexOf(line, before.join('\n').length);
  for (let seen = logo.indexOf(line); seen !== -1 && seen < start;) {
    seen = logo.indexOf(line, seen + 1);
    at = at === -1 ? -1 : text.indexOf(line, at + 1);
  }
  return at === -1 ? whole : placeOfRange({ file, text }, at, at + line.length);
}
