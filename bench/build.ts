import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Benchmark, Figure } from './figure.ts';
import { makeHugoSite } from './hugo-site.ts';
import { BUILT_AT, incidentFile, makeLongHistory } from './long-history.ts';

const LAUNCHER = fileURLToPath(new URL('../scripts/tocsin.js', import.meta.url));
const SIZES = [100, 1_000, 10_000];
const LANGUAGES = [['en'], ['en', 'de', 'ar']];
/** Past and in a month that is over, as most incidents are. */
const EDITED = 99;

/** `tocsin build` beside Hugo on the same history: cold, when nothing changed, and after an edit. */
export const build: Benchmark = {
  about:
    '`tocsin build` with 100, 1,000 and 10,000 incidents in one language and in three beside Hugo in one: cold, nothing changed, one incident edited (CPU and wall; minutes)',
  run: async () => {
    const hasHugo = spawnSync('hugo', ['version'], { stdio: 'ignore' }).status === 0;
    if (!hasHugo)
      console.error('no `hugo` on the PATH: measured without (Debian: apt-get install hugo)');
    const figures: Figure[] = [];
    const smallest = new Map<readonly string[], Usage>();
    for (const size of SIZES) {
      const hugo = hasHugo ? await measureHugo(size) : null;
      for (const languages of LANGUAGES) {
        const ours = await measureTocsin(size, languages);
        if (size === SIZES[0]) smallest.set(languages, ours.edited);
        const name = `tocsin, ${size} in ${languages.join(' ')}`;
        figures.push(
          ...ownFigures(name, ours, { hugo, smallest: smallest.get(languages) ?? null }),
        );
      }
      if (hugo !== null)
        figures.push(...row(`Hugo, ${size}`, hugo, null, ''), {
          name: `Hugo, ${size}, memory`,
          value: hugo.mb,
          unit: 'MB',
        });
    }
    return figures;
  },
};

function ownFigures(
  name: string,
  { cold, unchanged, edited }: Measured,
  { hugo, smallest }: { readonly hugo: Usage | null; readonly smallest: Usage | null },
): readonly Figure[] {
  return [
    ...row(`${name}, cold`, cold, hugo, 'Hugo'),
    ...row(`${name}, nothing changed`, unchanged, hugo, 'Hugo'),
    ...row(`${name}, one edited`, edited, hugo, 'Hugo'),
    ...row(`${name}, one edited, growth`, edited, smallest, `with ${SIZES[0]}`),
    { name: `${name}, cold, memory`, value: cold.mb, unit: 'MB' },
    { name: `${name}, one edited, memory`, value: edited.mb, unit: 'MB' },
  ];
}

type Usage = { readonly cpuMs: number; readonly ms: number; readonly mb: number };

type Measured = Readonly<Record<'cold' | 'unchanged' | 'edited', Usage>>;

async function measureTocsin(size: number, languages: readonly string[]): Promise<Measured> {
  const root = makeLongHistory(size, languages);
  const run = async (at: string): Promise<Usage> =>
    await usageOf(process.execPath, [LAUNCHER, 'build', '--root', root, '--at', at]);
  const cold = await run(BUILT_AT);
  const unchanged = await run(BUILT_AT);
  const { path, text } = incidentFile(EDITED);
  writeFileSync(join(root, path), text.replace('The next update comes', 'An update comes'));
  const edited = await run(BUILT_AT.replace(':30:', ':40:'));
  rmSync(root, { recursive: true });
  return { cold, unchanged, edited };
}

/** Hugo builds everything each time; the first build, into an empty folder, is thrown away. */
async function measureHugo(size: number): Promise<Usage> {
  const root = makeHugoSite(size);
  const run = async (): Promise<Usage> => await usageOf('hugo', ['--quiet', '--source', root]);
  await run();
  const usage = await run();
  rmSync(root, { recursive: true });
  return usage;
}

/** What a program and all that it starts use. */
async function usageOf(program: string, args: readonly string[]): Promise<Usage> {
  const before = childrenCpuMs();
  const start = performance.now();
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let mb = 0;
  const watch = setInterval(() => {
    mb = Math.max(mb, residentMb(child.pid ?? 0));
  }, 100);
  const said: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  await once(child, 'close');
  clearInterval(watch);
  if (child.exitCode !== 0)
    throw new Error(
      `${program} ended with ${child.exitCode}: ${Buffer.concat(said).toString('utf8')}`,
    );
  return { cpuMs: childrenCpuMs() - before, ms: performance.now() - start, mb };
}

/** CPU time of all ended children and of theirs, as Linux counts it: in hundredths of a second. */
function childrenCpuMs(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[13]) + Number(fields[14])) * 10;
}

/** Memory of a process and of what it started. */
function residentMb(pid: number): number {
  try {
    const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    return children
      .filter((child) => child !== '')
      .reduce((sum, child) => sum + residentMb(Number(child)), Number(kilobytes ?? 0) / 1024);
  } catch {
    return 0;
  }
}

function row(name: string, usage: Usage, peer: Usage | null, to: string): readonly Figure[] {
  const ratio = (value: number, of: number): Pick<Figure, 'ratio'> =>
    peer === null ? {} : { ratio: { value: value / of, to } };
  return [
    {
      name: `${name}, CPU`,
      value: usage.cpuMs,
      unit: 'ms',
      ...ratio(usage.cpuMs, peer?.cpuMs ?? 1),
    },
    { name: `${name}, wall`, value: usage.ms, unit: 'ms', ...ratio(usage.ms, peer?.ms ?? 1) },
  ];
}
