// What a branch is compared with when nobody names it.
import type { GitEnvironment, GitRepository } from './git.ts';

/** Where the branch left the main one; on the main one itself, its newest commit. */
export async function branchBase(
  repository: GitRepository,
  environment: GitEnvironment,
): Promise<string> {
  if ((environment['GITHUB_BASE_REF'] ?? '') !== '') {
    // In a run of a pull request GitHub checks out the merge of both: its first parent is the main one.
    const merged = await repository.run(['rev-parse', '--verify', '--quiet', 'HEAD^2']);
    if (merged.code === 0) return 'HEAD^1';
  }
  for (const branch of MAIN) {
    const found = await repository.run(['merge-base', 'HEAD', branch]);
    if (found.code === 0) return found.stdout.toString('utf8').trim();
  }
  return 'HEAD';
}

const MAIN = ['origin/HEAD', 'origin/main', 'origin/master', 'main', 'master'];
