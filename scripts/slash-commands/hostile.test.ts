// Whatever people type: it lands as data, and what others wrote stays.
import fc from 'fast-check';
import type { Root, RootContent } from 'mdast';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { describe, expect, test } from 'vitest';
import { splitFrontMatter } from '../config/front-matter.ts';
import { readSections } from '../incidents/markdown.ts';
import { readRecord } from '../incidents/record.ts';
import { wordsOf } from './words.ts';
import { COMMANDS } from './catalogue.ts';
import { CASES, OTHER, OTHER_TEXT, ROLES } from './testing/cases.ts';
import { manager } from './testing/manager.ts';
import { ID, incidentText, openRoom, type Room } from './testing/room.ts';

const HOSTILE = [
  '<!-- e:ic-999 -->',
  '--> <script>alert(1)</script> <!--',
  'x <!-- e:ic-101 --> y',
  '## Timeline',
  'x\n## Public updates\n### 2026-11-21T10:00Z resolved\nAll is well.',
  '---\nstate: closed\n---',
  '```\nunclosed',
  '~~~',
  '"} state: closed #',
  "it's: {a: [b], c: 'd'}",
  '*/ ${{ github.token }} `whoami` $(id)',
  '@everyone #1 GH-1 https://evil.example/_a_ [x](javascript:alert(1))',
  '![x](https://evil.example/p.png)',
  '\u202Eesrever \u0000 \u2028 next \u0085 line \uFEFF',
  '&lt;b&gt; &#64;all \\@all \\<b>',
  '::set-output name=x::y',
  '__proto__ constructor toString',
  '-'.repeat(900),
  '\u0301'.repeat(900),
  '🙂'.repeat(400),
];

const room = (name: keyof typeof CASES = 'note'): Room =>
  openRoom(CASES[name].beginning, { [OTHER]: OTHER_TEXT });

describe('hostile text', () => {
  test.each(HOSTILE)('of a note is read back as it was said: %j', (text) => {
    const here = room();
    const [answer] = here.say(`/note ${text}`, manager);
    const line = readRecord({ path: `incidents/2026/${ID}.md`, text: here.text() })?.timeline.find(
      ({ key }) => key === 'ic-101',
    );
    if (answer?.kind !== 'done') return;
    const said = wordsOf(wordsBelow(text));
    expect(line?.text).toBe(`@${ROLES.manager}: ${said}`);
  });

  test.each(COMMANDS.map(({ name }) => name))(
    'as the argument of /%s adds no section, comment, key or update',
    (name) => {
      for (const text of HOSTILE) {
        const here = room(name);
        const before = here.text();
        here.say(`/${name} ${text}`, manager);
        expectWhole(here, before);
      }
    },
  );

  test('behind every kind of words adds nothing either', () => {
    const prefixes = [
      '/status identified ',
      '/resolve ',
      '/sev 1 ',
      '/mute 1h ',
      '/mute 3d ',
      '/action ',
      '/set title aaaaaaaa ',
      '/suspect payments-api@1',
      '/update identified ',
      '/publish aaaaaaaa ',
      '/reopen ',
      '/decline ',
      '/impact customers=1 ',
      '/role lead @mara-okafor ',
      '/page database ',
    ];
    for (const text of HOSTILE)
      for (const prefix of prefixes) {
        const here = room();
        const before = here.text();
        here.say(prefix + text, manager);
        expectWhole(here, before);
      }
  });

  test('leaves nothing that validation finds wrong', () => {
    const words = fc.array(fc.constantFrom(...HOSTILE, 'A title', ' 1h ', '#139 '), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(fc.constantFrom(...COMMANDS), words, ({ name }, pieces) => {
        const here = room(name);
        here.say(`/${name} ${pieces.join('')}`, manager);
        expect(here.findings()).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test('never throws, and leaves every line that people wrote', () => {
    const piece = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...COMMANDS.map(({ name }) => `/${name} `)) },
      { weight: 2, arbitrary: fc.constantFrom(...HOSTILE) },
      fc.constantFrom(
        '\n',
        '\n\n',
        ' ',
        '1',
        '#139',
        OTHER,
        '@mara-okafor',
        'platform',
        'started 09:01',
        'identified',
        'next 30m',
        '4h',
        'customers=3',
        'ledger-db',
      ),
      fc.string({ unit: 'binary', maxLength: 30 }),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 14 }),
        fc.constantFrom(...COMMANDS),
        (pieces, { name }) => {
          const here = room(name);
          const before = here.text();
          here.say(pieces.join(''), manager);
          expectWhole(here, before);
        },
      ),
      { numRuns: 100 },
    );
  });
});

/** Everything is still where it was, the file is valid, and nothing reads as more than one command can say. */
function expectWhole(here: Room, before: string): void {
  const after = here.text();
  expect(lines(after)).toEqual(
    expect.arrayContaining(
      lines(bodyOf(before)).filter((line) => !/^### .* <!-- u:/.test(line) && !STRUCK.has(line)),
    ),
  );
  expect(after).toContain('# by hand');
  expect(titles(after).filter((title) => title !== 'Drafts')).toEqual(
    titles(before).filter((title) => title !== 'Drafts'),
  );
  expect(
    comments(after).filter(
      (each) =>
        !/^[eu]:(ic-\d+(-\d+)?(-of)?|[a-z2-7]{26}|aaaa)( by:[A-Za-z0-9-]+)?( next:\S+)?$/.test(
          each,
        ),
    ),
  ).toEqual([]);
  expect([...here.incident().keys].filter((key) => key === 'ic-999')).toEqual([]);
  const said = here.incident().updates.length + here.incident().drafts.length;
  expect(said).toBeLessThanOrEqual(1 + commandsIn(here));
}

/** A draft that was published or replaced goes. */
const STRUCK = new Set(['## Drafts', 'We know why.']);

function commandsIn(here: Room): number {
  return here.effects().length === 0 ? 1 : 20;
}

function lines(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

function bodyOf(text: string): string {
  return text.slice(splitFrontMatter(text)?.bodyStart ?? 0);
}

function titles(text: string): readonly string[] {
  return readSections(text, splitFrontMatter(text)?.bodyStart ?? 0).map(({ title }) => title);
}

function comments(text: string): readonly string[] {
  const tree: Root = unified().use(remarkParse).parse(bodyOf(text));
  const found: string[] = [];
  const visit = (node: Root | RootContent): void => {
    if (node.type === 'html' && node.value.startsWith('<!--'))
      found.push(node.value.replace(/^<!--|-->$/g, '').trim());
    else if (node.type === 'html' && !/^<\/?b>$/.test(node.value)) found.push(node.value);
    if ('children' in node) node.children.forEach(visit);
  };
  visit(tree);
  return found;
}

/** What of a text is the note: everything up to a quote, a log or HTML below it. */
function wordsBelow(text: string): string {
  const whole = `/note ${text}`;
  const { children } = unified().use(remarkParse).parse(whole);
  const other = children
    .slice(1)
    .find(({ type }) => type === 'blockquote' || type === 'code' || type === 'html');
  return whole.slice('/note '.length, other?.position?.start.offset);
}

test('the text of tests holds what it is compared by', () => {
  expect(comments(incidentText())).toEqual(['e:aaaa']);
  expect(titles(incidentText())).toEqual(['Summary', 'Public updates', 'Timeline']);
});
