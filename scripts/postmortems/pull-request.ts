// What the pull request of a post-mortem is called and says. Only ids and names of the organisation's own files.
import type { Incident } from '../model/incident.ts';
import type { PostmortemState } from '../model/postmortem.ts';
import { notePath } from './notes.ts';
import { approvalLine, factsLine, type PullRequestFacts } from './request-facts.ts';
import { withHiddenLine } from './request-memory.ts';

/** The branch of a post-mortem; there is never a second one. */
export function postmortemBranch(incident: string): string {
  return `tocsin/postmortem/${incident}`;
}

/** The incident of which a pull request of ours is, as its first line says; null for any other one. */
export function incidentOfRequest(body: string): string | null {
  return MARKED.exec(body)?.[1] ?? null;
}

/** The hidden first line of a pull request of ours. */
export function requestMarker(what: 'postmortem' | 'mute', incident: string): string {
  return `<!-- tocsin:${what} ${incident} -->`;
}

const MARKED = /^<!-- tocsin:(?:postmortem|mute) (\S+) -->/;

/** The number of its pull request that somebody closed without merging it, and of which nobody said more; else null. */
export function closedRequest({ postmortemClosed: closed }: Incident): number | null {
  return closed === null || closed.again ? null : closed.pullRequest;
}

/** What was given up, and how to go on. */
export function closedWords(pullRequest: number): string {
  return `its pull request #${pullRequest} was closed without being merged: begin another one with \`/postmortem owner @login\`, or open #${pullRequest} again`;
}

/** Title and body of the pull request of what a post-mortem says at its top. */
export function requestOf(
  incident: string,
  facts: PullRequestFacts,
): { readonly title: string; readonly body: string } {
  const body = `${requestMarker('postmortem', incident)}
${factsLine(facts)}

1. Write down what you saw and did, each on your own: in \`${notePath(incident, '<login>')}\` on this branch. It is quoted in the draft.
2. Fill in the sections. What stands between \`tocsin:begin\` and \`tocsin:end\` is kept up to date until then; everything else is yours.
3. Set \`state: in_review\` when others shall read it. \`tocsin postmortem lint ${incident}\` says what is missing. ${APPROVE_RUNS}
${approvalLine(facts.owner)}

Closing this without merging is an answer too: another one is opened only when somebody says \`/postmortem\` again.
`;
  return {
    title: `Post-mortem ${incident}`,
    body: withHiddenLine(body, 'owner', facts.owner),
  };
}

/** What to do where a run opened a pull request with its own token: GitHub lets its checks wait for a person. */
export const APPROVE_RUNS =
  'Where this page offers "Approve workflows to run", somebody who may write here presses it before the merge, and again after each commit of Tocsin: until then nothing is checked.';

/** The body of one that Tocsin closed, since its incident needs no post-mortem any more. */
export function withEnd(body: string, state: 'declined' | 'duplicate'): string {
  const what = state === 'duplicate' ? 'a duplicate of another one' : 'declined';
  return `${withoutEnd(body).trimEnd()}\n\n${ENDED}\n**Closed by Tocsin:** the incident is ${what}, and nothing is to be done here. If it is taken up again, this is opened again; what was written stays on its branch.\n`;
}

/** The body as it was before Tocsin closed it; the same where people did. */
export function withoutEnd(body: string): string {
  const end = body.replaceAll('\r\n', '\n').indexOf(ENDED);
  return end === -1 ? body : `${body.replaceAll('\r\n', '\n').slice(0, end).trimEnd()}\n`;
}

/** Whether Tocsin closed it, and not somebody who wanted none. */
export function isEnded(body: string): boolean {
  return body.includes(ENDED);
}

const ENDED = '<!-- tocsin:ended -->';

/** Who was asked on GitHub to read it, as a hidden line of the body says. */
export function askedReviewers(body: string): readonly string[] {
  const line = ASKED.exec(body)?.[1] ?? '';
  return line.split(' ').filter((login) => login !== '');
}

/** The body once more people were asked; it names those whom GitHub does not let be asked. */
export function withAsked(
  body: string,
  asked: readonly string[],
  refused: readonly string[],
): string {
  const all = [...askedReviewers(body), ...asked].join(' ');
  const rest = body.replace(ASKED, '').trimEnd();
  const names = refused.map((login) => `@${login}`).join(', ');
  const gap =
    refused.length === 0
      ? ''
      : `\n\nGitHub does not let ${names} be asked as ${refused.length === 1 ? 'a reviewer' : 'reviewers'}: give access to this repository under Settings, Collaborators and teams, then ask here by hand, or name somebody else.`;
  return `${rest}${gap}\n\n<!-- tocsin:asked ${all} -->\n`;
}

const ASKED = /^<!-- tocsin:asked ([^\r\n<>]*) -->\r?\n?/m;

/** What somebody said of a pull request. */
export type Verdict = {
  readonly author: string;
  readonly isBot: boolean;
  readonly verdict: 'approved' | 'changes-requested' | 'commented' | 'dismissed' | 'pending';
  /** The commit that they looked at; null where nobody knows. */
  readonly commit: string | null;
};

/** The last verdict of each person, programs and the owner left out; later remarks without a verdict change nothing. */
export function lastVerdicts(reviews: readonly Verdict[], owner: string): readonly Verdict[] {
  const last = new Map(
    reviews
      .filter(({ isBot, verdict }) => !isBot && verdict !== 'commented' && verdict !== 'pending')
      .map((review) => [review.author.toLowerCase(), review]),
  );
  last.delete(owner.toLowerCase());
  return [...last.values()];
}

/** Why a merged post-mortem does not count as reviewed; null where it does. */
export function reviewGap(
  state: PostmortemState,
  owner: string,
  { isRead, errors }: { readonly isRead: boolean; readonly errors: number },
): string | null {
  if (state !== 'draft' && state !== 'in_review') return null;
  if (!isRead)
    return `the post-mortem was merged without the approval of somebody else than @${owner} who may write here, given to a text without gaps: let somebody read it, and set \`state: reviewed\` by pull request`;
  if (errors > 0)
    return `the post-mortem was merged with ${errors} ${errors === 1 ? 'gap' : 'gaps'}: \`tocsin postmortem lint\` names them; fill them and set \`state: reviewed\` by pull request`;
  return null;
}
