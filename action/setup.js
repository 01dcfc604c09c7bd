// Puts `tocsin` on the PATH of the steps that follow. Nothing is downloaded or installed: the program is the file
// beside this one, and it runs on the Node that runs this. What makes the site lies in the folder TOCSIN_TOOLKIT.
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const { GITHUB_ENV, GITHUB_PATH, RUNNER_TEMP } = process.env;

if (GITHUB_ENV === undefined || GITHUB_PATH === undefined || RUNNER_TEMP === undefined) {
  fail(
    'this runs in a workflow of GitHub Actions only, where GITHUB_ENV, GITHUB_PATH and RUNNER_TEMP are set',
  );
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
  appendFileSync(GITHUB_ENV, `TOCSIN_TOOLKIT=${fileURLToPath(new URL('..', import.meta.url))}\n`);
}

function quote(text) {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function fail(sentence) {
  process.stderr.write(`tocsin: ${sentence}\n`);
  process.exitCode = 3;
}
