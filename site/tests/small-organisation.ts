// A small organisation whose internal pages have a picture to be compared with; the example may change, this one stays.
import type { SourceFile } from '../../scripts/config/document-set.ts';
import type { Snapshot } from '../../scripts/publication/view.ts';
import { loadState } from '../../scripts/validation/load.ts';
import { NOW } from './sample-entry.ts';
import { internalOf } from './sample-inside.ts';
import { sampleSnapshot } from './sample-snapshot.ts';

/** What people inside see of it. */
export function smallSnapshot(): Snapshot {
  const loaded = loadState(
    Object.entries(FILES).map(([path, text]): SourceFile => ({ path, text })),
  );
  if (loaded.kind === 'invalid')
    throw new Error(
      `the small organisation: ${loaded.diagnostics.map(({ place, message }) => `${place.file} ${message}`).join()}`,
    );
  const { public: view } = sampleSnapshot('empty');
  return {
    audience: 'internal',
    public: { ...view, builtAt: NOW, revision: null },
    internal: internalOf(loaded.state),
  };
}

const FILES: Readonly<Record<string, string>> = {
  'tocsin.yaml': `schema: tocsin/organisation@1
name: Larder
url: https://status.larder.example
triage: platform
environments: [production]
`,
  'ownership/functions.yaml': `schema: tocsin/functions@1
functions:
  - {id: backend, name: Backend}
  - {id: database, name: Databases}
`,
  'ownership/products/payments.yaml': `schema: tocsin/product@1
name: Payments
description: Pay by card or on account, and be paid as a supplier.
function: backend
services:
  - id: checkout
    name: Checkout
    tier: 1
    teams: {backend: payments, database: platform}
    needs: [payments-api]
  - id: payments-api
    name: Payments API
    tier: 1
    teams: {backend: payments, database: platform}
    needs: [ledger-db, {any_of: [psp-north, psp-south]}]
  - id: ledger-db
    name: Ledger database
    tier: 1
    teams: {backend: payments, database: platform}
  - {id: psp-north, name: Card acquirer North, tier: 2, teams: {backend: payments}}
  - {id: psp-south, name: Card acquirer South, tier: 2, teams: {backend: payments}}
`,
  'ownership/teams/payments.yaml': `schema: tocsin/team@1
name: Payments
mission: Every order is paid for once, every supplier is paid on the day, and the ledger balances.
lead: mara-okafor
members: [mara-okafor, jonas-lindqvist]
schedule: payments
`,
  'ownership/teams/platform.yaml': `schema: tocsin/team@1
name: Platform
lead: olek-bondar
members: [olek-bondar]
`,
  'ownership/schedules/payments.yaml': `schema: tocsin/schedule@1
name: Payments on call
zone: Europe/Amsterdam
rotation: {start: 2026-01-05T09:00, days: 7, people: [mara-okafor, jonas-lindqvist]}
`,
  'ownership/stakeholders.yaml': `schema: tocsin/stakeholders@1
groups:
  - {id: leadership, name: Leadership, quadrant: manage_closely, audience: internal}
  - {id: accounts, name: Restaurant groups with a service agreement, quadrant: manage_closely, audience: customer}
  - {id: restaurants, name: Restaurants, quadrant: keep_satisfied, audience: customer}
  - {id: desk, name: Customer desk, quadrant: keep_informed, audience: internal}
`,
  'rules/00-global.yaml': `schema: tocsin/rules@1
severity:
  - {id: critical, when: {severity: critical}, set: sev1}
  - {id: high, when: {severity: high}, set: sev2}
  - {id: medium, when: {severity: medium}, set: sev3}
  - {id: low, when: {severity: low}, set: sev4}
  - {id: unknown, set: sev3}
gate:
  - {id: open, action: open}
group:
  - {id: service-and-environment, by: [service, environment]}
notify:
  - {id: on-call, to: [on-call]}
`,
  ...incidents(),
};

/** One open, one restricted, and ten that ended: enough for percentiles. */
function incidents(): Readonly<Record<string, string>> {
  const ended = Array.from({ length: 10 }, (_, index) =>
    incident(`2026-${String(index + 1).padStart(2, '0')}-12`, {
      title: `Payments were slow for part ${index + 1} of the customers`,
      state: 'closed',
      severity: index % 3 === 0 ? 'sev2' : 'sev3',
      hours: 1 + ((index * 7) % 5),
    }),
  );
  const open = incident('2026-11-21', {
    title: 'Card payments fail for some customers',
    state: 'identified',
    severity: 'sev1',
    hours: null,
  });
  return Object.fromEntries([...ended, open]);
}

function incident(
  day: string,
  {
    title,
    state,
    severity,
    hours,
  }: {
    readonly title: string;
    readonly state: string;
    readonly severity: string;
    readonly hours: number | null;
  },
): readonly [string, string] {
  const at = (time: string): string => `${day}T${time}:00Z`;
  const end =
    hours === null
      ? ''
      : `, resolved: ${at(`${8 + hours}:00`.padStart(5, '0'))}, closed: ${at('23:00')}`;
  return [
    `incidents/2026/${day}-payments-api.md`,
    `---
schema: tocsin/incident@1
title: ${title}
state: ${state}
severity: ${severity}
category: errors
environment: production
owner: {team: payments, function: backend, product: payments}
services: [payments-api]
roles: {lead: jonas-lindqvist}
at: {started: ${at('08:00')}, detected: ${at('08:03')}, declared: ${at('08:04')}, acknowledged: ${at('08:06')}${end}}
actions: []
---
`,
  ];
}
