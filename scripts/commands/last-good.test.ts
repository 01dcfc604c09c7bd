// A malformed file of one team at night: whoever of another team asks, declares or hands in a webhook goes on.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { commitAll, edit, git, makeRoot, tocsin, write } from './testing/ownership.ts';

vi.setConfig({ testTimeout: 120_000 });

const PAYMENTS = 'rules/payments.yaml';
const LINE =
  /^tocsin: the organisation has \d+ errors? in its configuration \(rules\/payments\.yaml:\d+\); the version before it of rules\/payments\.yaml stays in force, everything else is taken over: `tocsin validate` says more\n$/;

let root: string;
beforeEach(() => {
  root = makeRoot();
});
afterEach(() => rmSync(root, { recursive: true }));

const spoil = (): void => edit(root, PAYMENTS, 'set: sev3', 'set: sev33');

describe('where a file of one team is wrong', () => {
  test('commands answer as before, after one line that says what is in force', () => {
    const questions = [
      ['who', 'order-api'],
      ['incident', 'list', '--all'],
      ['names', 'prod/order-api/http'],
      ['codeowners', '--repo', 'shop', '--out', '-'],
      ['deployments'],
    ];
    const timeless = (text = ''): string => text.replace(/^ *as of .*$/m, '');
    const before = questions.map((words) => tocsin(words, root));
    spoil();
    commitAll(root, '2026-11-02T10:00:00Z');
    for (const [index, words] of questions.entries()) {
      const after = tocsin(words, root);
      const { status, stdout, stderr = '' } = before[index] ?? {};
      expect([after.status, timeless(after.stdout)]).toEqual([status, timeless(stdout)]);
      expect(after.stderr.replace(stderr, '')).toMatch(LINE);
    }
  });

  test('edits that nobody committed are no obstacle either, and the site is built', () => {
    spoil();
    const { status, stderr } = tocsin(['build', '--out', join(root, '.tocsin', 'out')], root);
    expect([status, stderr]).toEqual([0, expect.stringMatching(LINE)]);
  });

  test('a webhook of any team is decided and committed, and an incident declared', () => {
    commitAll(root, '2026-11-01T11:00:00Z');
    spoil();
    commitAll(root, '2026-11-02T10:00:00Z');
    const webhook = join(root, '.git', 'body.json');
    writeFileSync(webhook, JSON.stringify(ALERT));
    const ingested = tocsin(['ingest', '--source', 'prometheus', webhook], root);
    expect(ingested).toEqual({
      status: 0,
      stdout: expect.stringMatching(/^applied: incident \d{4}-\d\d-\d\d-order-api\n$/),
      stderr: expect.stringMatching(LINE),
    });
    const words = ['incident', 'open', 'Maps are blank', '--service', 'tracking-api', '--as', 'x'];
    const opened = tocsin(words, root);
    expect([opened.status, opened.stderr]).toEqual([0, expect.stringMatching(LINE)]);
    expect(git(root, ['log', '--format=%s', '-2'])).toContain('tracking-api');
  });

  test('what was in force at a commit is told of it', () => {
    spoil();
    commitAll(root, '2026-11-02T10:00:00Z');
    edit(root, PAYMENTS, 'set: sev33', 'set: sev3');
    commitAll(root, '2026-11-03T10:00:00Z');
    const { status, stderr } = tocsin(['who', 'order-api', '--at', '2026-11-02'], root);
    expect(status).toBe(0);
    expect(stderr).toMatch(/^tocsin: commit \w{7} has .* stays in force/);
  });
});

describe('a file that was never good', () => {
  test('is left out, and that is what is said', () => {
    write(root, 'rules/security.yaml', 'schema: tocsin/rules@1\nseverity: no list\n');
    commitAll(root, '2026-11-02T10:00:00Z');
    const { status, stderr } = tocsin(['who', 'order-api'], root);
    expect(status).toBe(0);
    expect(stderr).toMatch(
      /\(rules\/security\.yaml:2\); rules\/security\.yaml is left out, without a good version before it, everything else is taken over: /,
    );
  });

  test('is left out where a clone has not the history to know better, and it says that as well', () => {
    spoil();
    commitAll(root, '2026-11-02T10:00:00Z');
    const clone = mkdtempSync(join(tmpdir(), 'tocsin-shallow-'));
    git(tmpdir(), ['clone', '--quiet', '--depth', '1', `file://${root}`, clone]);
    const { status, stderr } = tocsin(['who', 'order-api'], clone);
    expect(status).toBe(0);
    expect(stderr).toContain('rules/payments.yaml is left out');
    expect(stderr).toContain('(this clone knows only a part of the history)');
    rmSync(clone, { recursive: true });
  });

  test('and everything else is, with no history at all, refuses as ever', () => {
    rmSync(join(root, '.git'), { recursive: true });
    spoil();
    for (const init of [false, true]) {
      if (init) execFileSync('git', ['-C', root, 'init', '--quiet']);
      const { status, stderr } = tocsin(['who', 'order-api'], root);
      expect(status).toBe(3);
      expect(stderr).toContain('run `tocsin validate` and correct them first');
    }
  });
});

test.for<readonly [string, readonly string[]]>([
  ['validate', ['validate']],
  ['test', ['test']],
  ['impact', ['impact']],
  ['owners scan --write', ['owners', 'scan', '--write', '--repo', 'shop', '.']],
  ['owners diff', ['owners', 'diff', '--base', 'HEAD']],
])('`%s` goes on refusing files that are wrong', ([, words]) => {
  spoil();
  commitAll(root, '2026-11-02T10:00:00Z');
  expect(tocsin(words, root, root).status).not.toBe(0);
});

const ALERT = {
  version: '4',
  groupKey: '{}:{}',
  status: 'firing',
  receiver: 'tocsin',
  groupLabels: {},
  commonLabels: {},
  commonAnnotations: {},
  externalURL: 'http://alertmanager',
  alerts: [
    {
      status: 'firing',
      labels: { alertname: 'OrdersFail', severity: 'critical', service: 'order-api' },
      annotations: { summary: 'Orders fail' },
      startsAt: '2026-11-21T03:00:00Z',
      endsAt: '0001-01-01T00:00:00Z',
      generatorURL: '',
      fingerprint: 'a1',
    },
  ],
};
