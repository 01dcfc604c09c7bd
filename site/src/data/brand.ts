// What an organisation adds to the stylesheet: its colours, its logo, its own rules. One file with the rest, so that the
// page needs no further request.
import type { Colours } from '../../../scripts/model/page.ts';
import type { PublicView } from '../../../scripts/publication/view.ts';

/** The rules of a brand; empty for none. */
export function brandRules({ colours, logo, css }: PublicView['page']['brand']): string {
  return [
    theme(colours.light, (rules) => `:root{${rules}}`),
    theme(colours.dark, (rules) => `@media (prefers-color-scheme:dark){:root{${rules}}}`),
    logo === null ? '' : logoRule(logo),
    css ?? '',
  ].join('');
}

function theme(colours: Partial<Colours>, wrap: (rules: string) => string): string {
  const rules = Object.entries(colours).map(([token, colour]) => `--${token}:${colour}`);
  return rules.length === 0 ? '' : wrap(rules.join(';'));
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
