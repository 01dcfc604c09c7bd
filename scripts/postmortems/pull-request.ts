// What the pull request of a post-mortem is called and says. Only ids and names of the organisation's own files.
import type { PostmortemState } from '../model/postmortem.ts';
import { notePath } from './notes.ts';

/** The branch of a post-mortem; there is never a second one. */
export function postmortemBranch(incident: string): string {
  return `tocsin/postmortem/${incident}`;
}

/** Title and body of its pull request. */
export function renderPullRequest(
  incident: string,
  { owner, reviewers, due }: PullRequestFacts,
): { readonly title: string; readonly body: string } {
  const readers = reviewers.map((login) => `@${login}`).join(', ');
  return {
    title: `Post-mortem ${incident}`,
    body: `<!-- tocsin:postmortem ${incident} -->
@${owner} writes it, until ${due}.${readers === '' ? '' : ` ${readers} read it.`}

1. Write down what you saw and did, each on your own: in \`${notePath(incident, '<login>')}\` on this branch. It is quoted in the draft.
2. Fill in the sections. What stands between \`tocsin:begin\` and \`tocsin:end\` is kept up to date until then; everything else is yours.
3. Set \`state: in_review\` when others shall read it. \`tocsin postmortem lint ${incident}\` says what is missing.
4. Somebody else than @${owner} approves, and it is merged: then it counts as reviewed, and the incident can be closed.

Closing this without merging is an answer too: no other one is opened.
`,
  };
}

/** What of a post-mortem stands in its pull request. */
export type PullRequestFacts = {
  readonly owner: string;
  readonly reviewers: readonly string[];
  readonly due: string;
};

/** What somebody said of a pull request. */
type Verdict = {
  readonly author: string;
  readonly verdict: 'approved' | 'changes-requested' | 'commented' | 'dismissed' | 'pending';
};

/** Whether somebody else than the owner approved last; later remarks without a verdict change nothing. */
export function isApproved(reviews: readonly Verdict[], owner: string): boolean {
  const last = new Map(
    reviews
      .filter(({ verdict }) => verdict !== 'commented' && verdict !== 'pending')
      .map(({ author, verdict }) => [author.toLowerCase(), verdict]),
  );
  const verdicts = [...last].filter(([author]) => author !== owner.toLowerCase());
  return (
    verdicts.some(([, verdict]) => verdict === 'approved') &&
    !verdicts.some(([, verdict]) => verdict === 'changes-requested')
  );
}

/** Why a merged post-mortem does not count as reviewed; null where it does. */
export function reviewGap(
  state: PostmortemState,
  owner: string,
  { isRead, errors }: { readonly isRead: boolean; readonly errors: number },
): string | null {
  if (state !== 'draft' && state !== 'in_review') return null;
  if (!isRead)
    return `the post-mortem was merged without the approval of somebody else than @${owner}: let somebody read it, and set \`state: reviewed\` by pull request`;
  if (errors > 0)
    return `the post-mortem was merged with ${errors} ${errors === 1 ? 'gap' : 'gaps'}: \`tocsin postmortem lint\` names them; fill them and set \`state: reviewed\` by pull request`;
  return null;
}
