// Pull requests: the way to change rules and post-mortems. Branches themselves are pushed with git.
import type { RestEndpointMethodTypes } from '@octokit/rest';
import { type Answer, mapAnswer } from './answer.ts';
import type { Client } from './client.ts';

/** A pull request as far as Tocsin needs it. */
export type PullRequest = {
  readonly number: number;
  readonly url: string;
  readonly title: string;
  readonly body: string;
  readonly state: 'open' | 'closed' | 'merged';
  /** The branch to be merged. */
  readonly branch: string;
  /** The commit at its end. */
  readonly commit: string;
  /** The commit on the base branch that holds it, once it is merged. */
  readonly mergedAs: string | null;
};

/** What a pull request begins with. */
export type NewPullRequest = {
  readonly title: string;
  readonly body: string;
  readonly branch: string;
  readonly base: string;
};

/** Fields to set; what is not named stays. */
export type PullRequestChange = {
  readonly title?: string;
  readonly body?: string;
  readonly state?: 'open' | 'closed';
};

/** What one person said of a pull request. */
export type Review = {
  readonly author: string;
  readonly isBot: boolean;
  readonly verdict: 'approved' | 'changes-requested' | 'commented' | 'dismissed' | 'pending';
  /** The commit that they looked at. */
  readonly commit: string | null;
};

/** What Tocsin needs of pull requests. */
export type PullRequests = {
  readonly create: (request: NewPullRequest) => Promise<Answer<PullRequest>>;
  readonly read: (number: number) => Promise<Answer<PullRequest>>;
  readonly update: (number: number, change: PullRequestChange) => Promise<Answer<PullRequest>>;
  /** Asks people to review it. GitHub refuses all of them because of one who may not read the repository. */
  readonly requestReviewers: (number: number, logins: readonly string[]) => Promise<Answer<null>>;
  /** Those of a branch, open or not, the newest first: what to look for when an answer was lost. */
  readonly listOfBranch: (branch: string) => Promise<Answer<readonly PullRequest[]>>;
  /** Open or not, those in which something happened last first: no more than 100. */
  readonly listRecent: () => Promise<Answer<readonly PullRequest[]>>;
  /** Merges into one commit, if the branch still ends at that commit; answers the commit on the base branch. */
  readonly merge: (number: number, commit: string) => Promise<Answer<string>>;
  readonly listReviews: (number: number) => Promise<Answer<readonly Review[]>>;
};

/** Pull requests of the client's repository. */
export function createPullRequests(client: Client): PullRequests {
  return { ...requestsOf(client), ...listsOf(client), ...reviewsOf(client) };
}

/** One pull request. */
function requestsOf({
  place,
  ask,
}: Client): Pick<PullRequests, 'create' | 'read' | 'update' | 'merge'> {
  return {
    create: async ({ title, body, branch, base }) =>
      mapAnswer(
        await ask('open a pull request', ({ rest }) =>
          rest.pulls.create({ ...place, title, body, head: branch, base }),
        ),
        ({ data }) => readPullRequest(data),
      ),
    read: async (number) =>
      mapAnswer(
        await ask('read a pull request', ({ rest }) =>
          rest.pulls.get({ ...place, pull_number: number }),
        ),
        ({ data }) => readPullRequest(data),
      ),
    update: async (number, change) =>
      mapAnswer(
        await ask('update a pull request', ({ rest }) =>
          rest.pulls.update({ ...place, pull_number: number, ...change }),
        ),
        ({ data }) => readPullRequest(data),
      ),
    merge: async (number, commit) =>
      mapAnswer(
        await ask('merge a pull request', ({ rest }) =>
          rest.pulls.merge({ ...place, pull_number: number, sha: commit, merge_method: 'squash' }),
        ),
        ({ data }) => data.sha,
      ),
  };
}

/** Many at once. */
function listsOf({ place, ask }: Client): Pick<PullRequests, 'listOfBranch' | 'listRecent'> {
  return {
    listOfBranch: async (branch) =>
      mapAnswer(
        await ask('list pull requests', (octokit) =>
          octokit.paginate(octokit.rest.pulls.list, {
            ...place,
            state: 'all',
            head: `${place.owner}:${branch}`,
            sort: 'created',
            direction: 'desc',
            per_page: 100,
          }),
        ),
        (found) => found.map(readPullRequest),
      ),
    listRecent: async () =>
      mapAnswer(
        await ask('list pull requests', ({ rest }) =>
          rest.pulls.list({
            ...place,
            state: 'all',
            sort: 'updated',
            direction: 'desc',
            per_page: 100,
          }),
        ),
        ({ data }) => data.map(readPullRequest),
      ),
  };
}

/** Who is asked, and what they said. */
function reviewsOf({ place, ask }: Client): Pick<PullRequests, 'requestReviewers' | 'listReviews'> {
  return {
    requestReviewers: async (number, logins) =>
      mapAnswer(
        await ask('ask people to review a pull request', ({ rest }) =>
          rest.pulls.requestReviewers({ ...place, pull_number: number, reviewers: [...logins] }),
        ),
        () => null,
      ),
    listReviews: async (number) =>
      mapAnswer(
        await ask('list reviews', (octokit) =>
          octokit.paginate(octokit.rest.pulls.listReviews, {
            ...place,
            pull_number: number,
            per_page: 100,
          }),
        ),
        (found) =>
          found.map(({ user, state, commit_id }) => ({
            author: user?.login ?? 'ghost',
            isBot: user?.type === 'Bot',
            verdict: VERDICTS[state] ?? 'commented',
            commit: commit_id,
          })),
      ),
  };
}

type PullData = Pick<
  RestEndpointMethodTypes['pulls']['list']['response']['data'][number],
  'number' | 'html_url' | 'title' | 'body' | 'state' | 'merged_at' | 'merge_commit_sha'
> & { readonly head: { readonly ref: string; readonly sha: string } };

const VERDICTS: Readonly<Record<string, Review['verdict']>> = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes-requested',
  COMMENTED: 'commented',
  DISMISSED: 'dismissed',
  PENDING: 'pending',
};

function readPullRequest(data: PullData): PullRequest {
  const isMerged = data.merged_at !== null;
  return {
    number: data.number,
    url: data.html_url,
    title: data.title,
    body: data.body ?? '',
    state: isMerged ? 'merged' : data.state === 'closed' ? 'closed' : 'open',
    branch: data.head.ref,
    commit: data.head.sha,
    mergedAs: isMerged ? data.merge_commit_sha : null,
  };
}
