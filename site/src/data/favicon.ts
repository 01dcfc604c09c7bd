// The tab's icon carries the overall state, so that a pinned tab already answers the first question.
import type { ComponentStatus } from '../../../scripts/model/component.ts';
import { DEFAULT_COLOURS } from '../../../scripts/model/page.ts';

const COLOURS = DEFAULT_COLOURS.light;

const SHAPES = {
  operational: "<path d='m4.8 8.2 2.2 2.2 4.2-4.6'/>",
  maintenance: "<path d='M4.6 8h6.8'/>",
  degraded: "<path d='M8 4.4v4.4M8 11.2v.2'/>",
  partial_outage: "<path d='M8 4.4v4.4M8 11.2v.2'/>",
  major_outage: "<path d='m5.4 5.4 5.2 5.2m0-5.2-5.2 5.2'/>",
} as const satisfies Record<ComponentStatus, string>;

/** The icon of a state as a data address. */
export function favicon(status: ComponentStatus): string {
  const disc = `<circle cx='8' cy='8' r='8' fill='${COLOURS[status]}'/>`;
  const mark = `<g fill='none' stroke='#fff' stroke-width='1.8' stroke-linecap='round'>${SHAPES[status]}</g>`;
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'>${disc}${mark}</svg>`;
  return `data:image/svg+xml,${svg.replaceAll('#', '%23')}`;
}
