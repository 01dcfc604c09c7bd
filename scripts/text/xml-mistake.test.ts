import { expect, test } from 'vitest';
import { findXmlMistake } from './xml-mistake.ts';

test.each([
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>',
  '<svg a=\'1\' b = "it\'s > 2">\n  <text x="1">Smith &amp; Sons &#38; &#x26; ü</text>\n</svg>\n',
  '<svg xmlns:xlink="x"><g><use xlink:href="#a" xml:space="preserve"/></g></svg>',
  '<svg><!-- a > b & c --><style><![CDATA[ a & b < c ]]></style><?proc & x?></svg>',
  '<svg><a:path xmlns:a="x" a:d=""></a:path></svg>',
])('%s is an element', (text) => {
  expect(findXmlMistake(text)).toBeNull();
});

test.each([
  ['<svg><text>Smith & Sons</text></svg>', '&', '`&amp;`'],
  ['<svg><text>A&nbsp;B</text></svg>', '&nbsp;', '`&amp;`'],
  ['<svg b="1&2"/>', '&2', '`&amp;`'],
  ['<svg><text>x</svg>', '</svg>', '`</text>`'],
  ['<svg><text>x</text>', '<svg', '`</svg>` after it'],
  ['<svg></svg></g>', '</g>', 'nothing after'],
  ['<svg></svg>x', 'x', 'nothing after'],
  ['<svg/><svg/>', '<svg/>', 'nothing after'],
  ['<svg a=1></svg>', '<svg a=1>', 'in quotes'],
  ['<svg a></svg>', '<svg a>', 'in quotes'],
  ['<svg><text>1 < 2</text></svg>', '< 2', '`&lt;`'],
  ['<svg a="1<2"/>', '<svg a="1', 'in quotes'],
  ['<svg a="1"b="2"/>', '<svg a="1"b="2"/>', 'in quotes'],
  ['<svg a="1" b="2" a="3"/>', 'a', 'each attribute once'],
  ['<svg><use xlink:href="#a"/></svg>', 'xlink:href', '`xmlns:xlink="…"`'],
  ['<svg><i:path/></svg>', 'i:path', '`xmlns:i="…"`'],
  ['<svg><g xmlns:i="x"/><i:path/></svg>', 'i:path', '`xmlns:i="…"`'],
  ['<svg><!-- a -- b --></svg>', '<!-- a -- b -->', 'in quotes'],
  ['<svg><text>]]></text></svg>', ']]>', '`]]&gt;`'],
  ['<svg><!DOCTYPE svg></svg>', '<!DOCTYPE svg>', 'in quotes'],
])('%s is none: %s', (text, raw, expected) => {
  const found = findXmlMistake(text);
  expect(found?.expected).toContain(expected);
  expect(text.slice(found?.start, found?.end)).toBe(raw);
});

test('a long image of many lines is read at once', () => {
  const text = `<svg>${'<path d="M0 0 h9" fill="none"/>\n'.repeat(20_000)}</svg>`;
  const begun = performance.now();
  expect(findXmlMistake(text)).toBeNull();
  expect(performance.now() - begun).toBeLessThan(2000);
});
