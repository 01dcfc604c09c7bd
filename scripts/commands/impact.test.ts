// `tocsin impact` in a repository of its own, as its page shows it, and with what can be wrong.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PROGRAM } from '../cli/testing/program.ts';
import { makePrivateCopy } from '../workspace/private-copy.ts';
import { startComments } from './testing/comments.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGE = readFileSync(join(ROOT, 'docs/impact.md'), 'utf8');
const environment = { PATH: process.env['PATH'] };

let folder: string;
let root: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-impact-'));
  root = join(folder, 'organisation');
  await makePrivateCopy(ROOT, root, { keep: false, environment });
});
afterEach(() => rmSync(folder, { recursive: true }));

type Run = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

/** Not blocking: the server of some tests lives in this process. */
function impact(
  words: readonly string[],
  extra: Readonly<Record<string, string>> = {},
): Promise<Run> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [PROGRAM, 'impact', ...words], {
      cwd: root,
      env: { ...environment, ...extra },
    });
    const [out, err]: [string[], string[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk.toString('utf8')));
    child.on('close', (status) => resolve({ status, stdout: out.join(''), stderr: err.join('') }));
  });
}

function block(language: string): string {
  return new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(PAGE)?.[1] ?? '';
}

/** Makes the change that the page shows. */
function change(): void {
  const [name = '', from = '', to = ''] = block('diff')
    .split('\n')
    .map((line) => line.slice(1));
  const text = readFileSync(join(root, name), 'utf8');
  expect(text.split(from)).toHaveLength(2);
  writeFileSync(join(root, name), text.replace(from, to));
}

