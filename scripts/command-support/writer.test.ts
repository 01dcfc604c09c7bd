// One writer at a time, as real processes.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { CommandFailure } from '../cli/exit-code.ts';
import { bodyOf } from '../gateway/testing/worker.ts';
import type { Settings } from '../model/organisation.ts';
import { organisationOf, smallFiles } from '../rules/testing/organisation.ts';
import {
  cleanUp,
  commitAll,
  exampleOrganisation,
  type Started,
  startProgram,
  startTocsin,
  temporaryFolder,
} from '../commands/testing/process.ts';
import { checkWriter, holdWriter } from './writer.ts';

afterEach(cleanUp);

const { settings } = organisationOf(smallFiles());

describe('the setting', () => {
  const allowed = ['local', 'actions'] as const;
  const check = (writer: Settings['writer']) => () =>
    checkWriter({ ...settings, writer }, allowed, 'tocsin ingest');

  test('lets those commit that it names', () => {
    for (const writer of allowed) expect(check(writer)).not.toThrow();
  });

  test('refuses all others, and says who may', () => {
    expect(check('gateway')).toThrow(
      new CommandFailure(
        '`tocsin ingest` may not commit here: tocsin.yaml says `writer: gateway`, expected local or actions',
      ),
    );
  });

  test.each([
    ['actions', ['serve', '--port', '0'], 'so only workflows may commit'],
    ['gateway', ['ingest', '--source', 'prometheus', 'body.json'], 'expected local or actions'],
  ])('`%s` keeps %j out, which ends with 3 and leaves no lock', async (writer, words, sentence) => {
    const root = exampleOrganisation();
    const file = join(root, 'tocsin.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^writer: .*$/m, `writer: ${writer}`));
    writeFileSync(join(root, 'body.json'), bodyOf({ service: 'payments-api', name: 'Larder' }));
    commitAll(root, 'Another writer');
    const refused = startTocsin(words, { cwd: root });
    expect(await refused.exit()).toBe(3);
    expect(refused.err()).toMatch(/^tocsin: .*\n$/);
    expect(refused.err()).toContain(`tocsin.yaml says \`writer: ${writer}\``);
    expect(refused.err()).toContain(sentence);
    (await holdWriter(root, 0)).release();
  });
});

describe('the place of the writer', () => {
  test('is held by one process at a time', async () => {
    const root = temporaryFolder('writer');
    await startHolder(root);
    const lock = join(root, '.tocsin', 'writer.lock');
    await expect(holdWriter(root, 0)).rejects.toThrow(
      `another Tocsin commits to this repository (it holds ${lock}): stop it first, or send the webhook to it`,
    );
    await expect(holdWriter(root, 100)).rejects.toThrow(CommandFailure);
    (await holdWriter(temporaryFolder('other-writer'), 0)).release();
  });

  test('is free after its holder was killed, although the lock file lies there', async () => {
    const root = temporaryFolder('writer');
    const holder = await startHolder(root);
    await holder.end('SIGKILL');
    expect(existsSync(join(root, '.tocsin', 'writer.lock'))).toBe(true);
    (await holdWriter(root, 0)).release();
  });

  test('is waited for', async () => {
    const root = temporaryFolder('writer');
    const holder = await startHolder(root);
    const waiting = holdWriter(root, 30_000);
    await holder.end('SIGKILL');
    const hold = await waiting;
    await expect(holdWriter(root, 0)).rejects.toThrow(CommandFailure);
    hold.release();
    (await holdWriter(root, 0)).release();
  });
});

/** A process that has the place of the writer until it is killed. */
async function startHolder(root: string): Promise<Started> {
  const writer = new URL('writer.ts', import.meta.url).href;
  const program = `
    const { holdWriter } = await import(${JSON.stringify(writer)});
    const hold = await holdWriter(${JSON.stringify(root)}, 0);
    console.log('held');
    setInterval(() => hold, 1000);
  `;
  const holder = startProgram(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: root,
  });
  await holder.says(/held/);
  return holder;
}
