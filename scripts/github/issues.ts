// Issues as rooms: one issue, its fields, who is assigned, the issues below it, and finding one by a hidden marker.
import type { RestEndpointMethodTypes } from '@octokit/rest';
import { type Answer, mapAnswer } from './answer.ts';
import type { Client } from './client.ts';

/** An issue as far as rooms need it. */
export type Issue = {
  /** What GitHub calls it inside; sub-issues are named so. */
  readonly id: number;
  readonly number: number;
  readonly url: string;
  readonly title: string;
  readonly body: string;
  readonly state: 'open' | 'closed';
  /** Why it was closed; null while it is open, and where nobody said. */
  readonly closedAs: 'completed' | 'not_planned' | 'duplicate' | null;
  /** Whether a program closed it; lists may not tell. */
  readonly isClosedByBot: boolean;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  readonly author: string;
  readonly comments: number;
  readonly createdAt: string;
  readonly updatedAt: string;
};

/** What an issue begins with. */
export type NewIssue = {
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
};

/** Fields to set; what is not named stays. */
export type IssueChange = {
  readonly title?: string;
  readonly body?: string;
  readonly state?: 'open' | 'closed';
  /** Why it is closed. */
  readonly reason?: 'completed' | 'not_planned' | 'duplicate' | 'reopened';
};

/** What Tocsin needs of issues. */
export type Issues = {
  readonly create: (issue: NewIssue) => Promise<Answer<Issue>>;
  readonly read: (number: number) => Promise<Answer<Issue>>;
  readonly update: (number: number, change: IssueChange) => Promise<Answer<Issue>>;
  /** Issues with a label, the oldest first, without pull requests. One made a moment ago may be missing. */
  readonly list: (filter: IssueFilter) => Promise<Answer<readonly Issue[]>>;
  /** Those among them whose body holds a marker; the search of GitHub lags for minutes and is not used. */
  readonly findByMarker: (marker: string, label: string) => Promise<Answer<readonly Issue[]>>;
  /** Answers who is assigned afterwards: GitHub leaves out, silently, whoever may not be. */
  readonly assign: (
    number: number,
    logins: readonly string[],
  ) => Promise<Answer<readonly string[]>>;
  readonly unassign: (
    number: number,
    logins: readonly string[],
  ) => Promise<Answer<readonly string[]>>;
  /** Puts an issue below another one, in place of the one that it stood below. */
  readonly addSubIssue: (parent: number, child: Issue) => Promise<Answer<Issue>>;
  readonly listSubIssues: (parent: number) => Promise<Answer<readonly Issue[]>>;
};

/** Which issues to list. */
export type IssueFilter = {
  readonly label: string;
  readonly state: 'open' | 'closed' | 'all';
  /** Only what changed at or after this instant. */
  readonly since?: string;
};

/** Issues of the client's repository. */
export function createIssues(client: Client): Issues {
  return { ...listsOf(client), ...issuesOf(client), ...peopleOf(client) };
}

/** Many issues at once. */
function listsOf({ place, ask }: Client): Pick<Issues, 'list' | 'findByMarker' | 'listSubIssues'> {
  const list: Issues['list'] = async ({ label, state, since }) =>
    mapAnswer(
      await ask('list issues', (octokit) =>
        octokit.paginate(octokit.rest.issues.listForRepo, {
          ...place,
          ...PAGE,
          labels: label,
          state,
          sort: 'created',
          direction: 'asc',
          ...(since === undefined ? {} : { since }),
        }),
      ),
      (found) => found.filter((issue) => issue.pull_request === undefined).map(readIssue),
    );
  return {
    list,
    findByMarker: async (marker, label) =>
      mapAnswer(await list({ label, state: 'all' }), (found) =>
        found.filter((issue) => issue.body.includes(marker)),
      ),
    listSubIssues: async (parent) =>
      mapAnswer(
        await ask('list sub-issues', (octokit) =>
          octokit.paginate(octokit.rest.issues.listSubIssues, {
            ...place,
            ...PAGE,
            issue_number: parent,
          }),
        ),
        (found) => found.map(readIssue),
      ),
  };
}