function git(...words: readonly string[]): string {
  const who = ['-c', 'user.name=A', '-c', 'user.email=a@b.invalid', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', ['-C', root, ...who, ...words], { encoding: 'utf8' });
}

describe('docs/impact.md', () => {
  test('shows what `impact` answers to the change that it shows, byte for byte', async () => {
    expect(block('sh')).toBe('tocsin impact\n');
    change();
    expect(await impact([])).toEqual({ status: 0, stdout: block('text'), stderr: '' });
  });
});

describe('tocsin impact', () => {
  test('compares two commits without touching the working files', async () => {
    change();
    git('commit', '--all', '--quiet', '--message', 'Slow orders can wait');
    expect(await impact([])).toMatchObject({
      stdout: expect.stringContaining('None of the last 511 recorded signals'),
    });
    const between = await impact(['--base', 'HEAD^1', '--head', 'HEAD']);
    expect(between.stdout).toBe(block('text'));
    const back = await impact(['--base', 'HEAD', '--head', 'HEAD~1', '--json']);
    const { kinds }: { kinds: readonly { kind: string; count: number }[] } = JSON.parse(
      back.stdout,
    );
    expect(kinds.map(({ kind, count }) => [kind, count])).toContainEqual(['gained_page', 8]);
    expect(git('status', '--porcelain')).toBe('');
  });

  test('is not kept from comparing by a rule test that names announced work', async () => {
    const rules = join(root, 'rules/payments.yaml');
    const mention = '    given: {maintenances: [2026-11-16-identity]}\n';
    const text = readFileSync(rules, 'utf8');
    const named = text.replace(/(^tests:\n {2}- name: .*\n)/m, `$1${mention}`);
    expect(named).toContain(mention);
    writeFileSync(rules, named);
    git('commit', '--all', '--quiet', '--message', 'A test during announced work');
    expect(await impact([])).toMatchObject({ status: 0, stderr: '' });
  });

  test('fails on lost pages when asked to, and only then', async () => {
    expect((await impact(['--fail-on-lost-pages'])).status).toBe(0);
    change();
    expect((await impact([])).status).toBe(0);
    expect((await impact(['--fail-on-lost-pages'])).status).toBe(1);
  });

  test('says in one sentence what is wrong', async () => {
    const missing = await impact(['--base', 'no-such-branch']);
    expect(missing).toMatchObject({
      status: 3,
      stderr:
        'tocsin: there is no commit `no-such-branch` here: name a branch, a tag or a commit, and in a shallow clone fetch it first\n',
    });
    expect((await impact(['--base', '--output=x'])).status).toBe(2);
    expect((await impact(['--format', 'html'])).stderr).toContain('unexpected format `html`');
    expect((await impact(['--signals', 'nowhere.jsonl'])).stderr).toBe(
      'tocsin: there are no recorded signals in nowhere.jsonl: write them with `tocsin recorded`, or name another file with --signals\n',
    );
    writeFileSync(join(root, 'own.jsonl'), '{}\n');
    expect((await impact(['--signals', 'own.jsonl'])).stderr).toBe(
      'tocsin: own.jsonl:1: unexpected `source`, expected the id of a source\n',
    );
    writeFileSync(join(root, 'rules/ordering.yaml'), 'schema: tocsin/rules@1\nseverity: 3\n');
    const broken = await impact([]);
    expect(broken.status).toBe(3);
    expect(broken.stderr).toMatch(
      /^tocsin: the working files cannot be compared, since validate refuses it: rules\/ordering\.yaml:2: unexpected .*\n$/,
    );
    git('commit', '--all', '--quiet', '--message', 'Broken');
    expect((await impact(['--base', 'HEAD', '--head', 'HEAD^1'])).stderr).toMatch(
      /^tocsin: `HEAD` cannot be compared/,
    );
  });

  test('comments on the pull request of a workflow, and edits the comment the next time', async () => {
    const server = await startComments('right');
    const event = join(folder, 'event.json');
    const write = (repository: string): void =>
      writeFileSync(
        event,
        JSON.stringify({ pull_request: { number: 7, head: { repo: { full_name: repository } } } }),
      );
    const workflow = {
      GITHUB_API_URL: server.address,
      GITHUB_EVENT_PATH: event,
      GITHUB_REPOSITORY: 'larder/organisation',
      GITHUB_TOKEN: 'right',
    };
    const post = (): Promise<Run> => impact(['--post', '--format', 'markdown'], workflow);
    try {
      write('larder/organisation');
      expect((await post()).stderr).toBe('tocsin: comment not needed\n');
      const rules = join(root, 'rules/00-global.yaml');
      const never =
        '  - {id: never-met, when: {host: no-such}, threshold: {count: 9, within: 1m}}\n';
      writeFileSync(rules, readFileSync(rules, 'utf8').replace('gate:\n', `gate:\n${never}`));
      const unchanged = await post();
      expect(unchanged.stdout).toContain('threshold `never-met` is about none of the recorded');
      expect(unchanged.stderr).toBe('tocsin: comment not needed\n');
      git('checkout', '--quiet', '--', 'rules');
      change();
      const first = await post();
      expect(first.stderr).toBe('tocsin: comment created\n');
      expect(server.comments.map(({ body }) => body)).toEqual([first.stdout]);
      expect(first.stdout).toContain('**Ask for a review:** `larder/ordering`');
      expect((await post()).stderr).toBe('tocsin: comment unchanged\n');
      git('checkout', '--quiet', '--', 'rules');
      expect((await post()).stderr).toBe('tocsin: comment edited\n');
      expect(server.comments.map(({ body }) => body.split('\n')[3])).toEqual([
        'None of the last 511 recorded signals (2026-10-05 to 2026-11-20) would end differently.',
      ]);
      write('somebody/organisation');
      expect(await post()).toMatchObject({
        status: 0,
        stderr:
          'tocsin: this run may not comment on the pull request (as from a fork): its summary holds the answer\n',
      });
      expect((await impact(['--post'])).stderr).toContain('--post needs a pull request');
    } finally {
      await server.close();
    }
  });

  test('comments on what moves in the ownership map where no signal ends differently', async () => {
    const server = await startComments('right');
    const event = join(folder, 'event.json');
    const pull = { number: 7, head: { repo: { full_name: 'larder/organisation' } } };
    writeFileSync(event, JSON.stringify({ pull_request: pull }));
    const map = join(root, 'ownership/products/payments.yaml');
    const [from, to] = ['"/v1/invoices/**",', '"/v1/invoices/**", "/v1/refunds/{id}/note",'];
    writeFileSync(map, readFileSync(map, 'utf8').replace(from, to));
    try {
      const { stdout, stderr } = await impact(['--post', '--format', 'markdown'], {
        GITHUB_API_URL: server.address,
        GITHUB_EVENT_PATH: event,
        GITHUB_REPOSITORY: 'larder/organisation',
        GITHUB_TOKEN: 'right',
      });
      expect(stderr).toBe('tocsin: comment created\n');
      expect(server.comments.map(({ body }) => body)).toEqual([stdout]);
      expect(stdout).toContain('None of the last 511');
      expect(stdout).toContain(
        '\n\n**Ask for a review:** `larder/payments`\n\n**Ownership that moves**\n\n| what | from | to | line |\n|---|---|---|---|\n| endpoint `/v1/refunds/{id}/note` | payments, payments-api | payments, invoicing |',
      );
    } finally {
      await server.close();
    }
    expect((await impact([])).stdout).toContain('who answers changes: 1 move; see');
    // Nothing recorded yet is nothing wrong, and hides nothing of what moves.
    rmSync(join(root, 'rules/recorded.jsonl'));
    const unrecorded = await impact(['--format', 'markdown', '--fail-on-lost-pages']);
    expect(unrecorded).toMatchObject({ status: 0, stderr: '' });
    expect(unrecorded.stdout).toContain(
      'There are no recorded signals to try this on: `tocsin recorded` writes those of a gateway.\n\n**Ask for a review:** `larder/payments`\n\n**Ownership that moves**',
    );
  });
});
