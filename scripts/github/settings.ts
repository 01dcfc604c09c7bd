// The repository's settings on which Tocsin depends; some are told only to those who may change them.
import { type Answer, mapAnswer } from './answer.ts';
import type { Client } from './client.ts';

/** What Tocsin asks about settings. */
export type RepositorySettings = {
  readonly allowedActions: () => Promise<Answer<AllowedActions>>;
  readonly workflowToken: () => Promise<Answer<WorkflowToken>>;
  /** The value of a variable of the repository; `missing` where there is none. */
  readonly variable: (name: string) => Promise<Answer<string>>;
  /** How GitHub Pages gets its pages; `missing` where it is off, and to those who may not know. */
  readonly pages: () => Promise<Answer<PagesSource>>;
  /** The kinds of rules that hold for a branch: `pull_request`, `required_signatures` … */
  readonly branchRules: (branch: string) => Promise<Answer<readonly string[]>>;
  /** Whether a branch is protected in the older way, which tells no more to those who may not change it. */
  readonly isProtected: (branch: string) => Promise<Answer<boolean>>;
  readonly standing: () => Promise<Answer<Standing>>;
};

/** Whose actions workflows may use: anybody's, some that are listed elsewhere, the owner's alone, or none at all. */
export type AllowedActions = 'all' | 'selected' | 'local_only' | 'none';

/** From runs of workflows, or from a branch; null where GitHub does not say. */
export type PagesSource = 'workflow' | 'branch' | null;

/** What the token of a run may do. */
export type WorkflowToken = {
  readonly byDefault: 'read' | 'write';
  readonly mayCreatePullRequests: boolean;
};

/** Who asks, and how late it is over there. */
export type Standing = {
  /** Whether the token may push; null where GitHub does not say. */
  readonly mayPush: boolean | null;
  /** GitHub's clock, in whole seconds; null where a proxy took it away. */
  readonly serverMs: number | null;
};

/** Settings of the client's repository. */
export function createSettings({ place, ask }: Client): RepositorySettings {
  return {
    allowedActions: async () =>
      mapAnswer(
        await ask('read whether Actions are on', ({ rest }) =>
          rest.actions.getGithubActionsPermissionsRepository(place),
        ),
        ({ data }) => (data.enabled ? (data.allowed_actions ?? 'all') : 'none'),
      ),
    workflowToken: async () =>
      mapAnswer(
        await ask('read what workflows may do', ({ rest }) =>
          rest.actions.getGithubActionsDefaultWorkflowPermissionsRepository(place),
        ),
        ({ data }) => ({
          byDefault: data.default_workflow_permissions,
          mayCreatePullRequests: data.can_approve_pull_request_reviews,
        }),
      ),
    variable: async (name) =>
      mapAnswer(
        await ask('read a variable', ({ rest }) =>
          rest.actions.getRepoVariable({ ...place, name }),
        ),
        ({ data }) => data.value,
      ),
    pages: async () =>
      mapAnswer(
        await ask('read the settings of GitHub Pages', ({ rest }) => rest.repos.getPages(place)),
        ({ data }) => (data.build_type === 'legacy' ? 'branch' : (data.build_type ?? null)),
      ),
    branchRules: async (branch) =>
      mapAnswer(
        await ask('read the rules of a branch', ({ rest }) =>
          rest.repos.getBranchRules({ ...place, branch, per_page: 100 }),
        ),
        ({ data }) => data.map(({ type }) => type),
      ),
    isProtected: async (branch) =>
      mapAnswer(
        await ask('read which branches are protected', ({ rest }) =>
          rest.repos.listBranches({ ...place, protected: true, per_page: 100 }),
        ),
        ({ data }) => data.some(({ name }) => name === branch),
      ),
    standing: async () =>
      mapAnswer(
        await ask('read the repository', ({ rest }) => rest.repos.get(place)),
        ({ data, headers }) => {
          const serverMs = Date.parse(headers.date ?? '');
          return {
            mayPush: data.permissions?.push ?? null,
            serverMs: Number.isNaN(serverMs) ? null : serverMs,
          };
        },
      ),
  };
}
