// The list of issues as GitHub gives it: pull requests among them, and what was made a moment ago not yet.
import { at, type Exchange, type Handler, list, record, replyPage } from './exchange.ts';

/** What the list needs of the rest of the double. */
export type ListWorld = {
  readonly base: () => string;
  readonly forward: Handler;
  readonly nowMs: () => number;
  /** How long something new is missing. */
  readonly lagMs: () => number;
};

/** Answers `issues/list-for-repo`. */
export function createIssueList(world: ListWorld): Handler {
  const seen = new Map<number, number>();
  return async (exchange) => {
    const issues = await readAll(world, exchange, exchange.path, exchange.query);
    const pulls = await readAll(
      world,
      exchange,
      exchange.path.replace(/issues$/, 'pulls'),
      new URLSearchParams({ state: exchange.query.get('state') ?? 'open' }),
    );
    const named = (exchange.query.get('labels') ?? '').split(',').filter((name) => name !== '');
    const asIssues = pulls
      .filter((pull) =>
        named.every((name) => list(at(pull, 'labels')).some((label) => at(label, 'name') === name)),
      )
      .map(asIssue);
    const ordered = [...issues, ...asIssues].toSorted(
      (a, b) => Number(at(a, 'number')) - Number(at(b, 'number')),
    );
    const isAscending = exchange.query.get('direction') === 'asc';
    const visible = ordered.filter((issue) => {
      const number = Number(at(issue, 'number'));
      const since = seen.get(number) ?? Date.parse(String(at(issue, 'created_at')));
      seen.set(number, since);
      return world.nowMs() - since >= world.lagMs();
    });
    return replyPage(exchange, world.base(), isAscending ? visible : visible.toReversed());
  };
}

async function readAll(
  world: ListWorld,
  exchange: Exchange,
  path: string,
  filter: URLSearchParams,
): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  for (let page = 1; ; page += 1) {
    const query = new URLSearchParams([
      ...filter,
      ...Object.entries({ per_page: '100', page: String(page) }),
    ]);
    for (const [key, value] of Object.entries({ per_page: '100', page: String(page) }))
      query.set(key, value);
    const answer = await world.forward({ ...exchange, path, query });
    const items = list(answer.body);
    found.push(...items);
    if (items.length < 100) return found;
  }
}

/** A pull request is an issue, with a mark. */
function asIssue(pull: unknown): unknown {
  const url = String(at(pull, 'url'));
  const issue = String(at(pull, 'issue_url'));
  const kept = record(pull);
  const { head: _head, base: _base, ...rest } = kept;
  return {
    ...rest,
    url: issue,
    repository_url: url.replace(/\/pulls\/\d+$/, ''),
    labels_url: `${issue}/labels{/name}`,
    events_url: `${issue}/events`,
    comments: 0,
    pull_request: {
      url,
      html_url: kept['html_url'],
      diff_url: kept['diff_url'],
      patch_url: kept['patch_url'],
    },
  };
}
