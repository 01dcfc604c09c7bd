// What a branch is compared with when nobody names it.
import type { GitEnvironment, GitRepository } from './git.ts';

/** Where the branch left the main one; on the main one itself, its newest commit. */
export async function branchBase(
  repository: GitRepository,
  environment: GitEnvironment,
): Promise<string> {
  if (await isMergeOfGithub(repository, environment)) return 'HEAD^1';
  for (const branch of MAIN) {
    const found = await repository.run(['merge-base', 'HEAD', branch]);
    if (found.code === 0) return found.stdout.toString('utf8').trim();
  }
  return 'HEAD';
}

const MAIN = ['origin/HEAD', 'origin/main', 'origin/master', 'main', 'master'];

/** In a run of a pull request GitHub checks out the merge of both: its first parent is the main one. */
async function isMergeOfGithub(
  repository: GitRepository,
  { GITHUB_BASE_REF: into = '', GITHUB_SHA: merge = '' }: GitEnvironment,
): Promise<boolean> {
  if (into === '' || merge === '') return false;
  const { code, stdout } = await repository.run(['rev-parse', 'HEAD', 'HEAD^2']);
  return code === 0 && stdout.toString('utf8').startsWith(merge);
}
