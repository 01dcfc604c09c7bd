// A site arrives whole and in order at real places: a folder, a bucket that checks every signature, a real `sshd`.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openBucket } from './bucket.ts';
import { publishFolder, rollBack } from './folder.ts';
import { cacheControlOf, mediaTypeOf } from './media.ts';
import { type Place, PlaceError } from './place.ts';
import { LIST, type List, parseList, readSite, renderList } from './published.ts';
import { openSftp } from './sftp.ts';
import { type Step, stepsTo } from './steps.ts';
import { type BucketServer, startBucketServer } from './testing/bucket-server.ts';
import { SITE, writeSite } from './testing/sample-site.ts';

let work: string;

beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'tocsin-publish-'));
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

/** The list of a site that nobody knows more of. */
function listOf(folder: string): List {
  return { files: readSite(folder), older: [], uncommitted: [] };
}

/** Sends a site as the command does; gives what changed there. */
async function send(place: Place, folder: string): Promise<readonly string[]> {
  const before = parseList((await place.read([LIST])).get(LIST) ?? null);
  if (before === null) throw new Error('no list');
  const steps = stepsTo(listOf(folder), before.files);
  await place.carryOut(steps, folder);
  return steps.flat().flatMap(({ kind, path }) => (kind === 'write' ? [] : [`${kind} ${path}`]));
}

