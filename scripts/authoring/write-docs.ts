// `npm run docs`: writes the pages of docs/vendors, and removes those of vendors that are gone.
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { renderVendorDocs } from './vendor-docs.ts';

const folder = new URL('../../docs/vendors/', import.meta.url);
const pages = renderVendorDocs();
for (const name of readdirSync(folder)) if (!pages.has(name)) rmSync(new URL(name, folder));
for (const [name, text] of pages) writeFileSync(new URL(name, folder), text);
