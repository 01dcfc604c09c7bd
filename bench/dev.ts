import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Benchmark, median } from './figure.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** From the printed `curl` line to the page that shows it, and back. */
export const dev: Benchmark = {
  about: 'from the printed curl line of `tocsin dev` to the page that shows it',
  run: async () => {
    const child = spawn(process.execPath, ['scripts/tocsin.js', 'dev', '--port', '0'], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const printed = await readUntil(child.stdout, 'Ctrl+C');
      const url = /Status page\s+(\S+)/.exec(printed)?.[1] ?? '';
      const [fire = '', end = ''] = printed.split('\n').filter((line) => line.startsWith('curl'));
      const fired: number[] = [];
      const ended: number[] = [];
      for (let round = 0; round < 5; round += 1) {
        fired.push(await timeLine(fire, url, 'Card payments: major outage'));
        ended.push(await timeLine(end, url, 'should work again'));
      }
      return [
        { name: 'fires → page shows it', value: median(fired), unit: 'ms' },
        { name: 'slowest of 5', value: Math.max(...fired), unit: 'ms' },
        { name: 'recovers → page shows it', value: median(ended), unit: 'ms' },
      ];
    } finally {
      child.kill('SIGTERM');
    }
  },
};

async function readUntil(stream: NodeJS.ReadableStream, mark: string): Promise<string> {
  let text = '';
  for await (const chunk of stream) {
    text += String(chunk);
    if (text.includes(mark)) return text;
  }
  throw new Error('`tocsin dev` ended early');
}

async function timeLine(line: string, url: string, wanted: string): Promise<number> {
  const start = performance.now();
  await new Promise((resolve) =>
    spawn('bash', ['-c', line], { stdio: 'ignore' }).on('close', resolve),
  );
  for (;;) {
    const page = await (await fetch(url)).text();
    if (/<h1[\s\S]*?<\/h1>/.exec(page)?.[0].includes(wanted) === true)
      return performance.now() - start;
    if (performance.now() - start > 60_000) throw new Error('the page never showed it');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
