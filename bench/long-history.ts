// An organisation with a long public history: 50 components, four incidents a day, each told in several updates.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FLAWS, PARTS, pick, WHERE } from './invented-words.ts';

/** When its site is built: an hour after the newest incident began. */
export const BUILT_AT = '2026-11-21T09:30:00Z';

const BETWEEN_MS = 6.2 * 3_600_000;
const SERVICES = 50;
const PRODUCTS = 10;

/** A file of the organisation, by its path in it. */
export type MadeFile = { readonly path: string; readonly text: string };

/** An organisation with `count` public incidents and a page in some languages in a folder of its own; gives the folder. */
export function makeLongHistory(count: number, languages: readonly string[]): string {
  const root = mkdtempSync(join(tmpdir(), 'tocsin-history-'));
  const page = `page: {languages: [${languages.join(', ')}]}\n`;
  const files = [
    ...frameFiles().map(({ path, text }) =>
      path === 'tocsin.yaml' ? { path, text: `${text}${page}` } : { path, text },
    ),
    ...Array.from({ length: count }, (_, index) => incidentFile(index)),
  ];
  for (const { path, text } of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** The file of incident number `index`; 0 is the newest and still open. */
export function incidentFile(index: number): MadeFile {
  const { id } = incidentFacts(index);
  return { path: `incidents/${id.slice(0, 4)}/${id}.md`, text: incidentText(index) };
}

/** What a peer needs to show the same incident. */
export function incidentFacts(index: number): {
  readonly id: string;
  readonly title: string;
  readonly startedAt: string;
  readonly component: string;
  readonly updates: readonly {
    readonly at: string;
    readonly status: string;
    readonly text: string;
  }[];
} {
  const began = Date.parse(BUILT_AT) - 3_600_000 - index * BETWEEN_MS;
  const service = (index * 7) % SERVICES;
  const lastedMs = (20 + ((index * 37) % 200)) * 60_000;
  const told = ['investigating', 'identified', 'monitoring', 'resolved'];
  return {
    id: `${minute(began).slice(0, 10)}-service-${service}`,
    title: `${pick(PARTS, index)} are ${pick(FLAWS, index * 5)} ${pick(WHERE, index * 3)}`,
    startedAt: minute(began),
    component: `component-${service}`,
    updates: told.slice(0, index === 0 ? 2 : 4).map((status, step) => ({
      at: minute(began + (lastedMs * (step + 1)) / 5),
      status,
      text: updateText(index, step),
    })),
  };
}

/** Everything but the history. */
export function frameFiles(): readonly MadeFile[] {
  return [
    {
      path: 'tocsin.yaml',
      text: 'schema: tocsin/organisation@1\nname: Large\nurl: https://status.large.example\ntriage: all\nenvironments: [production, staging, development]\n',
    },
    {
      path: 'rules/00-global.yaml',
      text: RULES,
    },
    {
      path: 'ownership/functions.yaml',
      text: 'schema: tocsin/functions@1\nfunctions: [{id: backend, name: Backend}]\n',
    },
    {
      path: 'ownership/teams/all.yaml',
      text: 'schema: tocsin/team@1\nname: All\nlead: ada-lovelace\nmembers: [ada-lovelace]\nchannel: "#all"\n',
    },
    ...Array.from({ length: PRODUCTS }, (_, product) => ({
      path: `ownership/products/product-${product}.yaml`,
      text: [
        'schema: tocsin/product@1',
        `name: Product ${pick(PARTS, product)}`,
        'function: backend',
        'services:',
        ...Array.from({ length: SERVICES / PRODUCTS }, (__, place) => {
          const number = (product * SERVICES) / PRODUCTS + place;
          return `  - {id: service-${number}, name: Service ${number}, tier: 2, function: backend, teams: {backend: all}, component: {id: component-${number}, name: ${pick(PARTS, number)} ${number}}}`;
        }),
        '',
      ].join('\n'),
    })),
  ];
}

function incidentText(index: number): string {
  const { title, startedAt, component, updates } = incidentFacts(index);
  const isOpen = index === 0;
  const began = Date.parse(startedAt);
  const last = Date.parse(updates.at(-1)?.at ?? startedAt);
  return `---
schema: tocsin/incident@1
title: Deploy of ${component} breaks ${pick(PARTS, index)}
state: ${isOpen ? 'identified' : 'closed'}
severity: sev3
category: errors
environment: production
owner:
  team: all
  function: backend
services: [${component.replace('component', 'service')}]
components:
  ${component}: ${pick(['degraded', 'degraded', 'partial_outage', 'major_outage'], index)}
at:
  started: ${startedAt}
  detected: ${minute(began + 120_000)}
  declared: ${minute(began + 180_000)}
${isOpen ? '' : `  mitigated: ${minute(last - 60_000)}\n  resolved: ${minute(last)}\n  closed: ${minute(last + 3_600_000)}\n`}public:
  visibility: public
  status: ${isOpen ? 'identified' : 'resolved'}
  title: ${title}
---

## Summary

The new version of the library opens at most ten connections. That is enough in a quiet hour and too
little on a Monday at eleven; **${index % 97} of ${1000 + index}** requests failed.

## Public updates

${updates.map(({ at, status, text }) => `### ${at.replace(':00Z', 'Z')} ${status}\n\n${text}\n`).join('\n')}
## Timeline

### ${startedAt.slice(0, 10)} (UTC)

- ${startedAt.slice(11, 16)} First time-outs; all are on calls to ${pick(PARTS, index * 3)}
- ${startedAt.slice(11, 16)} @ada-lovelace acknowledges
- ${startedAt.slice(11, 16)} Suspicion on ${index % 9}.${index % 7}.0; its notes list only a change of wording
${isOpen ? '' : closing(startedAt, minute(last + 3_600_000), index)}`;
}

/** What `/close` leaves in a timeline. */
function closing(startedAt: string, at: string, index: number): string {
  const day = at.slice(0, 10);
  const heading = startedAt.startsWith(day) ? '' : `\n### ${day} (UTC)\n\n`;
  return `${heading}- ${at.slice(11, 16)} [closed] by @ada-lovelace <!-- e:close-${index} -->\n`;
}

/** Prose for the most part; every eighth update has a list and a link. */
function updateText(index: number, step: number): string {
  const sentence = `${capital(pick(PARTS, index + step))} are ${pick(FLAWS, index + step * 3)} ${pick(WHERE, index + step)}. We have known since ${7 + step * 7} minutes and are working on ${pick(PARTS, index * 3)}; paying on account works, and what failed is not charged. The next update comes within half an hour.`;
  return (index * 4 + step) % 8 === 5
    ? `${sentence}\n\n- *Until then*: send orders **by mail**\n- Details in [our guide](https://large.example/guide/${index})`
    : sentence;
}

const RULES = `schema: tocsin/rules@1
severity: [{id: any, set: sev3, category: other}]
gate: [{id: open, action: open}]
group: [{id: service, by: [service, environment], reopen: 30m}]
notify: [{id: all, to: [team-channel]}]
`;

function capital(word: string): string {
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
}

/** An instant in whole minutes. */
function minute(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16)}:00Z`;
}
