// The examples in docs/rules.md stand in the example organisation, and their answers are the real ones.
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PROGRAM } from '../cli/testing/program.ts';
import { copyExample, EXAMPLE } from '../validation/testing/plant.ts';

const PAGE = readFileSync(join(EXAMPLE, 'docs/rules.md'), 'utf8');
const sections = PAGE.split(/^(?=#{2,3} )/m);

const blocks = (text: string, language: string): readonly string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))].map(
    (found) => found[1] ?? '',
  );

const section = (title: string): string =>
  sections.find((text) => text.replace(/^#+ /, '').startsWith(`${title}\n`)) ?? '';

/** These sections show files that the example organisation does not have; tests write them into a copy. */
const OF_A_COPY = ['After a deployment', 'Silences', 'What `validate` says about rules'];

const RULES = readdirSync(join(EXAMPLE, 'rules'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(join(EXAMPLE, 'rules', name), 'utf8'));

function tocsin(...words: readonly string[]): string {
  return spawnSync(process.execPath, [PROGRAM, ...words], { cwd: EXAMPLE, encoding: 'utf8' })
    .stdout;
}

describe('docs/rules.md', () => {
  const shown = sections
    .filter((text) => !OF_A_COPY.some((title) => section(title) === text))
    .flatMap((text) => blocks(text, 'yaml'));

  test('shows every part of the language with rules of the example organisation', () => {
    expect(shown.length).toBeGreaterThan(10);
    const keys = ['mute', 'suppress_when', 'threshold', 'flap', 'page_child', 'by', 'hold', 'also'];
    for (const key of [...keys, 'escalate', 'limit', 'set', 'ack_ttl', 'pattern', 'zone'])
      expect(shown.join(''), key).toMatch(new RegExp(`^    ${key}:`, 'm'));
    for (const text of shown) expect(RULES.filter((file) => file.includes(text))).toHaveLength(1);
  });

  test('shows what `explain` answers', () => {
    const names = section('Names that tell what a tool cannot');
    const command = (blocks(names, 'sh')[0] ?? '').trim().split(' ');
    expect(command.slice(0, 2)).toEqual(['tocsin', 'explain']);
    const [answer = ''] = blocks(names, 'text');
    expect(answer).toContain('extract');
    expect(tocsin(...command.slice(1)).slice(0, answer.length)).toBe(answer);
  });

  test('shows which incident a signal would open, to the last line of its trace', () => {
    const page = section('What would become of a signal');
    const command = (blocks(page, 'sh')[0] ?? '').trim().split(' ');
    const [answer = ''] = blocks(page, 'text');
    expect(answer).toMatch(/\n {2}incident {2}opens 2026-11-21-tracking-api, tells [^\n]+\n$/);
    expect(tocsin(...command.slice(1))).toBe(answer);
  });

  test('shows a silence that ends when it is idle, and the test that says so', () => {
    const root = copyExample();
    const [silence = '', rule = ''] = blocks(section('Silences'), 'yaml');
    mkdirSync(join(root, 'rules/silences'), { recursive: true });
    writeFileSync(join(root, 'rules/silences/tracking-moves.yaml'), silence);
    appendFileSync(join(root, 'rules/logistics.yaml'), rule);
    const name = 'tracking is silent while it moves';
    expect(tocsin('test', name, '--root', root)).toContain('1 test passed');
    writeFileSync(
      join(root, 'rules/silences/tracking-moves.yaml'),
      silence.replace('end_if_idle: 2h', 'end_if_idle: 4h'),
    );
    expect(tocsin('test', name, '--root', root)).toContain('1 of 1 test');
    rmSync(root, { recursive: true });
  });

  test('shows what a deployment has to say, and a rule that asks for one', () => {
    const root = copyExample();
    const page = section('After a deployment');
    const [rules = ''] = blocks(page, 'yaml');
    const command = (blocks(page, 'sh')[0] ?? '').trim().split(' ');
    const file = join(root, command.at(-1) ?? '');
    writeFileSync(file, rules);
    const answer = (): string => tocsin(...command.slice(1), '--root', root);
    expect(tocsin('validate', '--root', root)).toContain('nothing to complain about');
    expect(answer()).toBe(blocks(page, 'text')[0]);
    for (const needed of [' environment: production, label.version', ', label.version: "4.2"']) {
      writeFileSync(file, rules.replace(needed, needed.startsWith(',') ? '' : ' label.version'));
      expect(answer(), needed).toContain('1 of 1 test');
    }
    rmSync(root, { recursive: true });
  });

  test('leads to places that exist', () => {
    const anchors = [...PAGE.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replaceAll(/[^\w -]/g, '')
        .replaceAll(' ', '-'),
    );
    const links = [...PAGE.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = '']) => anchor);
    expect(links.length).toBeGreaterThan(8);
    expect(links.filter((anchor) => !anchors.includes(anchor))).toEqual([]);
  });
});
