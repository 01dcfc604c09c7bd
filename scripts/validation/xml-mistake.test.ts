import { expect, test } from 'vitest';
import { findXmlMistake } from './xml-mistake.ts';

test.each([
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>',
  '<svg a=\'1\' b = "it\'s > 2">\n  <text x="1">Smith &amp; Sons &#38; &#x26; ü</text>\n</svg>\n',
  '<svg xmlns:xlink="x"><g><use xlink:href="#a" xml:space="preserve"/></g></svg>',
  '<svg><!-- a > b & c --><style><![CDATA[ a & b < c ]]></style><?proc & x?></svg>',
  '<svg><a:path xmlns:a="x" a:d=""></a:path></svg>',
  '<svg a="]]>" b="a > b"/>',
  '<svg><text>&#x1F354; &#x2f;</text></svg>',
  '<svg><text>]] > é ü 🍔</text></svg><!-- made by hand -->\n',
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
  ['<svg><!-- a -- b --></svg>', '<!-- a -- b -->', 'without `--`'],
  ['<svg><!-- a --->b</svg>', '<!-- a --->', 'without `--`'],
  ['<svg><!-- a</svg>', '<!-- a', '`-->` after it'],
  ['<svg><![CDATA[a</svg>', '<![CDATA[a', '`]]>` after it'],
  ['<svg><?a', '<?a', '`?>` after it'],
  ['<svg><g', '<g', 'in quotes'],
  ['<svg a="1></svg>', '<svg a="1>', 'in quotes'],
  ['<svg a="x & y"/>', '&', '`&amp;`'],
  ['<svg a="x & y; z"/>', '&', '`&amp;`'],
  ['<svg><text>A &amp; B & C</text></svg>', '&', '`&amp;`'],
  ['<svg><text>A &</text></svg>', '&', '`&amp;`'],
  ['<title>Salt &AMP; Pepper</title>', '&AMP;', '`&amp;`'],
  ['<svg a="&LT;"/>', '&LT;', '`&amp;`'],
  ['<svg>&#X41;</svg>', '&#X41;', '`&amp;`'],
  ['<svg>&constructor;</svg>', '&constructor;', '`&amp;`'],
  ['<svg>&#0;</svg>', '&#0;', 'XML allows'],
  ['<svg>&#31;</svg>', '&#31;', 'XML allows'],
  ['<svg>&#xD800;</svg>', '&#xD800;', 'XML allows'],
  ['<svg a="&#x110000;"/>', '&#x110000;', 'XML allows'],
  ['<svg>a\u0008b</svg>', '\u0008', 'XML allows'],
  ['<svg a="\uffff"/>', '\uffff', 'XML allows'],
  ['<svg\u00a0a="1"/>', '\u00a0', 'a plain space'],
  ['<svg a="1"\u00a0b="2"/>', '\u00a0', 'a plain space'],
  ['<svg><?xml version="1.0"?></svg>', '<?xml version="1.0"?>', 'without `<?xml …?>`'],
  ['<svg xmlns:b=""/>', 'xmlns:b', 'an address'],
  ['<svg xmlns:xml="x"/>', 'xmlns:xml', 'an address'],
  ['<svg title="a=1 a=2" a="1" a="2"/>', 'a', 'each attribute once'],
  ['<svg xmlns:a="x" xmlns:b="x" a:d="" b:d=""/>', 'b:d', 'each attribute once'],
  ['<svg/>\n<?xml version="1.0"?>', '<?xml version="1.0"?>', 'nothing after'],
  ['<svg></g>', '</g>', '`</svg>`'],
  ['<svg><text>]]></text></svg>', ']]>', '`]]&gt;`'],
  ['<svg><!DOCTYPE svg></svg>', '<!DOCTYPE svg>', 'without `<!DOCTYPE …>`'],
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
