// Lists as GitHub gives them: issues with pull requests among them and without what was made a moment ago; comments of
// all issues, for which emulate has an operation that its own routes hide; what happened to all issues.
import { at, type Exchange, type Handler, list, record, replyPage } from './exchange.ts';

/** What the list needs of the rest of the double. */
export type ListWorld = {
  readonly base: () => string;
  readonly forward: Handler;
  readonly nowMs: () => number;
  /** Numbers of issues that were deleted. */
  readonly gone: ReadonlySet<string>;
  /** How long something new is missing. */
  readonly lagMs: () => number;
};

/** Answers `issues/create` and `issues/list-for-repo`. */
export function createIssueList(world: ListWorld): {
  readonly create: Handler;
  readonly list: Handler;
} {
  const madeAt = new Map<number, number>();
  const create: Handler = async (exchange) => {
    const answer = await world.forward(exchange);
    if (answer.status === 201) madeAt.set(Number(at(answer.body, 'number')), world.nowMs());
    return answer;
  };
  const listIssues: Handler = async (exchange) => {
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
    const visible = ordered.filter(isThereFor(world)).filter((issue) => {
      const made = madeAt.get(Number(at(issue, 'number'))) ?? 0;
      return world.lagMs() === 0 || world.nowMs() - made >= world.lagMs();
    });
    return replyPage(exchange, world.base(), isAscending ? visible : visible.toReversed());
  };
  return { create, list: listIssues };
}

/** Answers `issues/list-comments-for-repo`. */
export function createCommentList(world: ListWorld): Handler {
  return async (exchange) => {
    const root = exchange.path.replace(/\/comments$/, '');
    const everything = new URLSearchParams({ state: 'all' });
    const issues = (await readAll(world, exchange, root, everything)).filter(isThereFor(world));
    const pulls = await readAll(world, exchange, root.replace(/issues$/, 'pulls'), everything);
    const talkedOn = [...issues.filter((issue) => Number(at(issue, 'comments')) > 0), ...pulls];
    const found: unknown[] = [];
    for (const issue of talkedOn) {
      const path = `${root}/${String(at(issue, 'number'))}/comments`;
      found.push(...(await readAll(world, exchange, path, new URLSearchParams())));
    }
    const key = exchange.query.get('sort') === 'updated' ? 'updated_at' : 'created_at';
    const since = Date.parse(exchange.query.get('since') ?? '') || 0;
    const direction = exchange.query.get('direction') === 'desc' ? -1 : 1;
    const ordered = found
      .filter((comment) => timeOf(comment, 'updated_at') >= since)
      .toSorted((a, b) => direction * (timeOf(a, key) - timeOf(b, key) || idOf(a) - idOf(b)));
    return replyPage(exchange, world.base(), ordered);
  };
}

/** Answers `issues/list-events-for-repo`, which emulate only knows of one issue. */
export function createEventList(world: ListWorld): Handler {
  return async (exchange) => {
    const root = exchange.path.replace(/\/events$/, '');
    const everything = new URLSearchParams({ state: 'all' });
    const issues = (await readAll(world, exchange, root, everything)).filter(isThereFor(world));
    const found: unknown[] = [];
    for (const issue of issues) {
      const path = `${root}/${String(at(issue, 'number'))}/events`;
      found.push(...(await readAll(world, exchange, path, new URLSearchParams())));
    }
    const kept = found
      .filter((event) => KNOWN_EVENTS.has(String(at(event, 'event'))))
      .map(asGithub);
    return replyPage(
      exchange,
      world.base(),
      kept.toSorted((a, b) => idOf(b) - idOf(a)),
    );
  };
}

/** With an issue that is deleted goes all that was said of it. */
function isThereFor({ gone }: ListWorld): (issue: unknown) => boolean {
  return (issue) => !gone.has(String(at(issue, 'number')));
}

/** What an event is not about GitHub leaves out, and emulate says that it is nothing. */
function asGithub(event: unknown): unknown {
  const { milestone: _milestone, rename: _rename, label, assignee, ...rest } = record(event);
  return {
    ...rest,
    ...(label === null ? {} : { label }),
    ...(assignee === null ? {} : { assignee }),
  };
}

/** Emulate notes more than GitHub does. */
const KNOWN_EVENTS = new Set(['labeled', 'unlabeled', 'closed', 'reopened']);

function timeOf(value: unknown, key: string): number {
  return Date.parse(String(at(value, key)));
}

function idOf(value: unknown): number {
  return Number(at(value, 'id'));
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
