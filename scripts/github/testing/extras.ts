// What emulate lacks and no other file of the double answers: reactions, sub-issues, deployments, statuses, levels.
import type { Account } from './accounts.ts';
import type { Ceilings } from './ceilings.ts';
import {
  at,
  type Exchange,
  type Handler,
  list,
  record,
  refuse,
  refuseField,
  reply,
  replyPage,
} from './exchange.ts';
import type { GitRemote } from './git-remote.ts';

/** What the extras need of the rest of the double. */
export type ExtraWorld = {
  readonly base: () => string;
  readonly now: () => string;
  readonly remote: GitRemote;
  readonly forward: Handler;
  readonly ceilings: () => Ceilings;
  readonly accounts: readonly Account[];
  /** Whether an issue was deleted. */
  readonly isGone: (number: string) => boolean;
};

/** The handlers, by operation. */
export function createExtras(world: ExtraWorld): Readonly<Record<string, Handler>> {
  return {
    ...reactions(world),
    ...subIssues(world),
    ...statuses(world),
    ...deployments(world),
    ...levels(world),
  };
}

/** Reads something through emulate. */
async function look(world: ExtraWorld, exchange: Exchange, path: string): Promise<unknown> {
  const answer = await world.forward({
    ...exchange,
    method: 'GET',
    path,
    body: null,
    query: new URLSearchParams(),
  });
  return answer.status === 200 ? answer.body : null;
}

async function userOf(world: ExtraWorld, exchange: Exchange): Promise<unknown> {
  return await look(world, exchange, `/users/${exchange.account.login}`);
}

const CONTENTS = new Set(['+1', '-1', 'laugh', 'confused', 'heart', 'hooray', 'rocket', 'eyes']);

function commentOf({ path }: Exchange): string {
  return path.replace(/\/reactions.*$/, '');
}

function parentOf({ path }: Exchange): string {
  return path.replace(/\/sub_issues?$/, '');
}

function reactions(world: ExtraWorld): Record<string, Handler> {
  const given: {
    readonly comment: string;
    readonly login: string;
    readonly value: Record<string, unknown>;
  }[] = [];
  let count = 0;
  return {
    'reactions/create-for-issue-comment': async (exchange) => {
      const comment = commentOf(exchange);
      const content = at(exchange.body, 'content');
      if ((await look(world, exchange, comment)) === null) return refuse(404, 'Not Found');
      if (!CONTENTS.has(String(content))) return refuseField('Reaction', 'content', 'invalid');
      const login = exchange.account.login;
      const user = await userOf(world, exchange);
      // Nothing is waited for from here on: of two at once GitHub takes one.
      const known = given.find(
        (one) => one.comment === comment && one.login === login && one.value['content'] === content,
      );
      if (known !== undefined) return reply(200, known.value);
      count += 1;
      const value = { id: count, node_id: `REA_${count}`, user, content, created_at: world.now() };
      given.push({ comment, login, value });
      return reply(201, value);
    },
    'reactions/list-for-issue-comment': (exchange) => {
      const asked = commentOf(exchange);
      const there = given.filter(({ comment }) => comment === asked).map(({ value }) => value);
      return replyPage(exchange, world.base(), there);
    },
    'reactions/delete-for-issue-comment': (exchange) => {
      const index = given.findIndex(
        ({ value }) => String(value['id']) === exchange.parameters['reaction_id'],
      );
      if (index < 0) return refuse(404, 'Not Found');
      given.splice(index, 1);
      return reply(204, null);
    },
  };
}

function subIssues(world: ExtraWorld): Record<string, Handler> {
  const children = new Map<string, readonly string[]>();
  const isThere = (path: string): boolean => !world.isGone(path.split('/').at(-1) ?? '');
  const findById = async (exchange: Exchange, id: unknown): Promise<string | null> => {
    const root = parentOf(exchange).replace(/\/\d+$/, '');
    const query = new URLSearchParams({ state: 'all', per_page: '100' });
    const answer = await world.forward({
      ...exchange,
      method: 'GET',
      path: root,
      body: null,
      query,
    });
    const found = list(answer.body).find((issue) => at(issue, 'id') === id);
    return found === undefined ? null : `${root}/${String(at(found, 'number'))}`;
  };
  return {
    'issues/add-sub-issue': async (exchange) => {
      const parent = parentOf(exchange);
      const child = await findById(exchange, at(exchange.body, 'sub_issue_id'));
      if (child === null || (await look(world, exchange, parent)) === null)
        return refuse(404, 'Not Found');
      const isTaken = [...children].some(
        ([other, taken]) =>
          taken.includes(child) &&
          isThere(other) &&
          (other === parent || at(exchange.body, 'replace_parent') !== true),
      );
      if (isTaken || child === parent) return refuseField('SubIssue', 'sub_issue_id', 'invalid');
      const now = children.get(parent) ?? [];
      if (now.length >= world.ceilings().subIssuesPerIssue)
        return refuseField('SubIssue', 'sub_issue_id', 'too_many');
      for (const [other, taken] of children)
        children.set(
          other,
          taken.filter((path) => path !== child),
        );
      children.set(parent, [...now, child]);
      return reply(201, await look(world, exchange, parent));
    },
    'issues/list-sub-issues': async (exchange) => {
      const below = (children.get(parentOf(exchange)) ?? []).filter(isThere);
      return replyPage(
        exchange,
        world.base(),
        await Promise.all(below.map((path) => look(world, exchange, path))),
      );
    },
    'issues/remove-sub-issue': async (exchange) => {
      const parent = parentOf(exchange);
      const child = await findById(exchange, at(exchange.body, 'sub_issue_id'));
      const below = children.get(parent) ?? [];
      if (child === null || !below.includes(child)) return refuse(404, 'Not Found');
      children.set(
        parent,
        below.filter((path) => path !== child),
      );
      return reply(200, await look(world, exchange, parent));
    },
  };
}

