// What is remembered of incidents' files never changes what is read of them.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { mkdtempSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { frameFiles, incidentFile } from '../../bench/long-history.ts';
import type { SourceFile } from '../config/document-set.ts';
import { type LoadResult, loadState } from '../validation/load.ts';
import { recallHistory } from './known-history.ts';

const NOW = '2026-11-21T12:00:00.000Z';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tocsin-history-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const cache = (): string => join(root, '.tocsin/cache/incidents');

/** Loads with what is remembered, and remembers. */
function load(files: readonly SourceFile[]): LoadResult {
  const memory = recallHistory(root, files);
  const loaded = loadState(files, NOW, memory.known);
  if (loaded.kind === 'loaded') memory.keep(loaded.read);
  return loaded;
}

function sameAsCold(files: readonly SourceFile[]): void {
  const [warm, cold] = [load(files), loadState(files, NOW)];
  expect(warm).toEqual(cold);
}

/** Twelve incidents: one says something impossible, one names what does not exist, in one the body cannot be read. */
function someFiles(): { path: string; text: string }[] {
  const files = [...frameFiles(), ...Array.from({ length: 12 }, (_, index) => incidentFile(index))];
  const change = (index: number, from: string, to: string): void => {
    const { path, text } = incidentFile(index);
    files.push({ path: path.replace('.md', '-9.md'), text: text.replace(from, to) });
  };
  change(2, 'state: closed', 'state: closed\npostmortem: 2026-01-01-nowhere');
  change(3, 'state: closed', 'state: identified');
  change(4, /^### .* investigating/m.exec(incidentFile(4).text)?.[0] ?? '', '### yesterday maybe');
  return [...files];
}

test('a second run reads the same, places of findings included, and parses nothing again', () => {
  const files = someFiles();
  sameAsCold(files);
  expect(recallHistory(root, files).known.size).toBe(15);
  sameAsCold(files);
  const { diagnostics } = load(files);
  expect(diagnostics.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['reference-unknown', 'state-contradicted', 'update-malformed']),
  );
});

test('what is remembered of a long history, closed with something owed, spares reading its Markdown', () => {
  const history = Array.from({ length: 200 }, (_, index) => incidentFile(index + 1));
  const files = [...frameFiles(), ...history];
  const cpuMs = (work: () => LoadResult): number => {
    const before = process.cpuUsage();
    expect(work().kind).toBe('loaded');
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  const cold = cpuMs(() => load(files));
  const warm = Math.min(...Array.from({ length: 3 }, () => cpuMs(() => load(files))));
  expect(warm).toBeLessThan(cold / 6);
});

test('an edit is seen, whatever its file was called before and whatever was remembered of it', () => {
  const files = someFiles();
  load(files);
  const [last, before] = [files.at(-1), files.at(-2)];
  if (last === undefined || before === undefined) throw new Error('no files');
  files.splice(-2, 2, { path: last.path, text: before.text });
  sameAsCold(files);
  sameAsCold(files.map((file) => ({ ...file, text: file.text.replace('The next', 'Our next') })));
  sameAsCold(files.slice(0, -3));
});

test('a damaged, cut or foreign memory is no memory', () => {
  const files = someFiles();
  load(files);
  const whole = readFileSync(cache(), 'utf8');
  const lines = whole.trim().split('\n');
  const damaged = [
    '',
    'x',
    whole.slice(0, whole.length / 2),
    whole.replaceAll('component-', 'COMPONENT-'),
    whole.replaceAll('"updates":[', '"updates":[{},'),
    lines.map((line, index) => `${line.slice(0, 22)}${lines.at(index - 1)?.slice(22)}`).join('\n'),
    lines.map((line) => `${'A'.repeat(22)}${line.slice(22)}`).join('\n'),
  ];
  for (const text of damaged) {
    writeFileSync(cache(), text);
    sameAsCold(files);
  }
  rmSync(cache());
  mkdirSync(cache());
  sameAsCold(files);
  rmSync(join(root, '.tocsin'), { recursive: true });
  sameAsCold(files);
  expect(existsSync(dirname(cache()))).toBe(true);
});
