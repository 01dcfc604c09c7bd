// Pull requests of the double: emulate keeps them, git decides. Commits, conflicts and merges are those of the bare
// repository; emulate would merge by taking the tree of the branch and lose what happened on the base meanwhile.
import {
  at,
  type Exchange,
  type Handler,
  list,
  record,
  refuse,
  refuseField,
  reply,
  type Reply,
} from './exchange.ts';
import type { GitMirror } from './git-mirror.ts';
import type { GitRemote } from './git-remote.ts';

/** What pull requests need of the rest of the double. */
export type PullWorld = {
  readonly owner: string;
  readonly remote: GitRemote;
  readonly mirror: GitMirror;
  readonly forward: Handler;
  /** Approving reviews that a merge needs. */
  readonly neededApprovals: () => number;
  readonly isCollaborator: (login: string) => boolean;
};

/** The operations on pull requests, and the truth of git for a pull request that emulate shows. */
export type Pulls = {
  readonly handlers: Readonly<Record<string, Handler>>;
  readonly correct: (pull: unknown) => Promise<unknown>;
};

type Merged = { readonly head: string; readonly commit: string };

/** Pull requests over a bare repository. */
export function createPulls(world: PullWorld): Pulls {
  const { remote, mirror, forward } = world;
  const merged = new Map<number, Merged>();
  /** Where the branch of each ended when somebody last looked: GitHub keeps that when the branch is deleted. */
  const heads = new Map<number, string>();

  const correct: Pulls['correct'] = async (pull) => {
    const number = Number(at(pull, 'number'));
    const done = merged.get(number);
    const tip = await remote.readBranch(String(at(pull, 'head', 'ref')));
    if (tip !== null) heads.set(number, tip);
    const head = done?.head ?? tip ?? heads.get(number) ?? at(pull, 'head', 'sha');
    const base =
      (await remote.readBranch(String(at(pull, 'base', 'ref')))) ?? at(pull, 'base', 'sha');
    return {
      ...record(pull),
      merge_commit_sha: done?.commit ?? null,
      head: { ...record(at(pull, 'head')), sha: head },
      base: { ...record(at(pull, 'base')), sha: base },
    };
  };
  const corrected = async (answer: Reply): Promise<Reply> => {
    if (answer.status >= 300) return answer;
    if (!Array.isArray(answer.body)) return { ...answer, body: await correct(answer.body) };
    return { ...answer, body: await Promise.all(list(answer.body).map(correct)) };
  };

  const create: Handler = async (exchange) => {
    const head = String(at(exchange.body, 'head')).replace(`${world.owner}:`, '');
    const base = String(at(exchange.body, 'base'));
    const [tip, onto] = [await remote.readBranch(head), await remote.readBranch(base)];
    if (tip === null) return refuseField('PullRequest', 'head', 'invalid');
    if (onto === null) return refuseField('PullRequest', 'base', 'invalid');
    const ahead = (await remote.git(['rev-list', '--count', `${onto}..${tip}`]))
      .toString('utf8')
      .trim();
    if (ahead === '0') return refuseMessage(`No commits between ${base} and ${head}`);
    const same = await forward({ ...listOpen(exchange, `${world.owner}:${head}`, base) });
    if (list(same.body).length > 0)
      return refuseMessage(`A pull request already exists for ${world.owner}:${head}.`);
    await mirror([base, head]);
    return await corrected(await forward(exchange));
  };

  const merge: Handler = async (exchange) => {
    const path = exchange.path.replace(/\/merge$/, '');
    const shown = await forward({ ...exchange, method: 'GET', path, body: null });
    if (shown.status !== 200) return shown;
    const pull = await correct(shown.body);
    const [head, base, branch] = [
      String(at(pull, 'head', 'sha')),
      String(at(pull, 'base', 'sha')),
      String(at(pull, 'base', 'ref')),
    ];
    if (at(pull, 'state') !== 'open') return refuse(405, 'Pull Request is not mergeable');
    const expected = at(exchange.body, 'sha');
    if (typeof expected === 'string' && expected !== head)
      return refuse(409, 'Head branch was modified. Review and try the merge again.');
    const reviews = await forward({
      ...exchange,
      method: 'GET',
      path: `${path}/reviews`,
      body: null,
    });
    const approvals = list(reviews.body).filter((review) => at(review, 'state') === 'APPROVED');
    if (approvals.length < world.neededApprovals())
      return refuse(
        405,
        `At least ${world.neededApprovals()} approving review is required by reviewers with write access.`,
      );
    const commit = await mergeInGit(remote, {
      head,
      base,
      branch,
      exchange,
      title: String(at(pull, 'title')),
    });
    if (commit === null) return refuse(405, 'Pull Request is not mergeable');
    merged.set(Number(at(pull, 'number')), { head, commit });
    await forward({ ...exchange, body: { merge_method: 'merge' } });
    await mirror([branch]);
    return reply(200, { sha: commit, merged: true, message: 'Pull Request successfully merged' });
  };

  const requestReviewers: Handler = async (exchange) => {
    const logins = list(at(exchange.body, 'reviewers')).map(String);
    if (!logins.every((login) => world.isCollaborator(login)))
      // GitHub says that reviews may only be requested from collaborators; its description knows no words here.
      return reply(422, null);
    const answer = await corrected(await forward(exchange));
    return answer.status < 300 ? { ...answer, status: 201 } : answer;
  };

  // Who reviews looks at the end of the branch; emulate knows only where it began.
  const createReview: Handler = async (exchange) => {
    const path = exchange.path.replace(/\/reviews$/, '');
    const shown = await forward({ ...exchange, method: 'GET', path, body: null });
    if (shown.status !== 200) return shown;
    const head = at(await correct(shown.body), 'head', 'sha');
    return await forward({ ...exchange, body: { commit_id: head, ...record(exchange.body) } });
  };

  const pass: Handler = async (exchange) => await corrected(await forward(exchange));

  // GitHub opens none whose branch is gone.
  const update: Handler = async (exchange) => {
    const shown = await forward({ ...exchange, method: 'GET', body: null });
    const isOpening = at(exchange.body, 'state') === 'open' && at(shown.body, 'state') === 'closed';
    const branch = String(at(shown.body, 'head', 'ref'));
    return isOpening && (await remote.readBranch(branch)) === null
      ? refuseMessage(`state cannot be changed. The ${branch} branch has been deleted.`)
      : await pass(exchange);
  };
  return {
    correct,
    handlers: {
      'pulls/create': create,
      'pulls/merge': merge,
      'pulls/get': pass,
      'pulls/list': pass,
      'pulls/update': update,
      'pulls/request-reviewers': requestReviewers,
      'pulls/create-review': createReview,
    },
  };
}

