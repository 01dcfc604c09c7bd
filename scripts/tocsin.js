#!/usr/bin/env node
// Launcher in plain JavaScript: a Node that is too old for TypeScript hands over to the pinned one, or says so.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as modules from 'node:module';
import { fileURLToPath } from 'node:url';

const OLDEST = 24;
const major = Number(process.versions.node.split('.')[0]);
const pinned = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url));

if (major >= OLDEST) {
  modules.enableCompileCache?.();
  await import('./main.ts');
} else if (existsSync(pinned)) {
  const launcher = fileURLToPath(import.meta.url);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  // Before there is a program: there is no moment at which a signal would end the launcher alone.
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  const child = spawn(pinned, [launcher, ...process.argv.slice(2)], { stdio: 'inherit' });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    // Whoever waits for the launcher learns how the program really ended.
    for (const known of signals) process.removeAllListeners(known);
    process.kill(process.pid, signal);
  });
} else {
  console.error(
    `tocsin needs Node ${OLDEST} or newer, this is ${process.version}: run \`npm ci\` (Linux x64 brings its own) or install a newer Node.`,
  );
  process.exitCode = 3;
}
