// A folder of a host over SSH, by the machine's own `sftp` in batch mode: its keys, its agent, its known hosts.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { SftpPlace } from '../model/publish.ts';
import { type Place, PlaceError, textsByPath } from './place.ts';
import type { Steps } from './steps.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Opens a folder of a host; nothing is asked of it yet. `options` go to `ssh` as they are (`-o …`). */
export function openSftp(
  place: SftpPlace,
  environment: Environment,
  options: readonly string[] = [],
): Place {
  const call = async (lines: readonly string[], folder: string): Promise<Answer> =>
    await runBatch({ place, environment, options }, lines, folder);
  return {
    name: `${place.path} of ${place.host}`,
    read: async (paths) => {
      const scratch = await mkdtemp(join(tmpdir(), 'tocsin-sftp-'));
      try {
        const lines = paths.map((path, index) => `-get ${quoted(path)} ${quoted(`${index}`)}`);
        expectDone(place, await call([`cd ${quoted(place.path)}`, ...lines], scratch));
        const texts = await Promise.all(
          paths.map(async (_path, index) => await readOrNull(join(scratch, `${index}`))),
        );
        return textsByPath(paths, texts);
      } finally {
        await rm(scratch, { recursive: true });
      }
    },
    carryOut: async (steps, folder) => {
      const scratch = await mkdtemp(join(tmpdir(), 'tocsin-sftp-'));
      try {
        const lines = await linesOf(steps, scratch);
        expectDone(place, await call([`cd ${quoted(place.path)}`, ...lines], folder));
      } finally {
        await rm(scratch, { recursive: true });
      }
    },
  };
}

/** A file gets its name when it is whole: readers never get half of one. */
async function linesOf(steps: Steps, scratch: string): Promise<readonly string[]> {
  const folders = new Set<string>();
  const lines: string[] = [];
  const put = (from: string, path: string): void => {
    for (const folder of parentsOf(path)) {
      if (!folders.has(folder)) lines.push(`-mkdir ${quoted(folder)}`);
      folders.add(folder);
    }
    const part = join(dirname(path), '.tocsin-part');
    lines.push(`put ${quoted(from)} ${quoted(part)}`, `rename ${quoted(part)} ${quoted(path)}`);
  };
  for (const [index, step] of steps.flat().entries()) {
    if (step.kind === 'delete') lines.push(`-rm ${quoted(step.path)}`);
    else if (step.kind === 'upload') put(step.path, step.path);
    else {
      const file = join(scratch, String(index));
      await writeFile(file, step.text);
      put(file, step.path);
    }
  }
  return lines;
}

function parentsOf(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** In quotes, `sftp` takes every letter as it is. */
function quoted(path: string): string {
  return `"${path.replaceAll('"', '\\"')}"`;
}

type Answer = { readonly code: number; readonly said: string };

type Connection = {
  readonly place: SftpPlace;
  readonly environment: Environment;
  readonly options: readonly string[];
};

function runBatch(
  { place, environment, options }: Connection,
  lines: readonly string[],
  folder: string,
): Promise<Answer> {
  const target = `${place.user === null ? '' : `${place.user}@`}${place.host.includes(':') ? `[${place.host}]` : place.host}`;
  const words = ['-b', '-', '-o', 'BatchMode=yes', '-o', 'ConnectTimeout=20'];
  return new Promise((resolve, reject) => {
    const child = spawn('sftp', [...words, ...options, '-P', String(place.port), target], {
      cwd: folder,
      env: { ...environment, LC_ALL: 'C' },
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    const said: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
    child.on('error', (cause) => {
      reject(
        new PlaceError(
          '`sftp` could not be started: install OpenSSH and make sure it is on the PATH',
          {
            cause,
          },
        ),
      );
    });
    child.on('close', (code) => {
      resolve({ code: code ?? 1, said: Buffer.concat(said).toString('utf8') });
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(`${lines.join('\n')}\n`);
  });
}

function expectDone({ host, path }: SftpPlace, { code, said }: Answer): void {
  if (code === 0) return;
  const lines = said
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(mkdir|remote mkdir|Connection closed)/.test(line));
  const told = (lines.at(-1) ?? `exit code ${code}`).slice(0, 200).replace(/[.\s]+$/, '');
  const hint = /Permission denied \(/.test(said)
    ? 'load the key of this login into the SSH agent'
    : /verification failed/.test(said)
      ? 'connect once by `ssh` and confirm the key of the host'
      : /stat|No such file|not a directory/i.test(said)
        ? `make the folder ${path} there, and let this login write in it`
        : 'check `publish.sftp`, and that `sftp` works by hand';
  throw new PlaceError(`${host} refuses (${told}): ${hint}`);
}

async function readOrNull(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return null;
  }
}
