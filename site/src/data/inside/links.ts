// Addresses of the internal pages, relative to the page that names them.
import type { SliceKind, SliceView } from '../../../../scripts/publication/inside/view.ts';

/** The single pages, in the order of the navigation. */
export const INSIDE_PAGES = [
  ['all', 'Overview', 'inside/all.html'],
  ['team', 'Teams', 'teams.html'],
  ['function', 'Functions', 'inside/functions.html'],
  ['product', 'Products', 'inside/products.html'],
  ['service', 'Services', 'inside/services.html'],
  ['debt', 'Action items', 'inside/debt.html'],
  ['postmortems', 'Post-mortems', 'inside/postmortems.html'],
  ['on-call', 'On call', 'inside/on-call.html'],
  ['stakeholders', 'Stakeholders', 'inside/stakeholders.html'],
  ['ownership', 'Ownership', 'inside/ownership.html'],
  ['graph', 'Dependencies', 'inside/graph.html'],
  ['rules', 'Rules', 'inside/rules.html'],
] as const;

/** One of the single pages. */
export type InsidePage = (typeof INSIDE_PAGES)[number][0];

/** Addresses as seen from one page. */
export type InsideLinks = {
  readonly page: (page: InsidePage) => string;
  readonly slice: (kind: SliceKind, id: string | null) => string;
  readonly incident: (id: string) => string;
  readonly postmortem: (incident: string) => string;
  readonly publicIncident: (incident: string) => string;
  readonly sheet: string;
};

/** The addresses for a page at `path`. */
export function insideLinks(path: string): InsideLinks {
  const prefix = '../'.repeat(path.split('/').length - 1);
  return {
    page: (page) => `${prefix}${INSIDE_PAGES.find(([id]) => id === page)?.[2] ?? ''}`,
    slice: (kind, id) => `${prefix}${slicePath({ kind, id })}`,
    incident: (id) => `${prefix}${incidentPagePath(id)}`,
    postmortem: (incident) => `${prefix}inside/postmortems/${incident}.html`,
    publicIncident: (incident) => `${prefix}incidents/${incident}.html`,
    sheet: `${prefix}assets/inside.css`,
  };
}

/** The path of a slice's page; incidents that name none of a kind have one too. */
export function slicePath({ kind, id }: Pick<SliceView, 'kind' | 'id'>): string {
  if (kind === 'all') return 'inside/all.html';
  const folder = kind === 'team' ? 'teams' : `inside/${kind}s`;
  return `${folder}/${id ?? NONE}.html`;
}

/** The path of an incident's internal page. */
export function incidentPagePath(id: string): string {
  return `inside/incidents/${id}.html`;
}

/** No id may be written so. */
export const NONE = '-';
