#!/usr/bin/env node
// Launcher in plain JavaScript, so that a Node too old for TypeScript still gets one clear sentence.
import * as modules from 'node:module';
import { fileURLToPath } from 'node:url';

const major = Number(process.versions.node.split('.')[0]);

if (major >= 24) {
  modules.enableCompileCache?.();
  await import('./cli/main.ts');
} else {
  const { existsSync } = await import('node:fs');
  const { spawnSync } = await import('node:child_process');
  const pinned = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url));
  if (existsSync(pinned)) {
    const run = spawnSync(pinned, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
      stdio: 'inherit',
    });
    process.exitCode = run.status ?? 3;
  } else {
    console.error(
      `tocsin needs Node 24 or newer, this is ${process.version}: run \`npm ci\` (Linux x64 brings its own) or install a newer Node.`,
    );
    process.exitCode = 3;
  }
}
