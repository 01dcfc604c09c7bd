// docs/first-organisation.md, from an empty folder on: its files are made as it shows them, its commands are run in
// their order, and what they print is what the page shows. With TOCSIN_WRITE_DOCS=1 the page is written instead.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { EXAMPLE } from '../validation/testing/plant.ts';

vi.setConfig({ testTimeout: 120_000 });

const FILE = join(EXAMPLE, 'docs/first-organisation.md');
const PAGE = readFileSync(FILE, 'utf8');
const BLOCK = /^```(sh|yaml|json|text)\n([\s\S]*?)^```$/gm;
const blocks = [...PAGE.matchAll(BLOCK)].map(([, language = '', text = '']) => ({
  language,
  text,
}));

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'tocsin-first-'));
  symlinkSync(EXAMPLE, join(home, 'tocsin'));
});
afterAll(() => rmSync(home, { recursive: true }));

/** Runs lines one after another, as typed into one terminal. */
function type(lines: string, folder: string): string {
  const { stdout, stderr, status } = spawnSync('bash', ['-ec', `${PRELUDE}${lines}`], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, HOME: home, ...PERSON },
  });
  expect([status, stderr]).toEqual([0, '']);
  return stdout;
}

const PRELUDE = blocks
  .find(({ language }) => language === 'sh')
  ?.text.split('\n')[0]
  ?.concat('\n');
const PERSON = {
  GIT_AUTHOR_NAME: 'Ada Brook',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada Brook',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
};

/** Files of a block, each of which begins with its path. */
function filesIn(text: string): readonly { readonly path: string; readonly text: string }[] {
  return text
    .split(/^(?=# \S+\.yaml$)/m)
    .map((part) => ({ path: /^# (\S+\.yaml)\n/.exec(part)?.[1] ?? '', text: part }));
}

function save(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** What the day of the reader changes: the day itself, the instant, and who is on call on it. */
function asOnThePage(text: string): string {
  return text
    .replaceAll(/incident \d{4}-\d\d-\d\d-/g, 'incident 2026-11-22-')
    .replace(/(as of {7}).*/, '$12026-11-22T09:31Z')
    .replace(/(on call {5})(?:ada-brook|li-wen)/, '$1li-wen');
}

describe('docs/first-organisation.md', () => {
  test('leads from an empty folder to a first incident by the files and commands that it shows', () => {
    const folder = join(home, 'corner-books');
    const made: string[] = [];
    let printed = '';
    let page = PAGE;
    for (const [index, { language, text }] of blocks.entries()) {
      if (language === 'yaml')
        for (const file of filesIn(text)) {
          save(join(folder, file.path), file.text);
          made.push(file.path);
        }
      if (language === 'json') save(join(folder, 'first.json'), text);
      if (language === 'sh') printed = asOnThePage(type(text, index === 0 ? home : folder));
      if (language !== 'text') continue;
      if (process.env['TOCSIN_WRITE_DOCS'] === '1') page = page.replace(text, () => printed);
      else expect(printed).toBe(text);
    }
    if (page !== PAGE) writeFileSync(FILE, page);
    expect(made).toHaveLength(9);
    expect(type('git log --format=%s', folder)).toMatch(
      /^tocsin: \S+-web-shop opened\nA first organisation\n$/,
    );
    expect(type('git status --short', folder)).toBe('');
    expect(type('tocsin explain --source prometheus first.json', folder)).toMatch(
      /has it already: nothing changes\n$/,
    );
  });

  test('is short, and is found from the README and from the page on ownership', () => {
    expect(PAGE.split('\n').length).toBeLessThan(200);
    const read = (path: string): string => readFileSync(join(EXAMPLE, path), 'utf8');
    expect(read('README.md').indexOf('](docs/first-organisation.md)')).toBeGreaterThan(0);
    expect(read('docs/ownership.md')).toContain('](first-organisation.md)');
  });
});
