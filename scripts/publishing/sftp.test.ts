// A site arrives at a host over SSH, with a real `sshd`.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { removeFolders, temporaryFolder } from '../apply/testing/repository.ts';
import type { Place } from './place.ts';
import { LIST } from './published.ts';
import { openSftp } from './sftp.ts';
import { SITE, writeSite } from './testing/sample-site.ts';
import { send } from './testing/send.ts';

let work: string;
beforeEach(() => {
  work = temporaryFolder();
});
afterEach(removeFolders);

const SSHD = '/usr/sbin/sshd';
const SERVER = ['/usr/lib/openssh/sftp-server', '/usr/libexec/openssh/sftp-server'].find((path) =>
  existsSync(path),
);

describe.skipIf(!existsSync(SSHD) || SERVER === undefined)('a host over SSH', () => {
  let home: string;
  let daemon: ChildProcess | null = null;
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
    const started = spawn(SSHD, ['-D', '-e', '-f', join(home, 'config')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    daemon = started;
    await listening(started, started.stderr);
  });
  afterAll(async () => {
    if (daemon?.kill() === true) await once(daemon, 'exit');
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

/** Waits until `sshd` listens; one that ends before that has said why. */
async function listening(daemon: ChildProcess, log: Readable): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    log.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('Server listening')) resolve();
    });
    daemon.once('error', reject);
    daemon.once('close', () => reject(new Error(`sshd does not start: ${said}`)));
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}
