// A copy of an organisation to play with: a fresh git repository that shares nothing with the original.
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ORGANISATION_PATHS } from '../config/layout.ts';
import { openRepository } from './git.ts';

/** Where things that can be thrown away at any time live. */
export function scratchFolder(root: string, name: string): string {
  const folder = join(root, '.tocsin');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, '.gitignore'), '*\n');
  return join(folder, name);
}

/** Copies the organisation's working files into a new repository with one commit; an existing copy is kept if asked. */
export async function makePrivateCopy(
  root: string,
  folder: string,
  options: {
    readonly keep: boolean;
    readonly environment: Readonly<Record<string, string | undefined>>;
  },
): Promise<void> {
  if (options.keep && existsSync(join(folder, '.git'))) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const path of ORGANISATION_PATHS) {
    if (existsSync(join(root, path)))
      cpSync(join(root, path), join(folder, path), { recursive: true, verbatimSymlinks: true });
  }
  const repository = openRepository(folder, options.environment);
  await repository.read(['init', '--quiet', '--initial-branch=main']);
  await repository.read(['add', '--all', '--force', '.']);
  await repository.read([
    '-c',
    'user.name=Tocsin',
    '-c',
    'user.email=tocsin@noreply.invalid',
    '-c',
    'commit.gpgsign=false',
    '-c',
    'core.hooksPath=/dev/null',
    'commit',
    '--quiet',
    '--allow-empty',
    '--message',
    'A private copy of the organisation',
  ]);
}
