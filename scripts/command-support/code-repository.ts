// The checkout that an ownership command looks at, and the name by which the map knows it.
import { resolve } from 'node:path';
import type { Arguments } from '../cli/arguments.ts';
import { UsageError } from '../cli/exit-code.ts';
import { suggest } from '../diagnostics/suggestion.ts';
import type { Organisation } from '../model/organisation.ts';
import { isSameRepository } from '../ownership/code-path.ts';
import { repositoriesOf } from '../ownership/codeowners.ts';
import type { Runtime } from '../runtime.ts';
import { repositoryName, topFolder } from '../workspace/checkout.ts';
import { listTrackedFiles } from '../workspace/tracked.ts';

/** The option that names the repository. */
export const REPO_OPTION = {
  takes: 'value',
  value: 'REPO',
  help: 'the repository as the map calls it (default: after the remote `origin`)',
} as const;

/** A checkout of a repository that the map knows. */
export type CodeRepository = {
  readonly repo: string;
  /** Its top folder. */
  readonly folder: string;
  readonly files: readonly string[];
};

/** The checkout in `given`, else in the current folder; UsageError when it is none, or nobody has code in it. */
export async function openCodeRepository(
  organisation: Organisation,
  given: string | undefined,
  args: Arguments,
  runtime: Runtime,
): Promise<CodeRepository> {
  const folder = resolve(runtime.workingDirectory, given ?? '.');
  const repo = await findRepository(organisation, folder, args, runtime);
  const files = await listTrackedFiles(folder, runtime.environment);
  const top = await topFolder(folder, runtime.environment);
  if (files === null || top === null)
    throw new UsageError(
      `unexpected folder \`${given ?? '.'}\`, expected a checkout of a git repository`,
    );
  return { repo, folder: top, files };
}

/** The name of a repository with code of some service: the one given, else that of the remote. */
export async function findRepository(
  organisation: Organisation,
  folder: string,
  args: Arguments,
  runtime: Runtime,
): Promise<string> {
  const name = args.value('repo') ?? (await repositoryName(folder, runtime.environment));
  if (name !== null) return knownRepository(organisation, name);
  throw new UsageError(
    `which repository is this? Name it with --repo, ${listOf(repositoriesOf(organisation))}`,
  );
}

/** The name of a repository as the map has it; UsageError where no service has code in it. */
export function knownRepository(organisation: Organisation, name: string): string {
  const known = repositoriesOf(organisation);
  const declared = known.find((repo) => isSameRepository(repo, name));
  if (declared !== undefined) return declared;
  throw new UsageError(
    `unexpected repository \`${name}\`: ${suggest(name, known) ?? listOf(known)}`,
  );
}

function listOf(known: readonly string[]): string {
  return known.length === 0 ? 'no service has `code` yet' : `expected one of ${known.join(', ')}`;
}
