import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { describe, expect, test } from 'vitest';
import { minute } from '../rules/testing/organisation.ts';
import { CHANGE_KINDS, type Impact, type ImpactExample } from './impact.ts';
import { MARKER, renderMarkdown } from './render-markdown.ts';
import { renderText } from './render-text.ts';

const HOSTILE = [
  '@larder/payments',
  '@torvalds fixes #1',
  '<img src=x onerror=alert(1)>',
  '](https://evil.example)',
  '`` ` break out @everyone',
  '</details><script>',
  '<!-- tocsin:impact -->',
  '\u202Egnp.exe\u001b[31m',
  'a | b | c',
  '\n# heading\n- @item',
];

function exampleWith(text: string): ImpactExample {
  const side = {
    summary: text,
    because: [
      {
        stage: 'notify',
        result: text,
        rule: text,
        place: { file: text, line: 1, column: 1, length: 1 },
      },
    ],
  } as const;
  return {
    receivedAt: minute(0),
    source: text,
    service: text,
    title: text,
    base: side,
    head: side,
  };
}

function impactWith(texts: readonly string[]): Impact {
  return {
    signals: 12_345,
    from: minute(0),
    until: minute(1),
    changed: 47,
    elsewhere: 40,
    kinds: CHANGE_KINDS.map((kind) => ({ kind, count: 3, examples: texts.map(exampleWith) })),
    targets: texts.map((target) => ({ target, team: target, isPage: true, gained: 0, lost: 1 })),
    teams: texts.map((team) => ({
      team,
      pages: { before: 4, after: 3 },
      incidents: { before: 0, after: 2 },
    })),
    incidents: { before: 10, after: 12 },
    reviewers: texts,
    hygiene: texts.map((id) => ({
      what: 'silence',
      id,
      place: { file: 'rules/a.yaml', line: 1, column: 1, length: 1 },
      sentence: 'matches none of the recorded signals',
    })),
  };
}

type Node = { readonly type: string; readonly value?: string; readonly children?: readonly Node[] };

function leaves(node: Node): readonly Node[] {
  return node.children === undefined ? [node] : node.children.flatMap(leaves);
}

describe('the comment', () => {
  test.for(HOSTILE)('mentions, links and runs nothing of %j', (hostile) => {
    const text = renderMarkdown(impactWith([hostile]));
    const nodes = leaves(unified().use(remarkParse).parse(text));
    const loose = nodes.filter(({ type }) => type !== 'inlineCode');
    const values = loose.map(({ value }) => value ?? '').join('\n');
    expect(values).not.toMatch(/@|#|torvalds|evil|script|onerror|gnp|break|item/);
    expect(loose.map(({ type }) => type).filter((type) => type !== 'text')).toEqual(
      loose.filter(({ type }) => type === 'html').map(() => 'html'),
    );
    const html = loose.filter(({ type }) => type === 'html').map(({ value }) => value);
    for (const each of html)
      expect(each).toMatch(
        /^(?:<!-- tocsin:impact -->|<details><summary>[\w ]+<\/summary>|<\/details>)$/,
      );
    expect(text.startsWith(MARKER)).toBe(true);
    expect(text).not.toContain('\u202E');
  });

  test('has as many bars in each row of its table, whatever the names', () => {
    const rows = renderMarkdown(impactWith(['a | b'])).match(/^\|.*$/gm) ?? [];
    expect(rows.map((row) => row.split('|').length)).toEqual(rows.map(() => 5));
  });

  test('stays below the limit of GitHub, however much there is to say', () => {
    const long = Array.from({ length: 400 }, (_, index) => `${index} ${'x'.repeat(5000)}`);
    const text = renderMarkdown(impactWith(long));
    expect(text.length).toBeLessThan(65_536);
    expect(text).toContain('47 would end differently');
  });

  test('says how many, who, and how much more or less', () => {
    const text = renderMarkdown(impactWith(['payments']));
    expect(text).toContain(
      'Of the last 12,345 recorded signals (2026-11-21 to 2026-11-21) 47 would end differently: 40 would go elsewhere',
    );
    expect(text).toContain('| `payments` | 4 → 3 (× 0.75) | 0 → 2 |');
    expect(text).toContain('- `payments` (`payments`) loses 1 page');
  });
});

test('the text for terminals holds no control characters of others', () => {
  const text = renderText(impactWith(HOSTILE));
  expect(text.split('\u001B')).toHaveLength(1);
  expect(text.split('\u202E')).toHaveLength(1);
  expect(text).not.toMatch(/^# heading/m);
});
