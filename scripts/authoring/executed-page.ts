// A page whose commands are run in a copy of the example organisation, so that it shows what they really answer.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ORGANISATION_PATHS } from '../config/layout.ts';

/**
 * Runs each `sh` block of a section, or of the whole page, and puts its answer into the `text` block after it. A `diff` block before it, a
 * file and then lines with - and +, is applied for this command only. Everything else stays byte for byte.
 */
export function withAnswers(page: string, heading: string | null = null): string {
  const start = heading === null ? 0 : page.indexOf(`${heading}\n`);
  const length = heading === null ? -1 : page.slice(start + 1).search(/^## /m);
  const end = length === -1 ? page.length : start + 1 + length;
  const root = copyExample();
  try {
    const section = page.slice(start, end).replaceAll(EXAMPLE, (all, change, command) => {
      const before = all.slice(0, all.lastIndexOf('```text\n'));
      const undo = typeof change === 'string' ? apply(root, change) : null;
      const answer = run(root, String(command).trim());
      undo?.();
      return `${before}\`\`\`text\n${answer}\`\`\``;
    });
    return page.slice(0, start) + section + page.slice(end);
  } finally {
    rmSync(root, { recursive: true });
  }
}

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));

const EXAMPLE =
  /(?:^```diff\n((?:(?!```)[^\n]*\n)*)```\n\n)?^```sh\n([^\n]*)\n```\n\n^```text\n(?:(?!```)[^\n]*\n)*```/gm;

function copyExample(): string {
  const root = mkdtempSync(join(tmpdir(), 'tocsin-page-'));
  for (const path of [...ORGANISATION_PATHS, 'docs/examples'])
    cpSync(join(REPOSITORY, path), join(root, path), { recursive: true });
  return root;
}

function run(root: string, command: string): string {
  const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(
    (found) => found[1] ?? found[2] ?? '',
  );
  const launcher = join(REPOSITORY, 'scripts/tocsin.js');
  const ran = spawnSync(process.execPath, [launcher, ...words.slice(1)], {
    cwd: root,
    encoding: 'utf8',
  });
  if (ran.stderr !== '') throw new Error(`${command}: ${ran.stderr}`);
  return ran.stdout;
}

function apply(root: string, change: string): () => void {
  const [file = '', ...lines] = change.trimEnd().split('\n');
  const marked = (mark: string): string =>
    lines
      .filter((line) => line.startsWith(mark))
      .map((line) => `${line.slice(1)}\n`)
      .join('');
  const path = join(root, file);
  const before = readFileSync(path, 'utf8');
  if (!before.includes(marked('-'))) throw new Error(`${file} has no such lines:\n${marked('-')}`);
  writeFileSync(path, before.replace(marked('-'), marked('+')));
  return () => writeFileSync(path, before);
}
