// A site arrives in a bucket that checks every signature.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { removeFolders, temporaryFolder } from '../apply/testing/repository.ts';
import { openBucket } from './bucket.ts';
import { cacheControlOf, mediaTypeOf } from './media.ts';
import { type Place, PlaceError } from './place.ts';
import { LIST } from './published.ts';
import { type BucketServer, startBucketServer } from './testing/bucket-server.ts';
import { SITE, writeSite } from './testing/sample-site.ts';
import { send } from './testing/send.ts';

let work: string;
beforeEach(() => {
  work = temporaryFolder();
});
afterEach(removeFolders);

describe('a bucket', () => {
  let server: BucketServer;
  beforeAll(async () => {
    server = await startBucketServer();
  });
  afterAll(async () => await server.close());
  beforeEach(() => {
    server.objects.clear();
    server.log.length = 0;
  });

  const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a secret', sessionToken: null };
  const open = async (changes: Readonly<Record<string, string>> = {}): Promise<Place> =>
    await openBucket(
      {
        endpoint: server.endpoint,
        region: changes['region'] ?? 'test-1',
        bucket: changes['bucket'] ?? 'status',
        prefix: changes['prefix'] ?? '',
      },
      { ...KEYS, ...changes },
    );

  test('gets every file with its type and cache header, the list first and last', async () => {
    const folder = writeSite(join(work, 'site'), SITE);
    await send(await open({ prefix: 'a/b/' }), folder);
    for (const [path, text] of Object.entries(SITE)) {
      const stored = server.objects.get(`a/b/${path}`);
      expect(stored, path).toEqual({
        body: text,
        type: mediaTypeOf(path),
        cache: cacheControlOf(path),
      });
    }
    expect(server.log.at(0)).toBe(`PUT a/b/${LIST}`);
    expect(server.log.slice(-2)).toEqual(['PUT a/b/index.html', `PUT a/b/${LIST}`]);
  });

  test('gets only what changed the next time, and loses what is gone, but nothing of others', async () => {
    const folder = writeSite(join(work, 'site'), SITE);
    const place = await open();
    await send(place, folder);
    server.objects.set('theirs.html', { body: 'x', type: undefined, cache: undefined });
    writeSite(folder, { 'index.html': 'changed' });
    rmSync(join(folder, 'history.html'));
    server.log.length = 0;
    expect(await send(place, folder)).toEqual(['upload index.html', 'delete history.html']);
    expect(server.log).toHaveLength(4);
    expect(server.objects.has('theirs.html')).toBe(true);
    expect(await send(place, folder)).toEqual([]);
  });

  test('that is busy for a moment is asked again', async () => {
    server.faults = 2;
    await send(await open(), writeSite(join(work, 'site'), SITE));
    expect(server.objects.get('index.html')?.body).toBe(SITE['index.html']);
  });

  test('whose connection breaks before an answer is asked again', async () => {
    server.broken = 2;
    await send(await open(), writeSite(join(work, 'site'), SITE));
    expect(server.broken).toBe(0);
    expect(server.objects.get('index.html')?.body).toBe(SITE['index.html']);
  });

  test('whose connection breaks within an answer is asked again', async () => {
    const place = await open();
    await send(place, writeSite(join(work, 'site'), SITE));
    server.halved = 2;
    expect((await place.read(['index.html'])).get('index.html')).toBe(SITE['index.html']);
    expect(server.halved).toBe(0);
  });

  test('whose connections all break within an answer is a sentence', async () => {
    const place = await open();
    await send(place, writeSite(join(work, 'site'), SITE));
    server.halved = 100;
    const reading = place.read([LIST]);
    await expect(reading).rejects.toThrow(PlaceError);
    await expect(reading).rejects.toThrow('does not answer (');
    server.halved = 0;
  });

  test.each([
    ['a wrong secret', { secretAccessKey: 'wrong' }, 'check AWS_SECRET_ACCESS_KEY'],
    ['a wrong key', { accessKeyId: 'wrong' }, 'check AWS_ACCESS_KEY_ID'],
    ['a wrong region', { region: 'test-2' }, 'check `publish.s3.region` (test-2)'],
    ['a wrong bucket', { bucket: 'other' }, 'make the bucket, or correct `publish.s3.bucket`'],
  ])('says in one sentence what to do about %s', async (_what, changes, sentence) => {
    const sending = send(await open(changes), writeSite(join(work, 'site'), SITE));
    await expect(sending).rejects.toThrow(sentence);
    await expect(sending).rejects.not.toThrow('\n');
    expect(server.objects.size).toBe(0);
  });

  test('that does not answer is a sentence too', async () => {
    const place = await openBucket(
      { endpoint: 'http://127.0.0.1:1', region: 'test-1', bucket: 'status', prefix: '' },
      KEYS,
    );
    await expect(place.read([LIST])).rejects.toThrow('127.0.0.1:1 does not answer');
  });
});