function statuses(world: ExtraWorld): Record<string, Handler> {
  const kept: { readonly sha: string; readonly value: Record<string, unknown> }[] = [];
  return {
    'repos/create-commit-status': async (exchange) => {
      const sha = exchange.parameters['sha'] ?? '';
      if (!(await world.remote.hasCommit(sha)))
        return refuse(422, `No commit found for SHA: ${sha}`);
      const id = kept.length + 1;
      const value = {
        id,
        node_id: `SC_${id}`,
        url: `${world.base()}${exchange.path}`,
        avatar_url: null,
        description: null,
        target_url: null,
        context: 'default',
        ...exchange.body,
        creator: await userOf(world, exchange),
        created_at: world.now(),
        updated_at: world.now(),
      };
      kept.push({ sha, value });
      return reply(201, value);
    },
    'repos/list-commit-statuses-for-ref': (exchange) => {
      const found = kept
        .filter(({ sha }) => sha === exchange.parameters['ref'])
        .map(({ value }) => value);
      return replyPage(exchange, world.base(), found.toReversed());
    },
  };
}

function deployments(world: ExtraWorld): Record<string, Handler> {
  const kept: Record<string, unknown>[] = [];
  const states = new Map<string, readonly unknown[]>();
  return {
    'repos/create-deployment': async (exchange) => {
      const ref = String(at(exchange.body, 'ref'));
      const sha =
        (await world.remote.readBranch(ref)) ?? ((await world.remote.hasCommit(ref)) ? ref : null);
      if (sha === null) return refuse(422, `No ref found for: ${ref}`);
      const id = kept.length + 1;
      const url = `${world.base()}${exchange.path}/${id}`;
      const value = {
        id,
        node_id: `DE_${id}`,
        url,
        statuses_url: `${url}/statuses`,
        repository_url: `${world.base()}${exchange.path.replace(/\/deployments$/, '')}`,
        sha,
        ref,
        task: 'deploy',
        payload: {},
        environment: 'production',
        description: null,
        ...record(exchange.body),
        creator: await userOf(world, exchange),
        created_at: world.now(),
        updated_at: world.now(),
      };
      kept.unshift(value);
      return reply(201, value);
    },
    'repos/list-deployments': (exchange) => {
      const environment = exchange.query.get('environment');
      const found = kept.filter(
        (one) => environment === null || one['environment'] === environment,
      );
      return replyPage(exchange, world.base(), found);
    },
    'repos/create-deployment-status': async (exchange) => {
      const deployment = exchange.parameters['deployment_id'] ?? '';
      if (!kept.some(({ id }) => String(id) === deployment)) return refuse(404, 'Not Found');
      const before = states.get(deployment) ?? [];
      const url = `${world.base()}${exchange.path}`;
      const value = {
        id: before.length + 1,
        node_id: `DS_${before.length + 1}`,
        url,
        description: '',
        target_url: '',
        ...record(exchange.body),
        deployment_url: url.replace(/\/statuses$/, ''),
        repository_url: url.replace(/\/deployments.*$/, ''),
        creator: await userOf(world, exchange),
        created_at: world.now(),
        updated_at: world.now(),
      };
      states.set(deployment, [value, ...before]);
      return reply(201, value);
    },
    'repos/list-deployment-statuses': (exchange) =>
      replyPage(
        exchange,
        world.base(),
        states.get(exchange.parameters['deployment_id'] ?? '') ?? [],
      ),
  };
}

/** The five levels, in the two forms in which GitHub tells them. */
function levels(world: ExtraWorld): Record<string, Handler> {
  const old: Readonly<Record<string, string>> = { triage: 'read', maintain: 'write' };
  return {
    'repos/get-collaborator-permission-level': async (exchange) => {
      const login = exchange.parameters['username'] ?? '';
      const known = world.accounts.find(
        (account) => account.login.toLowerCase() === login.toLowerCase(),
      );
      const user = await look(world, exchange, `/users/${known?.login ?? login}`);
      if (known === undefined || user === null) return refuse(404, `${login} is not a user`);
      const role = { role_name: known.level };
      const permission = old[known.level] ?? known.level;
      return reply(200, { permission, ...role, user: { ...record(user), ...role } });
    },
  };
}
