// What the pull request of a post-mortem says of its file: who writes it, until when, the meeting, who reads it. People
// change all of that in the file, and the pull request follows.
import { lineIn, withHiddenLine } from './request-memory.ts';

/** What of a post-mortem stands in its pull request. */
export type PullRequestFacts = {
  readonly owner: string;
  readonly reviewers?: readonly string[] | undefined;
  readonly due: string;
  /** The proposed meeting; absent where the file holds none. */
  readonly meeting?: string | undefined;
};

/** One line of what the file says at its top. */
export function factsLine({ owner, reviewers = [], due, meeting }: PullRequestFacts): string {
  const readers = reviewers.map((login) => `@${login}`).join(', ');
  return `@${owner} writes it, until ${due}.${meeting === undefined ? '' : ` The meeting about it is proposed for ${meeting.slice(0, 10)} ${meeting.slice(11, 16)} UTC: move \`meeting\` in the file as it suits everybody.`}${readers === '' ? '' : ` ${readers} read it.`}`;
}

/** Who is to approve it. */
export function approvalLine(owner: string): string {
  return `4. Somebody else than @${owner}, who may write here, approves what is complete, and it is merged: then it counts as reviewed, and the incident can be closed.`;
}

/** Whom the incident named when the file was told of it last; null where nothing says so any more. */
export function namedOwner(body: string): string | null {
  return lineIn(body, 'owner') ?? FACTS.exec(body)?.[1] ?? null;
}

/** The body with what the file says; where people wrote something else in place of these lines, their words stay. */
export function withFacts(body: string, facts: PullRequestFacts, named: string | null): string {
  const told = body
    .replace(FACTS, () => factsLine(facts))
    .replace(APPROVAL, () => approvalLine(facts.owner));
  return named === null ? told : withHiddenLine(told, 'owner', named);
}

const FACTS = /^@(\S+) writes it, until \d{4}-\d{2}-\d{2}\.[^\r\n]*/m;
const APPROVAL = /^4\. Somebody else than @\S+, who may write here, [^\r\n]*/m;
