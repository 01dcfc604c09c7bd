// What docs/rules.md says about conditions, names and findings is what the program does.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { PROGRAM } from '../cli/testing/program.ts';
import { toConditions } from '../config/conditions.ts';
import { toInterval } from '../config/intervals.ts';
import type { RulesDocument, WhenEntry } from '../config/rule-documents.ts';
import type { Interval } from '../model/interval.ts';
import { holds } from '../rules/match.ts';
import { copyExample, EXAMPLE } from '../validation/testing/plant.ts';

const PAGE = readFileSync(join(EXAMPLE, 'docs/rules.md'), 'utf8');

function section(title: string): string {
  return PAGE.split(/^#{2,3} /m).find((part) => part.startsWith(`${title}\n`)) ?? '';
}

function blocks(title: string, language: string): readonly string[] {
  const found = section(title).matchAll(
    new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'),
  );
  return [...found].map((match) => match[1] ?? '');
}

function tocsin(words: readonly string[]): {
  readonly out: string;
  readonly status: number | null;
} {
  const run = spawnSync(process.execPath, [PROGRAM, ...words], {
    encoding: 'utf8',
    cwd: EXAMPLE,
  });
  return { out: run.stdout, status: run.status };
}

describe('the conditions in docs/rules.md', () => {
  const intervals = intervalsOf(blocks('Conditions', 'yaml')[0] ?? '');
  const rows = [...section('Conditions').matchAll(/^\| `(.+)` \| (.+) \| (.+) \|$/gm)].map(
    ([, test1 = '', yes = '', no = '']) => [test1, cells(yes), cells(no)] as const,
  );

  test('are a table of every kind of test', () => {
    expect(rows.length).toBeGreaterThanOrEqual(13);
  });

  test.each(rows)('`%s` holds for what the page says, and not for the others', (text, yes, no) => {
    const when: WhenEntry = parse(text);
    const [condition] = toConditions(when, intervals);
    if (condition === undefined) throw new Error('no condition');
    expect(yes.filter((value) => !holds(condition, value))).toEqual([]);
    expect(no.filter((value) => holds(condition, value))).toEqual([]);
  });
});

describe('docs/rules.md', () => {
  test('shows what `tocsin names` answers', () => {
    const [command = ''] = blocks('Names that do not fit', 'sh');
    const { out, status } = tocsin(command.trim().split(' ').slice(1));
    expect(out).toBe(blocks('Names that do not fit', 'text')[0]);
    expect(status).toBe(1);
    expect(tocsin(['names', 'prod/order-api/http', '--json']).status).toBe(0);
    expect(tocsin(['names', 'a', '--from', 'label.jobs']).status).toBe(2);
  });

  test('shows what `tocsin validate` says about rules', () => {
    const root = copyExample();
    const title = 'What `validate` says about rules';
    writeFileSync(join(root, 'rules/security.yaml'), blocks(title, 'yaml')[0] ?? '');
    const { out, status } = tocsin(['validate', '--root', root]);
    rmSync(root, { recursive: true });
    expect(out).toBe(blocks(title, 'text')[0]);
    expect(status).toBe(1);
  });
});

/** `empty` and `missing` are words of the page. */
function cells(text: string): readonly (string | null)[] {
  return text
    .split(', ')
    .map((word) => (word === 'missing' ? null : word === 'empty' ? '' : word.replaceAll('`', '')));
}

function intervalsOf(yaml: string): ReadonlyMap<string, Interval> {
  const document: RulesDocument = parse(yaml);
  const place = { file: 'docs/rules.md', line: 1, column: 1, length: 1 };
  return new Map(
    Object.entries(document.intervals ?? {}).map(([id, entry]) => [
      id,
      toInterval(id, entry, { locateKey: () => place }),
    ]),
  );
}
