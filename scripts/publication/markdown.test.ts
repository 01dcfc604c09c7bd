import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { plainParagraphs, plainText } from '../incidents/plain-text.ts';
import { renderMarkdown, renderRepositoryMarkdown } from './markdown.ts';

type Tag = { readonly name: string; readonly attributes: ReadonlyMap<string, string> };

/** Every tag of HTML in which each `<` begins one and all values are quoted; anything else is refused. */
const tagsOf = (html: string): readonly Tag[] => {
  const pattern = /<\/?([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>/g;
  expect(html.replaceAll(pattern, '')).not.toContain('<');
  return [...html.matchAll(pattern)].map(([, name = '', attributes = '']) => ({
    name,
    attributes: new Map(
      [...attributes.matchAll(/ ([a-z-]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [
        key,
        decode(value),
      ]),
    ),
  }));
};

const decode = (text: string): string =>
  text.replaceAll(/&#x([0-9a-f]+);/gi, (_entity, code: string) =>
    String.fromCodePoint(Number.parseInt(code, 16)),
  );

const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '</title><script>alert(1)</script>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](java\nscript:alert(1))',
  '[x](&#106;avascript:alert(1))',
  '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '[x](vbscript:x)',
  '![](http://evil.example/p.png)',
  '![x][y]\n\n[y]: data:image/svg+xml,<svg onload=alert(1)>',
  '<javascript:alert(1)>',
  '<!-- comment -->\n<iframe src="https://evil.example"></iframe>',
  '<a href="https://x" onclick="alert(1)" style="position:fixed">x</a>',
  '<svg><script>alert(1)</script></svg>',
  '<details open ontoggle=alert(1)>',
  '[x](//evil.example "onmouseover=alert(1)")',
  '# One\n## Two',
  '`<b>`',
];

/** Stated once more: a list taken from the code would allow whatever the code allows. */
const ALLOWED = 'p br em strong del a ul ol li blockquote code pre h3 h4 h5 hr'.split(' ');

const judge = (markdown: string): void => {
  for (const { name, attributes } of tagsOf(renderMarkdown(markdown))) {
    expect(ALLOWED).toContain(name);
    expect([...attributes.keys()].filter((key) => key !== 'href')).toEqual([]);
    expect(attributes.get('href') ?? '').toMatch(/^(https?:|mailto:|[/?#]|[^:]*$|[^:]*[/?#])/i);
  }
};

describe('Markdown of people', () => {
  test.each(HOSTILE)('becomes harmless HTML: %j', judge);

  test('becomes harmless HTML in every mixture', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string()), { maxLength: 6 }),
        (parts) => judge(parts.join('\n')),
      ),
      { numRuns: 200 },
    );
  });

  test('keeps emphasis, lists, code and links to web and mail', () => {
    expect(renderMarkdown('**a** [b](https://x.example) <me@x.example>\n\n- `c`')).toBe(
      '<p><strong>a</strong> <a href="https://x.example">b</a> <a href="mailto:me@x.example">me@x.example</a></p>\n<ul>\n<li><code>c</code></li>\n</ul>',
    );
  });

  test('becomes one line of plain text with blanks between its blocks and lines', () => {
    expect(
      plainText(
        '# We *see* it\nOne\\\ntwo.\n\n- three\n- four <b>x</b>\n\n> five\n\n```\nsix\n```',
      ),
    ).toBe('We see it One two. three four <b>x</b> five six');
  });
});

describe('HTML and pictures in Markdown', () => {
  test.each([
    ['<b>x</b> of <order-id> **y**', '<b>x</b> of <order-id> y'],
    ['<details>All\nin *one*\n</details>', '<details>All in one </details>'],
    [
      '<details>\n<summary>Log</summary>\n\nInner **b**\n\n</details>',
      '<details> <summary>Log</summary> Inner b </details>',
    ],
    ['<script>alert(1)</script> tail', '<script>alert(1)</script> tail'],
    ['5 < 6 and 7 > 2', '5 < 6 and 7 > 2'],
    ['Use `<b>`', 'Use <b>'],
    ['- <p>in *a* list', '<p>in a list'],
    ['one<br>two <br/>\n\n<br>\nthree', 'one two three'],
    ['<!-- for us --> Seen <!-- more --> by all', 'Seen by all'],
    ['<!-- one\n\ntwo -->', ''],
    ['Seen\n\n<!-- never ended\n\nso hidden', 'Seen'],
    ['![Failures by hour](https://x.example/y.png)', 'Failures by hour'],
    ['![](https://x.example/y.png)', 'https://x.example/y.png'],
    ['![Chart](chart.png) and ![map][m]\n\n[m]: https://x.example/m.png', 'Chart and map'],
    ['[![badge](https://x.example/b.svg)](https://x.example)', 'badge'],
  ])('%j is read as %j', (markdown, text) => {
    const read = (html: string): string =>
      decode(html.replaceAll(/<[^>]*>/g, (tag) => (/^<\/?(p|li|ul|br)/.test(tag) ? ' ' : '')))
        .replaceAll(/\s+/g, ' ')
        .trim();
    expect(read(renderMarkdown(markdown))).toBe(text);
    expect(read(renderRepositoryMarkdown(markdown))).toBe(text);
    expect(plainText(markdown)).toBe(text);
  });

  test('a picture is a link to it, where it stands in none', () => {
    expect(renderMarkdown('![Failures](https://x.example/y.png) ![a](javascript:x)')).toBe(
      '<p><a href="https://x.example/y.png">Failures</a> <a>a</a></p>',
    );
    expect(renderMarkdown('[![badge](https://x.example/b.svg)](https://x.example)')).toBe(
      '<p><a href="https://x.example">badge</a></p>',
    );
  });

  test('what holds no comment loses no word', () => {
    const word = fc.stringMatching(/^[a-z]{3,8}$/);
    const sign = fc.constantFrom(
      ...'<b>|</b>|<|>|<div>|</div>|<script>|</script>|<pre>|<x y="z">|<?php|<![CDATA[|<!DOCTYPE|<br>|\n|\n\n|\n- |\n> |*|_'.split(
        '|',
      ),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(sign, word), { minLength: 1, maxLength: 8 }), (parts) => {
        const markdown = parts.map(([before, after]) => `${before} ${after}`).join(' ');
        const [html, text] = [renderMarkdown(markdown), plainText(markdown)];
        for (const [, each] of parts) {
          expect(html).toContain(each);
          expect(text).toContain(each);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

const FRAME = ['class', 'tabindex', 'role', 'aria-label'];

const ofRepository = (markdown: string): void => {
  for (const { name, attributes } of tagsOf(renderRepositoryMarkdown(markdown))) {
    expect([...ALLOWED, 'div', 'table', 'thead', 'tbody', 'tr', 'th', 'td']).toContain(name);
    const own = [...attributes.keys()].filter((key) => key !== 'href');
    expect(own).toEqual(own.length > 0 && name === 'div' ? FRAME : []);
    expect(attributes.get('href') ?? 'https:').toMatch(/^(https?|mailto):/i);
  }
};

describe('Markdown of a repository file', () => {
  const GFM = ['~~', '|a|b|\n|-|:-:|\n|c|d|', '- [x] ', 'www.evil.example', '[^1]', '[^1]: x'];

  test('shows what was taken back, tables and tasks as GitHub does', () => {
    expect(renderRepositoryMarkdown('- 10:00Z ~~@ines wrong host~~\n- [x] done\n- [ ] open')).toBe(
      '<ul>\n<li>10:00Z <del>@ines wrong host</del></li>\n<li>☑ done</li>\n<li>☐ open</li>\n</ul>',
    );
    expect(
      renderRepositoryMarkdown('| a | b |\n|---|--:|\n| c | [d](javascript:x) |').replaceAll(
        '\n',
        '',
      ),
    ).toBe(
      '<div class="scroll" tabindex="0" role="group" aria-label="Table"><table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>c</td><td>d</td></tr></tbody></table></div>',
    );
  });

  test('becomes harmless HTML in every mixture', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...HOSTILE, ...GFM), fc.string()), { maxLength: 6 }),
        fc.constantFrom('', ' ', '\n', '|', '\n\n'),
        (parts, between) => ofRepository(parts.join(between)),
      ),
      { numRuns: 200 },
    );
  });
});

test('links of a repository file lead out of the site or stay as text', () => {
  expect(
    renderRepositoryMarkdown('[a](../x.md) [b](https://b.example) [c](#c) [d](//d.example)'),
  ).toBe('<p>a <a href="https://b.example">b</a> c d</p>');
});

test('prose that needs no parser reads as the parser reads it', () => {
  const plainPieces =
    'word|Ünïcödé|العربية|a| |  |\n|\n\n|\n\n\n|. |, |: |; |1. |12) |- |-|--|---|%|(|)|\'|"|/|?|–|…|3'.split(
      '|',
    );
  const signs =
    '*¦_¦`¦#¦<¦>¦&amp;¦&¦[x]¦](y)¦!¦\\¦=¦~¦|¦\t¦\r\n¦https://x.example¦www.x.example¦a@b.example¦\u00a0¦\u200e¦\u0000¦    '.split(
      '¦',
    );
  const often = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...plainPieces) },
    { weight: 1, arbitrary: fc.constantFrom(...signs) },
  );
  let plain = 0;
  fc.assert(
    fc.property(fc.array(often, { minLength: 1, maxLength: 9 }), (parts) => {
      const text = `Word${parts.join('')}`.trim();
      if (plainParagraphs(text) === null) return;
      plain += 1;
      // A line across the page has no text, and makes the parser read all of it.
      expect(`${renderMarkdown(text)}\n<hr>`).toBe(renderMarkdown(`${text}\n\n***`));
      expect(plainText(text)).toBe(plainText(`${text}\n\n***`));
    }),
    { numRuns: 3_000 },
  );
  expect(plain).toBeGreaterThan(200);
});
