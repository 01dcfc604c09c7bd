// docs/commands.md is what the verbs declare, and docs/README.md leads to every page.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { commands } from '../commands/registry.ts';
import { renderCommandDocs } from './command-docs.ts';

const DOCS = new URL('../../docs/', import.meta.url);

test('docs/commands.md is what `npm run docs` writes, with every verb', async () => {
  const page = readFileSync(new URL('commands.md', DOCS), 'utf8');
  expect(page).toBe(await renderCommandDocs());
  const headings = [...page.matchAll(/^## ([\w-]+)$/gm)].map(([, name]) => name);
  expect(headings).toEqual(Object.keys(commands));
});

test('docs/README.md leads to every page, once', () => {
  const index = readFileSync(new URL('README.md', DOCS), 'utf8');
  const linked = [...index.matchAll(/\]\(([\w/-]+\.md)\)/g)].map(([, path]) => path);
  const pages = readdirSync(DOCS).filter((name) => name.endsWith('.md') && name !== 'README.md');
  expect(linked.toSorted()).toEqual([...pages, 'vendors/README.md'].toSorted());
});
