// `tocsin test` end to end: real processes, real folders.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { PROGRAM } from '../cli/testing/program.ts';
import { copyExample, EXAMPLE } from '../validation/testing/plant.ts';

vi.setConfig({ testTimeout: 60_000 });

let root: string;

beforeAll(() => {
  root = copyExample();
  mkdirSync(join(root, 'docs/examples'), { recursive: true });
  for (const name of ['alertmanager-probe.json'])
    writeFileSync(
      join(root, 'docs/examples', name),
      readFileSync(join(EXAMPLE, 'docs/examples', name)),
    );
});
afterAll(() => rmSync(root, { recursive: true }));

type Run = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

const tocsin = (...words: readonly string[]): Run =>
  spawnSync(process.execPath, [PROGRAM, 'test', '--root', root, ...words], { encoding: 'utf8' });

/** Edits a file of the copy, runs, and puts it back. */
function edited(path: string, edit: (text: string) => string, look: () => void): void {
  const full = join(root, path);
  const before = readFileSync(full, 'utf8');
  const after = edit(before);
  expect(after).not.toBe(before);
  writeFileSync(full, after);
  try {
    look();
  } finally {
    writeFileSync(full, before);
  }
}

describe('the tests of the example organisation', () => {
  test('hold', () => {
    const run = tocsin();
    expect(run).toMatchObject({ status: 0, stderr: '' });
    expect(run.stdout).toMatch(
      /^rules\/00-global\.yaml {2}\d+ passed\n[^]*\n\n\d+ tests passed\n$/,
    );
  });

  test('stand at their lines in a pull request when they fail, with the rule that decided', () => {
    edited(
      'rules/platform.yaml',
      (text) => text.replace('set: sev4', 'set: sev2'),
      () => {
        const { status, stdout } = tocsin('--format', 'github', 'rules/platform.yaml');
        expect(status).toBe(1);
        const [first, ...others] = stdout.trimEnd().split('\n');
        expect(first).toMatch(
          /^::error file=rules\/platform\.yaml,line=\d+,col=\d+,endColumn=\d+,title=test failed::the tools of engineers can wait, also when they are down: unexpected severity sev2, by engineers-tools in rules\/platform\.yaml:6, expected sev4$/,
        );
        expect(others.every((line) => line.startsWith('::error file=rules/platform.yaml,'))).toBe(
          true,
        );
      },
    );
    expect(tocsin('--format', 'github')).toMatchObject({ status: 0, stdout: '' });
    expect(tocsin('--format', 'github', '--coverage').status).toBe(2);
    expect(tocsin('--format', 'sarif').stderr).toContain('expected pretty, json or github');
  });

  test('stand at the rule that no test notices', () => {
    edited(
      'rules/platform.yaml',
      (text) => text.replace(/^ {2}- name: the certificate of a tool[^]*?(?=^ {2}- name)/m, ''),
      () => {
        const run = tocsin('--mutate', '--format', 'github', 'rules/platform.yaml');
        expect(run).toMatchObject({
          status: 1,
          stdout:
            '::error file=rules/platform.yaml,line=6,col=9,endColumn=24,title=not tested::severity engineers-tools: nobody notices when it is swapped with certificate-expires\n',
        });
      },
    );
  });

  test('notice every mistake in its rules', () => {
    const run = tocsin('--mutate');
    expect(run).toMatchObject({ status: 0, stderr: '' });
    expect(run.stdout).toMatch(/^(\d+) of \1 mistakes noticed\n$/);
  });

  test('reach every rule', () => {
    const run = tocsin('--coverage', '--json');
    const { rules } = JSON.parse(run.stdout);
    expect(rules.length).toBeGreaterThan(50);
    expect(rules.filter((rule: { readonly tests: number }) => rule.tests === 0)).toEqual([]);
  });
});

