// `npm run docs`: writes the pages of docs/vendors, removes those of vendors that are gone, runs the examples of
// docs/rules.md on tests, and writes the tables of docs/incidents.md.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { withAnswers } from './executed-page.ts';
import { withIncidentTables } from './incident-docs.ts';
import { renderVendorDocs } from './vendor-docs.ts';

const folder = new URL('../../docs/vendors/', import.meta.url);
const pages = renderVendorDocs();
for (const name of readdirSync(folder)) if (!pages.has(name)) rmSync(new URL(name, folder));
for (const [name, text] of pages) writeFileSync(new URL(name, folder), text);

const rules = new URL('../../docs/rules.md', import.meta.url);
const sections = ['## Names that tell what a tool cannot', '## Tests'];
writeFileSync(rules, sections.reduce(withAnswers, readFileSync(rules, 'utf8')));

const incidents = new URL('../../docs/incidents.md', import.meta.url);
writeFileSync(incidents, withIncidentTables(readFileSync(incidents, 'utf8')));
