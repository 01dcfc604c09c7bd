// What an organisation adds to the stylesheet: its colours, its logo, its own rules. One file with the rest, so that the
// page needs no further request.
import { type Colours, DEFAULT_COLOURS } from '../../../scripts/model/page.ts';
import type { PublicView } from '../../../scripts/publication/view.ts';

/** The rules of a brand; empty for none. */
export function brandRules(brand: PublicView['page']['brand']): string {
  const { colours, logo, css } = brand;
  return [
    theme(colours.light, (rules) => `:root{${rules}}`),
    theme(colours.dark, (rules) => inDark(`:root{${rules}}`)),
    logo === null ? '' : `${logoRule(logo)}${inDark(darkLogoRule(brand))}`,
    css ?? '',
  ].join('');
}

function theme(colours: Partial<Colours>, wrap: (rules: string) => string): string {
  const rules = Object.entries(colours).map(([token, colour]) => `--${token}:${colour}`);
  return rules.length === 0 ? '' : wrap(rules.join(';'));
}

function inDark(rules: string): string {
  return `@media (prefers-color-scheme:dark){${rules}}`;
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
