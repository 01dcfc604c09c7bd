// docs/rule-tests.md: its YAML is that of the example organisation, its output that of the command.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { withAnswers } from '../authoring/executed-page.ts';
import { EXAMPLE } from '../validation/testing/plant.ts';

vi.setConfig({ testTimeout: 60_000 });

const PAGE = readFileSync(join(EXAMPLE, 'docs/rule-tests.md'), 'utf8');

const blocks = (language: string): readonly string[] =>
  [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))].map(
    (found) => found[1] ?? '',
  );

describe('docs/rule-tests.md', () => {
  test('shows tests of the example organisation', () => {
    const rules = ['platform', 'payments'].map((name) =>
      readFileSync(join(EXAMPLE, 'rules', `${name}.yaml`), 'utf8'),
    );
    expect(blocks('yaml')).toHaveLength(2);
    for (const text of blocks('yaml')) expect(rules.some((file) => file.includes(text))).toBe(true);
  });

  test('shows byte for byte what each of its commands answers; `npm run docs` writes it', () => {
    const commands = blocks('sh').map((command) => command.trim());
    expect(commands).toHaveLength(4);
    for (const command of commands) expect(command).toMatch(/^tocsin test /);
    expect(withAnswers(PAGE)).toBe(PAGE);
  });

  test('would notice a wrong answer', () => {
    const wrong = PAGE.replace(/^\d+ tests passed$/m, '1 test passed');
    expect(wrong).not.toBe(PAGE);
    expect(withAnswers(wrong)).toBe(PAGE);
  });
});
