// Whether a repository on GitHub may hold the rooms of an organisation: what its settings say must be so.
import type { Github } from '../github/github.ts';
import type { Settings } from '../model/organisation.ts';
import { done, type Step, stepOf } from './sync.ts';

/** A sentence that says what does not agree; null where rooms may be made. */
export async function checkRepository(
  github: Github,
  { repository }: Settings,
): Promise<Step<string | null>> {
  const read = stepOf(await github.repository());
  if (read.kind !== 'done') return read;
  const { isPrivate, hasIssues } = read.value;
  const real = isPrivate ? 'private' : 'public';
  if (real !== repository) {
    return done(
      `tocsin.yaml says \`repository: ${repository}\` and the repository is ${real}: nothing is written there until one of them is changed`,
    );
  }
  if (!hasIssues)
    return done('issues are switched off in the repository: switch them on in its settings');
  return done(null);
}
