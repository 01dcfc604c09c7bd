// A large organisation with the looks that the docs show: 50 components, planned work that runs and that comes, and
// 10,000 incidents, about four a day, so that 350 of them lie in the 90 days.
import { readFileSync } from 'node:fs';
import { buildOrganisation } from '../../scripts/config/organisation.ts';
import { readDocuments } from '../../scripts/config/document-set.ts';
import type { Incident } from '../../scripts/model/incident.ts';
import { addMs } from '../../scripts/model/instant.ts';
import { viewPublic } from '../../scripts/publication/public-view.ts';
import type { Snapshot } from '../../scripts/publication/view.ts';
import { FLAWS, PARTS, pick, WHERE } from '../../bench/invented-words.ts';

const NOW = '2026-11-21T09:30:00.000Z';
const COUNT = 10_000;
const WITH_WORDS = 500;
const BETWEEN_MS = 6.2 * 3_600_000;
/** What the public sees of it; only the newest `pages` incidents get a page of their own. */
export function largeSnapshot(pages: number): Snapshot {
  const organisation = buildOrganisation(readDocuments(files()).documents);
  if (organisation === null) throw new Error('the generated organisation is not valid');
  const view = viewPublic({
    organisation,
    incidents: [
      ...Array.from({ length: COUNT }, (_, index) => incident(index)),
      work('2026-11-21-storage', '2026-11-21T08:00:00.000Z', 12),
      work('2026-11-24-network', '2026-11-24T20:00:00.000Z', 33),
    ],
    postmortems: [],
    revision: null,
    now: NOW,
  });
  return { audience: 'public', public: { ...view, incidents: view.incidents.slice(0, pages) } };
}

function files(): Parameters<typeof readDocuments>[0] {
  const products = Array.from({ length: 10 }, (_, group) => ({
    path: `ownership/products/product-${group}.yaml`,
    text: [
      'schema: tocsin/product@1',
      `name: Product ${pick(PARTS, group)}`,
      'function: backend',
      'services:',
      ...Array.from({ length: 5 }, (__, place) => {
        const number = group * 5 + place;
        return `  - {id: service-${number}, name: Service ${number}, component: {id: ${component(number)}, name: ${pick(PARTS, number)} ${pick(FLAWS, number * 3)} ${number}}}`;
      }),
      '',
    ].join('\n'),
  }));
  return [
    {
      path: 'tocsin.yaml',
      text:
        'schema: tocsin/organisation@1\nname: Large\nurl: https://status.large.example\ntriage: all\nenvironments: [production]\n' +
        pageOfDocs(),
    },
    {
      path: 'ownership/functions.yaml',
      text: 'schema: tocsin/functions@1\nfunctions: [{id: backend, name: Backend}]\n',
    },
    ...products,
  ];
}

/** The block for name, logos, colours, links and rules, as the docs have it. */
function pageOfDocs(): string {
  const docs = readFileSync(new URL('../../docs/status-page.md', import.meta.url), 'utf8');
  const [, page] = /```yaml\n(page:\n[^]*?)```/.exec(docs) ?? [];
  if (page === undefined) throw new Error('docs/status-page.md has no block for `page`');
  return page;
}

function work(id: string, from: string, number: number): Incident {
  const until = addMs(from, 2 * 3_600_000);
  return {
    ...incident(number),
    id,
    kind: 'maintenance',
    state: 'investigating',
    at: { declared: addMs(from, -86_400_000), ...(from > NOW ? {} : { started: from }) },
    window: { from, until },
    components: { [component(number)]: 'maintenance', [component(number + 5)]: 'maintenance' },
    public: { visibility: 'public', title: `New ${pick(PARTS, number)} for all customers` },
    updates: [
      {
        at: addMs(from, -86_400_000),
        status: 'scheduled',
        text: `We move ${pick(PARTS, number)} to new machines. You need not do anything.`,
      },
    ],
  };
}

function incident(index: number): Incident {
  const began = addMs(NOW, -index * BETWEEN_MS - 3_600_000);
  const lastedMs = (20 + ((index * 37) % 200)) * 60_000;
  const told = ['investigating', 'identified', 'monitoring', 'resolved'] as const;
  const isOpen = index < 2;
  const status = (['degraded', 'degraded', 'partial_outage', 'major_outage'] as const)[index % 4];
  return {
    id: `${began.slice(0, 10)}-service-${index}`,
    kind: 'incident',
    title: 'internal',
    state: isOpen ? 'identified' : 'closed',
    severity: 'sev3',
    severityMax: 'sev3',
    category: 'errors',
    environment: 'production',
    group: null,
    owner: { team: 'all', function: 'backend', product: null },
    services: [],
    components: {
      [component((index * 7) % 50)]: status ?? 'degraded',
      ...(index % 3 === 0 ? { [component((index * 11) % 50)]: 'degraded' } : {}),
    },
    componentsBefore: [],
    takenBy: null,
    handover: null,
    roles: {},
    called: [],
    at: isOpen
      ? { started: began }
      : {
          started: began,
          mitigated: addMs(began, lastedMs * 0.8),
          resolved: addMs(began, lastedMs),
        },
    window: null,
    problems: {},
    tickets: [],
    change: null,
    relations: { causedBy: [] },
    public: {
      visibility: 'public',
      title: `${pick(PARTS, index)} are ${pick(FLAWS, index * 5)} ${pick(WHERE, index * 3)}`,
    },
    postmortem: null,
    postmortemBegun: null,
    postmortemClosed: null,
    postmortemDraft: null,
    postmortemOwed: false,
    contributors: [],
    impact: null,
    mutes: [],
    drafts: [],
    actions: [],
    room: null,
    // What has no page needs no words.
    updates: told.slice(0, index > WITH_WORDS ? 0 : isOpen ? 2 : 4).map((each, step) => ({
      at: addMs(began, (lastedMs * step) / 3),
      status: each,
      text: `${pick(PARTS, index + step)} are ${pick(FLAWS, index + step * 3)} ${pick(WHERE, index + step)}. We know since ${step * 7} minutes and work on ${pick(PARTS, index * 3)}; the next update comes within half an hour.`,
    })),
    keys: new Set(),
  };
}

function component(number: number): string {
  return `component-${number}`;
}
