// The settings of the double's repository, as the API tells them to those who may know.
import type { GitRemote } from './git-remote.ts';
import { type Handler, refuse, reply, replyPage } from './exchange.ts';

/** What a test may set; everything is as it should be at first. */
export type Settings = {
  readonly hasIssues: boolean;
  readonly allowedActions: 'all' | 'selected' | 'local_only' | 'none';
  /** What the token of a run may do where a workflow does not say. */
  readonly workflowPermissions: 'read' | 'write';
  readonly mayCreatePullRequests: boolean;
  readonly variables: Readonly<Record<string, string>>;
  /** What GitHub Pages is built by; null where it is off. */
  readonly pages: 'workflow' | 'legacy' | null;
  /** Kinds of rules that hold for the default branch. */
  readonly branchRules: readonly string[];
  readonly isBranchProtected: boolean;
};

/** As they should be. */
export const GOOD_SETTINGS: Settings = {
  hasIssues: true,
  allowedActions: 'all',
  workflowPermissions: 'read',
  mayCreatePullRequests: true,
  variables: { TOCSIN: 'on' },
  pages: null,
  branchRules: [],
  isBranchProtected: false,
};

type SettingsWorld = {
  readonly base: () => string;
  readonly now: () => string;
  readonly remote: GitRemote;
  readonly settings: () => Settings;
};

/** The handlers, by operation. */
export function createSettings({
  base,
  now,
  remote,
  settings,
}: SettingsWorld): Readonly<Record<string, Handler>> {
  return {
    'actions/get-github-actions-permissions-repository': () =>
      reply(
        200,
        settings().allowedActions === 'none'
          ? { enabled: false }
          : { enabled: true, allowed_actions: settings().allowedActions },
      ),
    'actions/get-github-actions-default-workflow-permissions-repository': () =>
      reply(200, {
        default_workflow_permissions: settings().workflowPermissions,
        can_approve_pull_request_reviews: settings().mayCreatePullRequests,
      }),
    'actions/get-repo-variable': ({ parameters }) => {
      const name = parameters['name'] ?? '';
      const value = settings().variables[name];
      if (value === undefined) return refuse(404, 'Not Found');
      return reply(200, { name, value, created_at: now(), updated_at: now() });
    },
    'repos/get-pages': ({ path, account }) => {
      // Neither the token of a run nor the App asks for the permission `pages`.
      if (account.kind !== 'person') return refuse(403, 'Resource not accessible by integration');
      const { pages } = settings();
      if (pages === null) return refuse(404, 'Not Found');
      return reply(200, {
        url: `${base()}${path}`,
        status: null,
        cname: null,
        custom_404: false,
        public: true,
        build_type: pages,
      });
    },
    'repos/get-branch-rules': (exchange) =>
      replyPage(
        exchange,
        base(),
        settings().branchRules.map((type) => ({
          type,
          ruleset_source_type: 'Repository',
          ruleset_source: exchange.path.split('/').slice(2, 4).join('/'),
          ruleset_id: 1,
          ...(type === 'pull_request' ? { parameters: PULL_REQUEST_RULE } : {}),
        })),
      ),
    'repos/list-branches': async (exchange) => {
      const sha = await remote.readBranch('main');
      const url = `${base()}${exchange.path.replace(/branches$/, `commits/${sha}`)}`;
      const branch = {
        name: 'main',
        commit: { sha, url },
        protected: settings().isBranchProtected,
      };
      const isAsked = exchange.query.get('protected') !== 'true' || settings().isBranchProtected;
      return replyPage(exchange, base(), sha === null || !isAsked ? [] : [branch]);
    },
  };
}

const PULL_REQUEST_RULE = {
  dismiss_stale_reviews_on_push: false,
  require_code_owner_review: false,
  require_last_push_approval: false,
  required_approving_review_count: 1,
  required_review_thread_resolution: false,
};
