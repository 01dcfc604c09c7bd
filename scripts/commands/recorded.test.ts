// What the gateway recorded becomes a file of the repository that `validate` accepts.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PROGRAM } from '../cli/testing/program.ts';
import { ORGANISATION_PATHS } from '../config/layout.ts';
import { openSqliteInbox } from '../inbox/sqlite-inbox.ts';
import { renderRecorded } from '../recording/line.ts';
import { minute, signalOf } from '../rules/testing/organisation.ts';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tocsin-recorded-'));
  for (const path of ORGANISATION_PATHS)
    cpSync(join(REPOSITORY, path), join(root, path), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

function tocsin(...words: readonly string[]): ReturnType<typeof run> {
  return run([...words, '--root', root]);
}

function run(words: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [PROGRAM, ...words], {
    cwd: root,
    encoding: 'utf8',
  });
}

async function store(lines: readonly string[]): Promise<string> {
  const file = join(root, 'inbox.sqlite');
  const inbox = openSqliteInbox(file);
  for (const recordings of [lines]) {
    const { id } = await inbox.accept({
      source: 'prometheus',
      vendor: 'prometheus-alertmanager',
      receivedAt: minute(0),
      deliveryId: null,
      headers: {},
      body: new Uint8Array(),
    });
    const outcomes = { applied: 0, collapsed: 0, gated: 1, ignored: 0, quarantined: 0 };
    await inbox.settle(id, { outcomes, problems: [], hops: '[]', recordings });
  }
  await inbox.close();
  return file;
}

describe('tocsin recorded', () => {
  test('writes the newest signals to rules/recorded.jsonl, and validate accepts them', async () => {
    const lines = [1, 2, 3].map((index) =>
      renderRecorded({
        source: 'prometheus',
        receivedAt: minute(index),
        signal: signalOf({ dedupKey: `key of jane${index}@example.com`, service: 'payments-api' }),
      }),
    );
    const inbox = await store(lines);
    const made = tocsin('recorded', '--inbox', inbox, '--last', '2');
    expect([made.stderr, made.stdout, made.status]).toEqual([
      '',
      '2 signals in rules/recorded.jsonl\n',
      0,
    ]);
    const text = readFileSync(join(root, 'rules/recorded.jsonl'), 'utf8');
    expect(text.split('\n').map((line) => /"dedupKey":"(\w+)"/.exec(line)?.[1])).toEqual([
      'p1',
      'p2',
      undefined,
    ]);
    expect(text).not.toContain('jane');
    expect(tocsin('validate').status).toBe(0);
    expect(tocsin('recorded', '--inbox', inbox, '--last', '2', '--out', '-').stdout).toBe(text);
  });

  test('says so when nothing is recorded, and when the number is none', async () => {
    const inbox = await store([]);
    expect(tocsin('recorded', '--inbox', inbox)).toMatchObject({
      status: 1,
      stderr: 'tocsin: no signal is recorded yet; the gateway records each one that it decides\n',
    });
    const wrong = tocsin('recorded', '--inbox', inbox, '--last', 'all');
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toContain('unexpected --last `all`, expected a number of signals');
  });
});