describe('the steps', () => {
  const site = new Map(Object.entries(SITE));
  const list = { files: site, older: ['0123456789ab'], uncommitted: [] };

  test('bring what pages load first, the pages of incidents before lists, and the first page last', () => {
    const paths = stepsTo(list, new Map()).map((group) => group.map(({ path }) => path));
    expect(paths[0]).toEqual([LIST]);
    expect(paths[1]).toEqual(['assets/site-0123abcd.css']);
    expect(paths[2]).toEqual(['incidents/2026-11-20-shop.html']);
    expect(paths[3]).toContain('de/index.html');
    expect(paths.slice(-2)).toEqual([['index.html'], [LIST]]);
  });

  test('bring incidents, months and components in this order, where nothing tells what is new', () => {
    const paths = stepsTo({ ...list, files: digestsOf(GROWN) }, new Map()).flat();
    const order = paths.map(({ path }) => path.replace(/^ar\//, '').split('/')[0]);
    expect([...new Set(order)]).toEqual([
      LIST,
      'incidents',
      'history',
      'components',
      'history.html',
      'index.html',
    ]);
  });

  test('bring pages of components before lists, whatever these are called', () => {
    const named = [
      'ar/index.html',
      'calendar.html',
      'components/shop.html',
      'ar/components/z.html',
    ];
    const files = new Map(named.map((path) => [path, path]));
    const paths = stepsTo({ ...list, files }, new Map()).flat();
    expect(paths.map(({ path }) => path).slice(1, -1)).toEqual([
      'ar/components/z.html',
      'components/shop.html',
      'ar/index.html',
      'calendar.html',
    ]);
  });

  test('lead from the first page to nothing that is not there, also where they were broken off', () => {
    const after = { files: digestsOf(GROWN), older: [], uncommitted: [] };
    const steps = stepsTo(after, digestsOf(SMALL)).flat();
    for (const cut of steps.keys()) {
      const there = new Map(Object.entries(SMALL));
      there.set(LIST, renderList({ ...after, files: digestsOf(SMALL) }));
      for (const step of steps.slice(0, cut))
        expect(carriedOut(step, there), step.path).toEqual([]);
      const again = stepsTo(after, parseList(there.get(LIST) ?? null)?.files ?? new Map());
      for (const step of again.flat()) expect(carriedOut(step, there), step.path).toEqual([]);
      for (const [path, text] of Object.entries(GROWN)) expect(there.get(path)).toBe(text);
    }
  });

  test('are none when nothing changed', () => {
    expect(stepsTo(list, site)).toEqual([]);
  });

  test('delete only what an earlier publish put there', () => {
    const before = new Map([...site, ['incidents/old.html', 'x']]);
    expect(stepsTo(list, before).flat()).toContainEqual({
      kind: 'delete',
      path: 'incidents/old.html',
    });
    expect(
      stepsTo(list, new Map())
        .flat()
        .some(({ kind }) => kind === 'delete'),
    ).toBe(false);
  });

  test('tell the next publish what an interrupted one may have left', () => {
    const [[first] = []] = stepsTo(list, new Map([['incidents/old.html', 'x']]));
    const unsure = parseList(first?.kind === 'write' ? first.text : null)?.files ?? new Map();
    expect([...unsure.keys()].toSorted()).toEqual(
      [...site.keys(), 'incidents/old.html'].toSorted(),
    );
    const again = stepsTo(list, unsure).flat();
    expect(again.filter(({ kind }) => kind === 'upload')).toHaveLength(site.size);
    expect(again).toContainEqual({ kind: 'delete', path: 'incidents/old.html' });
  });
});

/** A site before and after an incident in a month that had no page, in two languages; each text names where it leads. */
const SMALL: Readonly<Record<string, string>> = {
  'index.html': 'components/shop.html history.html ar/index.html',
  'history.html': 'history/2026-04.html',
  'history/2026-04.html': 'incidents/2026-04-14-shop.html',
  'incidents/2026-04-14-shop.html': 'history/2026-04.html components/shop.html',
  'components/shop.html': 'components/shop/history.atom incidents/2026-04-14-shop.html',
  'components/shop/history.atom': 'incidents/2026-04-14-shop.html',
  'ar/index.html': 'ar/components/shop.html ar/history.html index.html',
  'ar/history.html': '',
  'ar/components/shop.html': 'components/shop.html',
};
const GROWN: Readonly<Record<string, string>> = {
  ...SMALL,
  'index.html': 'components/shop.html history.html ar/index.html incidents/2026-05-22-shop.html',
  'history.html': 'history/2026-05.html history/2026-04.html',
  'history/2026-04.html': 'incidents/2026-04-14-shop.html history/2026-05.html',
  'history/2026-05.html': 'incidents/2026-05-22-shop.html history/2026-04.html',
  'incidents/2026-05-22-shop.html':
    'history/2026-05.html components/shop.html ar/incidents/2026-05-22-shop.html',
  'components/shop.html': 'components/shop/history.atom incidents/2026-05-22-shop.html',
  'components/shop/history.atom': 'incidents/2026-05-22-shop.html',
  'ar/history.html': 'ar/history/2026-05.html',
  'ar/history/2026-05.html': 'ar/incidents/2026-05-22-shop.html',
  'ar/components/shop.html': 'ar/incidents/2026-05-22-shop.html components/shop.html',
  'ar/incidents/2026-05-22-shop.html': 'ar/history/2026-05.html incidents/2026-05-22-shop.html',
};

function digestsOf(site: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(site));
}

/** Carries one step out; gives the links that lead nowhere then, of all that can be reached from the first page. */
function carriedOut(step: Step, there: Map<string, string>): readonly string[] {
  if (step.kind === 'delete') there.delete(step.path);
  else there.set(step.path, step.kind === 'write' ? step.text : (GROWN[step.path] ?? ''));
  const reached = new Set(['index.html']);
  for (const path of reached)
    for (const link of (there.get(path) ?? '').split(' ')) if (link !== '') reached.add(link);
  return [...reached].filter((path) => !there.has(path));
}

describe('a list', () => {
  test('comes back as it was written', () => {
    const list = {
      files: new Map(Object.entries(SITE).toSorted()),
      older: ['0123456789ab', 'ba9876543210'],
      uncommitted: ['2026-11-22-shop'],
    };
    expect(parseList(renderList(list))).toEqual(list);
    expect(parseList('{"schema": "tocsin/published@1", "files": {}}')?.older).toEqual([]);
  });

  test.each([
    ['no JSON', 'x'],
    ['another document', '{"schema": "else", "files": {}}'],
    ['a way out of the folder', '{"schema": "tocsin/published@1", "files": {"../x": "y"}}'],
    ['an absolute path', '{"schema": "tocsin/published@1", "files": {"/x": "y"}}'],
  ])('is refused when it holds %s', (_what, text) => {
    expect(parseList(text)).toBeNull();
  });
});

test('every kind of file that is built has a content type, and only what is named after its content stays in caches', () => {
  for (const path of Object.keys(SITE))
    expect(mediaTypeOf(path), path).not.toBe('application/octet-stream');
  expect(mediaTypeOf('calendar.ics')).toBe('text/calendar; charset=utf-8');
  expect(cacheControlOf('assets/page-BLx7T_0k.js')).toContain('immutable');
  for (const path of ['assets/inside.css', 'index.html', 'assets/x/site-0123abcd.html'])
    expect(cacheControlOf(path), path).toBe('public, max-age=30');
});

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

const SSHD = '/usr/sbin/sshd';
const SERVER = ['/usr/lib/openssh/sftp-server', '/usr/libexec/openssh/sftp-server'].find((path) =>
  existsSync(path),
);

describe.skipIf(!existsSync(SSHD) || SERVER === undefined)('a host over SSH', () => {
  let home: string;
  let daemon: ChildProcess;
  let port = 0;

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'tocsin-sshd-'));
    port = await freePort();
    for (const name of ['host', 'key'])
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(home, name)]);
    writeFileSync(join(home, 'authorized'), readFileSync(join(home, 'key.pub')), { mode: 0o600 });
    const known = readFileSync(join(home, 'host.pub'), 'utf8').split(' ').slice(0, 2).join(' ');
    writeFileSync(join(home, 'known'), `[127.0.0.1]:${port} ${known}\n`);
    const settings = [
      `ListenAddress 127.0.0.1:${port}`,
      `HostKey ${join(home, 'host')}`,
      `AuthorizedKeysFile ${join(home, 'authorized')}`,
      `PidFile ${join(home, 'pid')}`,
      'StrictModes no',
      'UsePAM no',
      'PasswordAuthentication no',
      'PermitRootLogin yes',
      `Subsystem sftp ${SERVER}`,
    ];
    writeFileSync(join(home, 'config'), `${settings.join('\n')}\n`);
    mkdirSync('/run/sshd', { recursive: true });
    daemon = spawn(SSHD, ['-D', '-f', join(home, 'config')], { stdio: 'ignore' });
    for (let tries = 0; tries < 200 && !existsSync(join(home, 'pid')); tries += 1) await wait(50);
  });
  afterAll(async () => {
    daemon.kill();
    await once(daemon, 'exit');
    rmSync(home, { recursive: true });
  });

  const open = (path: string, options: readonly string[] = ['-i', join(home, 'key')]): Place =>
    openSftp(
      { host: '127.0.0.1', port, user: userInfo().username, path },
      { PATH: process.env['PATH'] },
      [...options, '-o', `UserKnownHostsFile=${join(home, 'known')}`, '-o', 'IdentitiesOnly=yes'],
    );

  test('gets the site, then only what changed, and keeps what others put there', async () => {
    const there = join(work, 'with blank & [brackets]');
    mkdirSync(there);
    writeFileSync(join(there, 'theirs.html'), 'x');
    const folder = writeSite(join(work, 'site'), SITE);
    await send(open(there), folder);
    for (const [path, text] of Object.entries(SITE))
      expect(readFileSync(join(there, path), 'utf8'), path).toBe(text);
    writeSite(folder, { 'de/index.html': 'neu' });
    rmSync(join(folder, 'history.atom'));
    expect(await send(open(there), folder)).toEqual([
      'upload de/index.html',
      'delete history.atom',
    ]);
    expect(readFileSync(join(there, 'de/index.html'), 'utf8')).toBe('neu');
    expect(existsSync(join(there, 'history.atom'))).toBe(false);
    expect(readFileSync(join(there, 'theirs.html'), 'utf8')).toBe('x');
    expect(
      readdirSync(there, { recursive: true }).filter((name) => String(name).includes('part')),
    ).toEqual([]);
    expect(await send(open(there), folder)).toEqual([]);
  });

  test('says in one sentence that the key, the folder or the host is wrong', async () => {
    const folder = writeSite(join(work, 'site'), SITE);
    await expect(send(open(join(work, 'missing')), folder)).rejects.toThrow('make the folder');
    await expect(send(open(work, ['-i', join(home, 'host')]), folder)).rejects.toThrow(
      'load the key of this login into the SSH agent',
    );
    writeFileSync(join(work, 'nobody'), '');
    const stranger = openSftp(
      { host: '127.0.0.1', port, user: null, path: work },
      { PATH: process.env['PATH'] },
      ['-o', `UserKnownHostsFile=${join(work, 'nobody')}`],
    );
    await expect(stranger.read([LIST])).rejects.toThrow('confirm the key of the host');
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}
