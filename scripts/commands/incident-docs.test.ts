// docs/incidents.md: its tables are those of the code, and its examples work as written.
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { withIncidentTables } from '../authoring/incident-docs.ts';
import { COMMANDS } from '../slash-commands/catalogue.ts';
import { cleanUp, exampleOrganisation, runTocsin } from './testing/process.ts';

const page = readFileSync(new URL('../../docs/incidents.md', import.meta.url), 'utf8');

afterAll(cleanUp);

describe('docs/incidents.md', () => {
  test('has the tables that the code goes by (`npm run docs` writes them)', () => {
    expect(withIncidentTables(page)).toBe(page);
    for (const { name } of COMMANDS) expect(page).toContain(`| \`/${name}`);
  });

  test('says of declined incidents that only people take them up again', () => {
    const rows = page
      .split('\n')
      .filter((line) => /^\|.*\| [^|]*declined[^|]* \| investigating \|$/.test(line));
    expect(rows).toEqual([
      '| `/reopen` within 7 days | resolved, closed, declined | investigating |',
    ]);
    expect(page).toContain(
      '| a signal of the same group soon after | resolved, closed | investigating |',
    );
  });

  test('shows commands that work as written', async () => {
    const [block = ''] = /(?<=^```sh\n)[^]*?(?=^```)/m.exec(page) ?? [];
    const commands = block.trim().split('\n');
    expect(commands.length).toBeGreaterThan(5);
    const root = exampleOrganisation();
    for (const command of commands) {
      const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(
        ([, quoted, word]) => quoted ?? word ?? '',
      );
      expect(words.slice(0, 2)).toEqual(['tocsin', 'incident']);
      const { code, err } = await runTocsin(words.slice(1), { cwd: root });
      expect({ command, code, err }).toEqual({ command, code: 0, err: '' });
    }
  });
});
