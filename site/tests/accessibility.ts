// What is hard to read or to use on a page, as axe finds it. What axe leaves undecided counts: it is not proven.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Frame, Page } from 'playwright-core';
import { contrastOf, wordsInPictures } from './contrast.ts';

/** The three ways in which a browser shows the colours of a page. */
export const MODES = [
  { colorScheme: 'light', forcedColors: 'none' },
  { colorScheme: 'dark', forcedColors: 'none' },
  { colorScheme: 'dark', forcedColors: 'active' },
] as const;

const SOURCE = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Text of the site stands out this much, words in pictures as well. */
const TEXT = 7;

/** Everything wrong on a page that lets scripts of others run, with its folds open; one line for each. */
export async function violations(page: Page | Frame): Promise<readonly string[]> {
  await page.evaluate(await SOURCE);
  await page.evaluate(() =>
    document.querySelectorAll('details').forEach((details) => (details.open = true)),
  );
  // Axe knows no background with a gradient, as the shade at the end of what scrolls.
  await page.addStyleTag({ content: '.scroll { background-image: none !important }' });
  const found = await page.evaluate(async () => {
    const axe: unknown = Reflect.get(window, 'axe');
    const tool =
      axe instanceof Object && 'run' in axe && typeof axe.run === 'function' ? axe.run : null;
    if (tool === null) return ['axe did not load'];
    type Found = { id: string; nodes: { html: string; element: Element }[] };
    const result: { violations: Found[]; incomplete: Found[] } = await tool(document, {
      rules: { 'color-contrast-enhanced': { enabled: true } },
      elementRef: true,
    });
    const inPicture = (element: Element): boolean => element.closest('svg') !== null;
    return [
      ...result.violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]),
      ...result.incomplete.map(({ id, nodes }) => [
        `undecided: ${id}`,
        ...nodes
          .filter(({ element }) => !(id.startsWith('color-contrast') && inPicture(element)))
          .map(({ html }) => html),
      ]),
    ]
      .filter((line) => line.length > 1)
      .map((line) => line.join(' '));
  });
  const faint = (await wordsInPictures(page))
    .map(({ words, ink, paper }) => ({ words, stands: contrastOf(ink, paper) }))
    .filter(({ stands }) => stands < TEXT)
    .map(({ words, stands }) => `faint in a picture: ${words} ${stands.toFixed(2)}`);
  return [...found, ...new Set(faint)];
}
