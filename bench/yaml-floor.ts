// Parses the YAML of every document below a folder with `yaml` alone, and nothing else: the floor for `validate`.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const root = process.argv[2] ?? '.';
for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
  if (name.startsWith('.')) continue;
  if (name.endsWith('.yaml')) parse(readFileSync(join(root, name), 'utf8'));
  if (name.endsWith('.md')) parse(readFileSync(join(root, name), 'utf8').split(/^---$/m)[1] ?? '');
}
