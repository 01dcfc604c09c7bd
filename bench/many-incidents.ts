import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const EXAMPLE = 'incidents/2026/2026-09-14-payments-api.md';

/** A copy of the example organisation with its history replaced by `count` incidents; gives its folder. */
export function makeManyIncidents(count: number): string {
  const root = mkdtempSync(join(tmpdir(), 'tocsin-large-'));
  for (const path of ['tocsin.yaml', 'ownership', 'rules'])
    cpSync(join(ROOT, path), join(root, path), { recursive: true });
  const example = readFileSync(join(ROOT, EXAMPLE), 'utf8').replace(/^postmortem:.*\n/m, '');
  for (let index = 0; index < count; index += 1) {
    const day = new Date(Date.UTC(2023, 0, 1) + index * 86_400_000).toISOString().slice(0, 10);
    const path = join(root, 'incidents', day.slice(0, 4), `${day}-payments-api.md`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, example.replaceAll('2026-09-14', day).replaceAll('2026-09-15', day));
  }
  return root;
}
