import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { PROGRAM } from '../../cli/testing/program.ts';
import { replaySide } from '../../impact/side.ts';
import { validate } from '../../validation/validate.ts';
import { readOrganisationFiles } from '../../workspace/read.ts';
import { startReplayThread } from './thread.ts';
import { readRecordedSignals } from '../../command-support/recorded-signals.ts';

const ROOT = join(import.meta.dirname, '../../..');
const files = readOrganisationFiles(ROOT).filter(({ path }) => !/^(?:incidents|post)/.test(path));
const signals = readRecordedSignals(ROOT) ?? [];
const scratch = mkdtempSync(join(tmpdir(), 'tocsin-thread-'));

afterAll(() => rmSync(scratch, { recursive: true }));

describe('a replay in a thread', () => {
  test('says of every signal what a replay here says', async () => {
    const { organisation } = validate(files);
    if (organisation === null) throw new Error('the example organisation is not valid');
    const here = replaySide(organisation, signals);
    const thread = startReplayThread(PROGRAM, { files, signals });
    expect(signals.length).toBeGreaterThan(100);
    expect(await thread.verdicts()).toEqual(here.verdicts);
    expect(await thread.accounts([0, 7, 100])).toEqual(here.accounts([0, 7, 100]));
    await thread.close();
  });

  test('that dies is heard of instead of being waited for', async () => {
    const dying = join(scratch, 'dying.js');
    writeFileSync(dying, 'process.exit(1);\n');
    const thread = startReplayThread(dying, { files: [], signals: [] });
    await expect(thread.verdicts()).rejects.toThrow('ended early');
    await expect(thread.accounts([1])).rejects.toThrow('ended early');
    await thread.close();
  });

  test('tells what went wrong in it', async () => {
    const thread = startReplayThread(PROGRAM, { files: [], signals });
    await expect(thread.verdicts()).rejects.toThrow('the base is not valid');
    await thread.close();
  });

  test('may be closed before anybody asked', async () => {
    await startReplayThread(PROGRAM, { files, signals }).close();
  });
});
