// `npm run docs`: writes the pages of docs/vendors, removes those of vendors that are gone, runs the examples of
// docs/rules.md on names, explanations and tests, and writes the tables of docs/incidents.md and of CONTRIBUTING.md.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { withAnswers } from './executed-page.ts';
import { withIncidentTables } from './incident-docs.ts';
import { withPlan } from './plan-docs.ts';
import { renderVendorDocs } from './vendor-docs.ts';

const folder = new URL('../../docs/vendors/', import.meta.url);
const pages = renderVendorDocs();
for (const name of readdirSync(folder)) if (!pages.has(name)) rmSync(new URL(name, folder));
for (const [name, text] of pages) writeFileSync(new URL(name, folder), text);

const rules = new URL('../../docs/rules.md', import.meta.url);
const sections = [
  '## Names that tell what a tool cannot',
  '## What would become of a signal',
  '## Tests',
];
writeFileSync(rules, sections.reduce(withAnswers, readFileSync(rules, 'utf8')));

const incidents = new URL('../../docs/incidents.md', import.meta.url);
writeFileSync(incidents, withIncidentTables(readFileSync(incidents, 'utf8')));

const contributing = new URL('../../CONTRIBUTING.md', import.meta.url);
writeFileSync(contributing, withPlan(readFileSync(contributing, 'utf8')));
