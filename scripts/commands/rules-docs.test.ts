// The example in docs/rules.md is the one in the example organisation, and its answer is the real one.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGE = readFileSync(join(ROOT, 'docs/rules.md'), 'utf8');

const block = (language: string): string =>
  new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(PAGE)?.[1] ?? '';

describe('docs/rules.md', () => {
  test('shows the convention of the example organisation', () => {
    expect(block('yaml')).not.toBe('');
    expect(readFileSync(join(ROOT, 'rules/00-global.yaml'), 'utf8')).toContain(block('yaml'));
  });

  test('shows what `explain` answers', () => {
    const command = block('sh').trim().split(' ');
    expect(command.slice(0, 3)).toEqual(['npx', 'tocsin', 'explain']);
    const answer = execFileSync(process.execPath, ['scripts/tocsin.js', ...command.slice(2)], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect(block('text')).toContain('extract');
    expect(answer.startsWith(block('text'))).toBe(true);
  });
});
