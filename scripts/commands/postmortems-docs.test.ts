// The examples in docs/postmortems.md are what the example organisation says, and its tables are the code's own.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { PROGRAM } from '../cli/testing/program.ts';
import { DEFAULT_LEVELS } from '../config/levels.ts';
import { durationMs } from '../config/duration.ts';
import { INCIDENT_SEVERITIES } from '../model/severity.ts';
import { BLAME_WORDS } from '../postmortems/blame-words.ts';
import { copyExample, EXAMPLE } from '../validation/testing/plant.ts';

const PAGE = readFileSync(join(EXAMPLE, 'docs/postmortems.md'), 'utf8');
const root = copyExample();
afterAll(() => rmSync(root, { recursive: true }));

const blocks = (language: string): readonly string[] =>
  [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))].map(
    (found) => found[1] ?? '',
  );

function tocsin(...words: readonly string[]): {
  readonly out: string;
  readonly status: number | null;
} {
  const run = spawnSync(process.execPath, [PROGRAM, ...words, '--root', root], {
    encoding: 'utf8',
  });
  return { out: run.stdout, status: run.status };
}

describe('docs/postmortems.md', () => {
  const answers = blocks('text');
  const commands = blocks('sh').map((text) => text.trim().split(' ').slice(1));

  test('shows what the commands answer', () => {
    expect(commands).toHaveLength(answers.length);
    for (const [index, words] of commands.entries()) {
      const [verb] = words.slice(1);
      // How long ago something was promised depends on the day on which this runs.
      const now = (text: string): string =>
        text.replace(/ it (?:is|was) due .*/, '').replace(/, \d+ overdue.*/, '');
      const said = now(tocsin(...words).out);
      for (const line of now(answers[index] ?? '')
        .trim()
        .split('\n'))
        expect(said, verb).toContain(line);
    }
  });

  test('shows a level of the example organisation', () => {
    const levels = readFileSync(join(EXAMPLE, 'ownership/levels.yaml'), 'utf8');
    for (const text of blocks('yaml')) expect(levels).toContain(text);
  });

  test('tells the times that Tocsin begins with', () => {
    const cells = (key: string): readonly string[] =>
      (PAGE.split('\n').find((line) => line.startsWith(`| \`${key}\` `)) ?? '')
        .split('|')
        .slice(3, 7)
        .map((cell) => cell.trim());
    for (const [index, severity] of INCIDENT_SEVERITIES.entries()) {
      const level = DEFAULT_LEVELS[severity];
      const { categories, from, dueMs } = level.postmortem;
      expect(durationMs(cells('acknowledge')[index] ?? '')).toBe(level.acknowledgeMs);
      expect(durationMs(cells('resolve')[index] ?? '')).toBe(level.resolveMs);
      expect(durationMs(cells('postmortem.due')[index] ?? '')).toBe(dueMs);
      expect(cells('postmortem.from')[index]).toBe(from);
      const update = cells('update')[index] ?? '';
      expect(update === 'never' ? null : durationMs(update)).toBe(level.updateMs);
      const listed = categories.length === 8 ? 'all' : categories.join(', ') || 'none';
      expect(cells('postmortem.categories')[index]).toBe(listed);
    }
  });

  test('lists every word that the linter warns of', () => {
    for (const { shown, instead } of BLAME_WORDS)
      expect(PAGE).toContain(`| ${shown} | ${instead} |`);
  });

  test('leaves a valid organisation behind when its commands have run', () => {
    const validated = tocsin('validate');
    expect(validated.out).toContain('nothing to complain about');
    expect(validated.status).toBe(0);
  });
});
