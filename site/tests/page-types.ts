// One page of each type, and of each type that looks different in another state or language, for browsers and pictures.

/** Pages of the sample in a storm, by a name for people. */
export const PUBLIC_PAGES = {
  home: '',
  'home in German': 'de/',
  'home in Arabic': 'ar/',
  incident: 'incidents/2026-11-14-web-shop.html',
  'incident in Arabic': 'ar/incidents/2026-11-14-web-shop.html',
  'open incident': 'incidents/2026-11-21-card-payments.html',
  'planned maintenance': 'incidents/2026-11-24-route-planning.html',
  component: 'components/card-payments.html',
  'component in Arabic': 'ar/components/card-payments.html',
  history: 'history.html',
  month: 'history/2026-11.html',
  'month in Arabic': 'ar/history/2026-11.html',
  search: 'search.html',
  calendar: 'calendar.html',
  'calendar in Arabic': 'ar/calendar.html',
  subscribe: 'subscribe.html',
  missing: '404.html',
} as const;

/** Pages that only people inside see. */
export const INSIDE_PAGES = {
  teams: 'teams.html',
  team: 'teams/payments.html',
  overview: 'inside/all.html',
  functions: 'inside/functions.html',
  function: 'inside/functions/backend.html',
  products: 'inside/products.html',
  product: 'inside/products/payments.html',
  services: 'inside/services.html',
  service: 'inside/services/payments-api.html',
  'action items': 'inside/debt.html',
  'incident inside': 'inside/incidents/2026-04-14-order-api.html',
  'post-mortems': 'inside/postmortems.html',
  'post-mortem': 'inside/postmortems/2026-09-14-payments-api.html',
  'on call': 'inside/on-call.html',
  stakeholders: 'inside/stakeholders.html',
  ownership: 'inside/ownership.html',
  dependencies: 'inside/graph.html',
  rules: 'inside/rules.html',
} as const;

/** All of them by their paths. */
export const PAGES: readonly string[] = [
  ...Object.values(PUBLIC_PAGES),
  ...Object.values(INSIDE_PAGES),
];

/** The type of a built page: its path without language and without what names one of many. */
export function typeOf(path: string): string {
  const own = path.replace(/^(de|ar)\//, '').replace(/^$/, 'index.html');
  return own.replace(/[^/]+\.html$/, (name) => (own.includes('/') && !isListed(own) ? '*' : name));
}

/** `inside/` itself holds pages of different types; its folders and all others hold many of one. */
function isListed(path: string): boolean {
  return /^inside\/[^/]+$/.test(path);
}
