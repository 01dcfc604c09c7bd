// `npm run docs`: writes the pages of docs/vendors, removes those of vendors that are gone, runs the examples of
// docs/rules.md on names and explanations and those of docs/rule-tests.md, writes docs/commands.md, and the tables of
// docs/incidents.md and of CONTRIBUTING.md.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { renderCommandDocs } from './command-docs.ts';
import { withAnswers } from './executed-page.ts';
import { withIncidentTables } from './incident-docs.ts';
import { withPlan } from './plan-docs.ts';
import { renderVendorDocs } from './vendor-docs.ts';

const folder = new URL('../../docs/vendors/', import.meta.url);
const pages = renderVendorDocs();
for (const name of readdirSync(folder)) if (!pages.has(name)) rmSync(new URL(name, folder));
for (const [name, text] of pages) writeFileSync(new URL(name, folder), text);

const rules = new URL('../../docs/rules.md', import.meta.url);
const sections = ['## Names that tell what a tool cannot', '## What would become of a signal'];
writeFileSync(
  rules,
  sections.reduce((page, heading) => withAnswers(page, heading), readFileSync(rules, 'utf8')),
);

const ruleTests = new URL('../../docs/rule-tests.md', import.meta.url);
writeFileSync(ruleTests, withAnswers(readFileSync(ruleTests, 'utf8')));

writeFileSync(new URL('../../docs/commands.md', import.meta.url), await renderCommandDocs());

const incidents = new URL('../../docs/incidents.md', import.meta.url);
writeFileSync(incidents, withIncidentTables(readFileSync(incidents, 'utf8')));

const contributing = new URL('../../CONTRIBUTING.md', import.meta.url);
writeFileSync(contributing, withPlan(readFileSync(contributing, 'utf8')));
