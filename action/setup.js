// Puts `tocsin` on the PATH of the steps that follow. Nothing is downloaded or installed: the program is the file
// beside this one, and it runs on the Node that runs this.
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const { GITHUB_PATH, RUNNER_TEMP } = process.env;

if (GITHUB_PATH === undefined || RUNNER_TEMP === undefined) {
  fail('this runs in a workflow of GitHub Actions only, where GITHUB_PATH and RUNNER_TEMP are set');
} else if (process.platform === 'win32') {
  fail('runners with Windows are not supported: take one with Linux or macOS');
} else {
  const folder = join(RUNNER_TEMP, 'tocsin-bin');
  const program = fileURLToPath(new URL('tocsin.js', import.meta.url));
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'tocsin'),
    `#!/bin/sh\nexec ${quote(process.execPath)} ${quote(program)} "$@"\n`,
    { mode: 0o755 },
  );
  appendFileSync(GITHUB_PATH, `${folder}\n`);
}

function quote(text) {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function fail(sentence) {
  process.stderr.write(`tocsin: ${sentence}\n`);
  process.exitCode = 3;
}
