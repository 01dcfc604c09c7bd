// Whoever shall read a post-mortem is asked on GitHub, once: the pull request says in a hidden line who was asked, so
// that nobody who was taken off the list, or who has answered, is asked again.
import type { Github } from '../github/github.ts';
import type { PullRequest } from '../github/pull-requests.ts';
import { askedReviewers, withAsked } from '../postmortems/pull-request.ts';
import { done, type Step, stepOf } from './sync.ts';

/** Whom GitHub does not let be asked, and what it says. */
export type Unasked = { readonly login: string; readonly sentence: string };

/** Asks those who were not asked before. */
export async function askReviewers(
  { pullRequests }: Pick<Github, 'pullRequests'>,
  request: Pick<PullRequest, 'number' | 'body'>,
  reviewers: readonly string[],
): Promise<Step<readonly Unasked[]>> {
  const asked = new Set(askedReviewers(request.body).map((login) => login.toLowerCase()));
  const wanted = reviewers.filter((login) => !asked.has(login.toLowerCase()));
  if (wanted.length === 0) return done([]);
  const together = stepOf(await pullRequests.requestReviewers(request.number, wanted));
  if (together.kind === 'later') return together;
  const unasked: Unasked[] = [];
  // One person whom GitHub refuses makes it refuse all of them.
  if (together.kind === 'refused')
    for (const login of wanted) {
      const alone = stepOf(await pullRequests.requestReviewers(request.number, [login]));
      if (alone.kind === 'later') return alone;
      if (alone.kind === 'refused') unasked.push({ login, sentence: alone.sentence });
    }
  const refused = unasked.map(({ login }) => login);
  const body = withAsked(request.body, wanted, refused);
  const noted = stepOf(await pullRequests.update(request.number, { body }));
  return noted.kind === 'done' ? done(unasked) : noted;
}
