// A site arrives whole in a folder.
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { removeFolders, temporaryFolder } from '../apply/testing/repository.ts';
import { publishFolder, rollBack } from './folder.ts';
import { SITE, writeSite } from './testing/sample-site.ts';
import { listOf } from './testing/send.ts';

let work: string;
beforeEach(() => {
  work = temporaryFolder();
});
afterEach(removeFolders);

describe('a folder', () => {
  test('is exchanged in one step: readers find one whole version at any time', async () => {
    const place = { path: join(work, 'www'), keep: 3 };
    const from = writeSite(join(work, 'site'), { 'index.html': 'v0', 'other.html': 'v0' });
    await publishFolder(place, listOf(from), from);
    const stop = new AbortController();
    let reads = 0;
    const reading = (async () => {
      while (!stop.signal.aborted) {
        // One version is read through one look at the link.
        const version = readlinkSync(place.path);
        const both = ['index.html', 'other.html'].map((name) =>
          readFileSync(join(work, version, name), 'utf8'),
        );
        expect(both[0]).toBe(both[1]);
        expect(existsSync(join(place.path, 'index.html'))).toBe(true);
        reads += 1;
        await wait(0);
      }
    })();
    for (const text of ['v1', 'v2']) {
      writeSite(from, { 'index.html': text, 'other.html': text });
      await publishFolder(place, listOf(from), from);
    }
    stop.abort();
    await reading;
    expect(reads).toBeGreaterThan(0);
    expect(readFileSync(join(place.path, 'index.html'), 'utf8')).toBe('v2');
  });

  test('keeps as many versions as it is told, and goes back to the one before', async () => {
    const place = { path: join(work, 'www'), keep: 2 };
    const from = join(work, 'site');
    for (const text of ['one', 'two', 'three']) {
      writeSite(from, { ...SITE, 'index.html': text });
      await publishFolder(place, listOf(from), from);
    }
    expect(readdirSync(`${place.path}.versions`).toSorted()).toEqual(['000002', '000003']);
    expect(await rollBack(place)).toBe('000002');
    expect(readFileSync(join(place.path, 'index.html'), 'utf8')).toBe('two');
    await expect(rollBack(place)).rejects.toThrow('there is no version of');
  });

  test('never goes back to what was rolled back from, and keeps what was shown instead', async () => {
    const place = { path: join(work, 'www'), keep: 2 };
    const from = join(work, 'site');
    const put = async (text: string): Promise<void> => {
      writeSite(from, { ...SITE, 'index.html': text });
      await publishFolder(place, listOf(from), from);
    };
    await put('good');
    await put('bad');
    await rollBack(place);
    await put('next');
    await rollBack(place);
    expect(readFileSync(join(place.path, 'index.html'), 'utf8')).toBe('good');
  });

  test('that somebody else made is left alone', async () => {
    const from = writeSite(join(work, 'site'), SITE);
    mkdirSync(join(work, 'theirs'));
    const theirs = { path: join(work, 'theirs'), keep: 3 };
    await expect(publishFolder(theirs, listOf(from), from)).rejects.toThrow(
      'was not made by `tocsin publish`',
    );
    expect(lstatSync(theirs.path).isDirectory()).toBe(true);
    const nowhere = { path: join(work, 'no', 'www'), keep: 3 };
    await expect(publishFolder(nowhere, listOf(from), from)).rejects.toThrow('there is no folder');
  });
});
