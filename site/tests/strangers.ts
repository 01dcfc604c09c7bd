// What is in a page and should not be there, as the browser parses it.
import type { Page } from 'playwright-core';

/** What stands in a page and is none of ours, as the browser parses it. */
export function strangersIn(page: Page, html: string): Promise<readonly string[]> {
  return page.evaluate((text) => {
    const parsed = new DOMParser().parseFromString(text, 'text/html');
    return [...parsed.querySelectorAll('*')]
      .filter(
        (element) =>
          /^(img|iframe|object|embed|form|base|style|video|audio)$/.test(element.localName) ||
          (element.localName === 'script' && !/assets\//.test(element.getAttribute('src') ?? '')) ||
          [...element.attributes].some(
            ({ name, value }) =>
              name.startsWith('on') ||
              name === 'style' ||
              (/^(href|src|action)$/.test(name) && /^\s*(javascript|vbscript):/i.test(value)),
          ),
      )
      .map((element) => element.outerHTML.slice(0, 120));
  }, html);
}