type Merge = {
  readonly head: string;
  readonly base: string;
  readonly branch: string;
  readonly title: string;
  readonly exchange: Exchange;
};

/** The commit that joins both, or null when they contradict each other. Others may push to the base meanwhile. */
async function mergeInGit(remote: GitRemote, merge: Merge): Promise<string | null> {
  for (let attempt = 1; ; attempt += 1) {
    const base = (await remote.readBranch(merge.branch)) ?? merge.base;
    const commit = await joinInGit(remote, { ...merge, base });
    if (commit === null) return null;
    const moved = await remote.git(['update-ref', `refs/heads/${merge.branch}`, commit, base]).then(
      () => true,
      () => false,
    );
    if (moved) return commit;
    if (attempt === 5) throw new Error('the base branch never rests');
  }
}

async function joinInGit(
  remote: GitRemote,
  { head, base, title, exchange }: Merge,
): Promise<string | null> {
  try {
    const tree = (await remote.git(['merge-tree', '--write-tree', base, head]))
      .toString('utf8')
      .trim();
    const isSquash = at(exchange.body, 'merge_method') === 'squash';
    const parents = isSquash ? ['-p', base] : ['-p', base, '-p', head];
    const message = String(
      at(exchange.body, 'commit_title') ?? `${title} (#${exchange.parameters['pull_number']})`,
    );
    const made = await remote.git(['commit-tree', tree, ...parents, '-m', message]);
    return made.toString('utf8').trim();
  } catch (error) {
    if (at(error, 'code') === CONFLICT) return null;
    throw error;
  }
}

/** How `git merge-tree` ends when both sides changed the same lines. */
const CONFLICT = 1;

function listOpen(exchange: Exchange, head: string, base: string): Exchange {
  const query = new URLSearchParams({ state: 'open', head, base });
  return { ...exchange, method: 'GET', query, body: null };
}

function refuseMessage(message: string): Reply {
  return reply(422, {
    message: 'Validation Failed',
    errors: [{ resource: 'PullRequest', code: 'custom', message }],
    documentation_url: 'https://docs.github.com/rest',
    status: '422',
  });
}