/** One issue, which GitHub answers with. */
function issuesOf(client: Client): Pick<Issues, 'create' | 'read' | 'update' | 'addSubIssue'> {
  const { place } = client;
  return {
    create: (issue) =>
      askForIssue(client, 'create an issue', ({ rest }) =>
        rest.issues.create({ ...place, ...issue, labels: [...issue.labels] }),
      ),
    read: (number) =>
      askForIssue(client, 'read an issue', ({ rest }) =>
        rest.issues.get({ ...place, issue_number: number }),
      ),
    update: async (number, { reason, ...fields }) => {
      const write = (as: typeof reason): Promise<Answer<Issue>> =>
        askForIssue(client, 'update an issue', ({ rest }) =>
          rest.issues.update({
            ...place,
            issue_number: number,
            ...fields,
            ...(as === undefined ? {} : { state_reason: as }),
          }),
        );
      const answer = await write(reason);
      // A server of before 2025 knows no such reason.
      const isUnknown = answer.kind === 'refused' && answer.reason === 'invalid';
      return isUnknown && reason === 'duplicate' ? await write('not_planned') : answer;
    },
    addSubIssue: (parent, child) =>
      askForIssue(client, 'add a sub-issue', ({ rest }) =>
        rest.issues.addSubIssue({
          ...place,
          issue_number: parent,
          sub_issue_id: child.id,
          replace_parent: true,
        }),
      ),
  };
}

/** Who is assigned. */
function peopleOf(client: Client): Pick<Issues, 'assign' | 'unassign'> {
  const { place } = client;
  return {
    assign: async (number, logins) =>
      mapAnswer(
        await askForIssue(client, 'assign people', ({ rest }) =>
          rest.issues.addAssignees({ ...place, issue_number: number, assignees: [...logins] }),
        ),
        (issue) => issue.assignees,
      ),
    unassign: async (number, logins) =>
      mapAnswer(
        await askForIssue(client, 'unassign people', ({ rest }) =>
          rest.issues.removeAssignees({ ...place, issue_number: number, assignees: [...logins] }),
        ),
        (issue) => issue.assignees,
      ),
  };
}

async function askForIssue(
  { ask }: Client,
  what: string,
  run: Parameters<typeof ask<IssueResponse>>[1],
): Promise<Answer<Issue>> {
  return mapAnswer(await ask(what, run), ({ data }) => readIssue(data));
}

type IssueResponse = { readonly data: IssueData };
type IssueData = Pick<
  RestEndpointMethodTypes['issues']['get']['response']['data'],
  | 'id'
  | 'number'
  | 'html_url'
  | 'title'
  | 'state'
  | 'labels'
  | 'comments'
  | 'created_at'
  | 'updated_at'
> & {
  readonly state_reason?: string | null | undefined;
  readonly closed_by?: { readonly login: string; readonly type: string } | null | undefined;
  readonly body?: string | null | undefined;
  readonly user: { readonly login: string } | null;
  readonly assignees?: readonly { readonly login: string }[] | null | undefined;
};

const PAGE = { per_page: 100 } as const;

function closedAs(reason: string | null | undefined): Issue['closedAs'] {
  return reason === 'completed' || reason === 'not_planned' || reason === 'duplicate'
    ? reason
    : null;
}

function readIssue(data: IssueData): Issue {
  const labels = data.labels.map((label) =>
    typeof label === 'string' ? label : (label.name ?? ''),
  );
  return {
    id: data.id,
    number: data.number,
    url: data.html_url,
    title: data.title,
    body: data.body ?? '',
    state: data.state === 'closed' ? 'closed' : 'open',
    closedAs: data.state === 'closed' ? closedAs(data.state_reason) : null,
    isClosedByBot:
      data.closed_by?.type === 'Bot' || data.closed_by?.login.endsWith('[bot]') === true,
    labels,
    assignees: (data.assignees ?? []).map(({ login }) => login),
    author: data.user?.login ?? 'ghost',
    comments: data.comments,
    createdAt: data.created_at,
    updatedAt: data.updated_at,
  };
}
