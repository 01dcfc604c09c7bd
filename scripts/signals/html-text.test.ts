import { expect, test } from 'vitest';
import { textOfHtml } from './html-text.ts';

test.each([
  ['plain', 'plain'],
  ['<p>One</p><p>Two</p>', 'One\nTwo'],
  ['One<br/>\r\n  Two', 'One\nTwo'],
  ['a <b class="x">bold</b> word', 'a bold word'],
  ['&lt;b&gt; &amp;amp; &#39;x&#x27; &nbsp;&unknown;', "<b> &amp; 'x' &unknown;"],
  ['5 < 6', '5 < 6'],
  ['broken <a href="x"', 'broken <a href="x"'],
])('`%s` reads as text', (html, text) => {
  expect(textOfHtml(html)).toBe(text);
});

test.each([null, '', '<p></p>', ' <br> ', '&nbsp;'])('%j holds no text', (html) => {
  expect(textOfHtml(html)).toBeNull();
});

test('takes no longer for hostile text', () => {
  const start = performance.now();
  textOfHtml('<'.repeat(200_000));
  textOfHtml('\n '.repeat(100_000));
  textOfHtml('<b> </b>'.repeat(50_000));
  textOfHtml('<br> '.repeat(50_000));
  expect(performance.now() - start).toBeLessThan(2_000);
});