describe('`tocsin test`', () => {
  test('takes files and words of names, and says what it does not know', () => {
    expect(tocsin('rules/platform.yaml').stdout).toMatch(
      /^rules\/platform\.yaml {2}\d+ passed\n {2}✓ /,
    );
    const run = tocsin('Acquirer ALONE', './rules/storefront.yaml');
    expect(run.stdout).toContain('✓ one acquirer alone wakes nobody');
    expect(run.stdout).toContain('rules/storefront.yaml');
    expect(run.stdout).not.toContain('rules/platform.yaml');
    expect(tocsin('rules/platfrom.yaml')).toMatchObject({
      status: 2,
      stderr: 'tocsin: unexpected `rules/platfrom.yaml`: did you mean `rules/platform.yaml`?\n',
    });
    expect(tocsin('--mutate', '--coverage')).toMatchObject({ status: 2 });
  });

  test('ends with 1 when a test fails, also when mistakes or coverage were asked for', () => {
    const wrong = (text: string): string => text.replace('severity: sev4', 'severity: sev1');
    edited('rules/platform.yaml', wrong, () => {
      for (const words of [[], ['--mutate'], ['--coverage']]) {
        const run = tocsin(...words);
        expect(run.status).toBe(1);
        expect(run.stdout).toMatch(/\n1 of \d+ tests failed\n$/);
      }
      expect(JSON.parse(tocsin('--json').stdout)).toMatchObject({ failed: 1 });
    });
  });

  test('ends with 1 when a mistake would go unnoticed', () => {
    const without = (text: string): string => text.replace(/^tests:\n[^]*/m, '');
    edited('rules/platform.yaml', without, () => {
      const run = tocsin('--mutate');
      expect(run.status).toBe(1);
      expect(run.stdout).toMatch(/rules\/platform\.yaml:6 +severity engineers-tools: /);
    });
  });

  test('counts what was recorded, and says which line holds no signal', () => {
    const line = { source: 'prometheus', receivedAt: '2026-11-21T10:00:00.000Z' };
    const signal = { vendor: 'prometheus-alertmanager', kind: 'problem', action: 'trigger' };
    const facts = {
      ...signal,
      title: 'x',
      dedupKey: 'a',
      service: 'psp-north',
      severity: 'high',
      labels: {},
    };
    const lines = [
      JSON.stringify({ ...line, signal: facts }),
      JSON.stringify({ ...line, signal: { ...facts, dedupKey: 'b' } }),
    ];
    const path = join(root, 'rules/recorded.jsonl');
    writeFileSync(path, lines.join('\n'));
    try {
      const { rules } = JSON.parse(tocsin('--coverage', '--json').stdout);
      expect(rules).toContainEqual(
        expect.objectContaining({ rule: 'one-acquirer', list: 'severity', recorded: 2 }),
      );
      expect(rules).toContainEqual(expect.objectContaining({ rule: 'low', recorded: 0 }));
      writeFileSync(path, [...lines, 'nonsense'].join('\n'));
      expect(tocsin('--coverage')).toMatchObject({
        status: 3,
        stderr:
          'tocsin: rules/recorded.jsonl:3: unexpected text, expected a JSON object per line\n',
      });
    } finally {
      rmSync(path);
    }
  });

  test('reads recorded webhooks from inside the organisation only, and says which it cannot read', () => {
    const gone = (text: string): string => text.replace('alertmanager-probe.json', 'gone.json');
    edited('rules/00-global.yaml', gone, () => {
      const run = tocsin();
      expect(run.status).toBe(1);
      expect(run.stdout).toContain('no file docs/examples/gone.json that can be read');
    });
    const outside = (text: string): string => text.replace('docs/examples/', '../');
    edited('rules/00-global.yaml', outside, () =>
      expect(tocsin()).toMatchObject({ status: 3, stdout: '' }),
    );
  });

  test('takes into account a planned maintenance that a test names, and no other', () => {
    const plan = (text: string): string =>
      text
        .replace('state: resolved', 'state: triage')
        .replace(/^ {2}(acknowledged|resolved): .*\n/gm, '');
    const asked = (given: string, name: string, gate: string): string => `  - name: ${name}
    at: 2026-06-14T02:00:00Z
${given}    signal: {source: prometheus, service: ledger-db, severity: high}
    expect: {gate: ${gate}}
`;
    const given = '    given: {maintenances: [2026-06-02-ledger-db]}\n';
    const promise = (text: string): string =>
      `${text}${asked(given, 'during maintenance', '2026-06-02-ledger-db')}${asked('', 'without maintenance', 'open')}`;
    edited('incidents/2026/2026-06-02-ledger-db.md', plan, () =>
      edited('rules/data-platform.yaml', promise, () =>
        expect(tocsin('maintenance')).toMatchObject({ status: 0, stderr: '' }),
      ),
    );
  });
});
