import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readBlocks } from '../incidents/markdown.ts';
import { EXAMPLE } from '../validation/testing/plant.ts';
import { tangleIn } from './tangle.ts';

const SIZE = 900_000;
const fill = (piece: string): string => piece.repeat(SIZE / piece.length);

describe('a text of 900 kB is too costly to parse', () => {
  test.each([
    ['comments that never end', fill('a <!-- ')],
    ['tags that never end', fill('<a b="')],
    ['emphasis in emphasis', fill('**a *b** ')],
    ['labels that never end', fill('[a ')],
    ['code that never ends', Array.from({ length: 1300 }, (_, n) => '`'.repeat(n)).join(' ')],
    ['many links', fill('[a](b)\n\n')],
    ['quotations in quotations', fill('> ')],
    ['lists in lists', fill('- ')],
    ['headings with a line below them', fill('a\n=\n\n')],
    ['tiny items', fill('- a\n')],
    ['what was escaped', fill('\\*\\[\\<')],
    ['entities', fill('&amp;')],
    ['a log that was pasted', fill('[info] <worker_1> *started* in `main`\n')],
  ])('that consists of %s', (_what, text) => {
    expect(tangleIn(text)).not.toBeNull();
    expect(tangleIn(`Before.\n\n${text}`)?.line).toBeGreaterThan(2);
  });

  test.each([
    ['quoted', '> ```\n'],
    ['in a list', '- a\n  ```\n'],
    ['in a comment', '<!--\n```\n-->\n'],
    ['in HTML', '<div>\n```\n\n'],
    ['whose mark is no fence', '``` a`b\n'],
    ['of spaces', '    ```\n'],
    ['that ended', '```\na\n```\n'],
  ])('behind a fence %s', (_what, fence) => {
    const text = `${fence}${'a <!-- '.repeat(1000)}`;
    expect(tangleIn(text)).toBeNull();
    expect(tangleIn(`${fence}${fill('a <!-- ')}`)).not.toBeNull();
  });
});

describe('a text of 900 kB may be', () => {
  test.each([
    [
      'a long timeline',
      fill(
        '- 09:24 [note] @mara: pool exhausted on two of six hosts, we look into it <!-- e:ic-2219 -->\n',
      ),
    ],
    ['one paragraph of words', fill('pool exhausted ')],
    [
      'a log between fences',
      `Log:\n\n\`\`\`text\n${fill('[info] <worker_1> *started* in `main`\n')}\`\`\`\n`,
    ],
    [
      'paragraphs of ordinary length',
      fill(
        `${'Two of six hosts had **no pool** since the deployment of the morning, and others followed. '.repeat(10)}\n\n`,
      ),
    ],
  ])('%s', (_what, text) => {
    expect(tangleIn(text)).toBeNull();
    expect(readBlocks(text, 0).length).toBeGreaterThan(0);
  });
});

test('nothing in the example organisation is', () => {
  for (const folder of ['incidents', 'postmortems'])
    for (const name of readdirSync(join(EXAMPLE, folder), { recursive: true, encoding: 'utf8' }))
      if (name.endsWith('.md'))
        expect(tangleIn(readFileSync(join(EXAMPLE, folder, name), 'utf8')), name).toBeNull();
});
