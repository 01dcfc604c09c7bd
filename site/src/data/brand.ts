// What an organisation adds to the stylesheet: its colours, its logo, its own rules. One file with the rest, so that the
// page needs no further request.
import { type Colours, DEFAULT_COLOURS } from '../../../scripts/model/page.ts';
import type { PublicView } from '../../../scripts/publication/view.ts';

/** The rules of a brand; empty for none. Paper is white and keeps to the page's own colours, and to the name in words. */
export function brandRules(brand: PublicView['page']['brand']): string {
  const { colours, logo, css } = brand;
  return [
    onScreen('', [theme(colours.light), logo === null ? '' : logoRule(logo)]),
    onScreen(' and (prefers-color-scheme:dark)', [
      theme(colours.dark),
      logo === null ? '' : darkLogoRule(brand),
    ]),
    css ?? '',
  ].join('');
}

function theme(colours: Partial<Colours>): string {
  const rules = Object.entries(colours).map(([token, colour]) => `--${token}:${colour}`);
  return rules.length === 0 ? '' : `:root{${rules.join(';')}}`;
}

function onScreen(further: string, rules: readonly string[]): string {
  const all = rules.join('');
  return all === '' ? '' : `@media screen${further}{${all}}`;
}

/** Most logos are drawn for light paper; without one for the dark theme they get a piece of it there. */
function darkLogoRule({ logoDark, colours }: PublicView['page']['brand']): string {
  if (logoDark !== null) return logoRule(logoDark);
  const paper = colours.light.paper ?? DEFAULT_COLOURS.light.paper;
  return `.logo{box-sizing:content-box;padding:4px 8px;border-radius:var(--radius);background-color:${paper};background-origin:content-box;forced-color-adjust:none}`;
}

/** Drawn as an image, in which no script runs and nothing is loaded; its size gives the proportions. */
function logoRule(svg: string): string {
  const [, width = '4', height = '1'] =
    /viewBox=["']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)/.exec(svg) ?? [];
  const encoded = encodeURIComponent(svg)
    .replaceAll("'", '%27')
    .replaceAll('(', '%28')
    .replaceAll(')', '%29');
  return `.logo{aspect-ratio:${width}/${height};background-image:url("data:image/svg+xml,${encoded}")}`;
}
