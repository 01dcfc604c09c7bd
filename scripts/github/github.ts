// GitHub as Tocsin needs it: one value with its surfaces. Tests stand in for it whole or let it talk to a double.
import { acceptRefusal, type Answer, mapAnswer } from './answer.ts';
import { type ClientOptions, createClient } from './client.ts';
import { type Comments, createComments } from './comments.ts';
import { createDispatches, type Dispatches } from './dispatches.ts';
import { createIssueLog, type IssueLog } from './issue-log.ts';
import { createIssues, type Issues } from './issues.ts';
import { createLabels, type Labels } from './labels.ts';
import { createPermissions, type Permissions } from './permissions.ts';
import { createPullRequests, type PullRequests } from './pull-requests.ts';
import { createSettings, type RepositorySettings } from './settings.ts';

/** One repository on GitHub. Nothing of it throws because of the world. */
export type Github = {
  readonly repository: () => Promise<Answer<Repository>>;
  /** The person whose token is used; null for an App and for the token of a run. Asked once. */
  readonly ownLogin: () => Promise<Answer<string | null>>;
  readonly issues: Issues;
  readonly log: IssueLog;
  readonly comments: Comments;
  readonly labels: Labels;
  readonly permissions: Permissions;
  readonly pullRequests: PullRequests;
  readonly dispatches: Dispatches;
  readonly settings: RepositorySettings;
};

/** What the repository says of itself. */
export type Repository = {
  /** Whether only members see it; what the organisation says of itself must agree. */
  readonly isPrivate: boolean;
  readonly defaultBranch: string;
  readonly hasIssues: boolean;
};

/** Opens a repository; nothing is asked before the first question. */
export function openGithub(options: ClientOptions): Github {
  const client = createClient(options);
  return {
    repository: async () =>
      mapAnswer(
        await client.ask('read the repository', ({ rest }) => rest.repos.get(client.place)),
        ({ data }) => ({
          isPrivate: data.private,
          defaultBranch: data.default_branch,
          hasIssues: data.has_issues,
        }),
      ),
    ownLogin: rememberAnswer(async () => {
      const asked = await client.ask('read whose token it is', ({ rest }) =>
        rest.users.getAuthenticated(),
      );
      const login = mapAnswer(asked, ({ data }): string | null => data.login);
      return acceptRefusal(login, 'forbidden', null);
    }),
    issues: createIssues(client),
    log: createIssueLog(client),
    comments: createComments(client),
    labels: createLabels(client),
    permissions: createPermissions(client),
    pullRequests: createPullRequests(client),
    dispatches: createDispatches(client),
    settings: createSettings(client),
  };
}

function rememberAnswer<T>(ask: () => Promise<Answer<T>>): () => Promise<Answer<T>> {
  let known: Answer<T> | null = null;
  return async () => {
    if (known !== null) return known;
    const answer = await ask();
    if (answer.kind !== 'retry') known = answer;
    return answer;
  };
}
