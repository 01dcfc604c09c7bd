// One comment on a pull request that is found again by its marker: the first run creates it, later ones edit it.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommandFailure } from '../../cli/exit-code.ts';

/** A pull request as GitHub Actions tells of it, and the right to comment there. */
export type PullRequest = {
  readonly api: string;
  readonly repository: string;
  readonly number: number;
  readonly token: string;
  /** Whether its commits come from another repository; such runs may not write. */
  readonly isFork: boolean;
};

/** What became of a comment. */
export type Posted = 'created' | 'edited' | 'unchanged' | 'not needed' | 'not allowed';

/** The pull request of this run; CommandFailure says what is missing. */
export function pullRequestOf(
  environment: Readonly<Record<string, string | undefined>>,
): PullRequest {
  const repository = environment['GITHUB_REPOSITORY'] ?? '';
  const token = environment['GITHUB_TOKEN'] ?? '';
  const api = environment['GITHUB_API_URL'] ?? 'https://api.github.com';
  const event = readEvent(environment['GITHUB_EVENT_PATH'] ?? '');
  const pull = fieldOf(event, 'pull_request');
  const number = fieldOf(pull, 'number');
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository) || typeof number !== 'number')
    throw new CommandFailure(
      '--post needs a pull request: run it in a workflow on `pull_request`, where GITHUB_REPOSITORY and GITHUB_EVENT_PATH are set',
    );
  if (!isSafe(api))
    throw new CommandFailure('unexpected GITHUB_API_URL, expected an https address');
  const head = fieldOf(fieldOf(fieldOf(pull, 'head'), 'repo'), 'full_name');
  return { api: api.replace(/\/+$/, ''), repository, number, token, isFork: head !== repository };
}

/** Creates or edits the comment that begins with `marker`. Without one, `mayCreate` says whether it is worth one. */
export async function postComment(
  pull: PullRequest,
  {
    marker,
    body,
    mayCreate,
  }: { readonly marker: string; readonly body: string; readonly mayCreate: boolean },
): Promise<Posted> {
  if (pull.isFork || pull.token === '') return 'not allowed';
  const comments = `/repos/${pull.repository}/issues/${pull.number}/comments`;
  const own = await findOwn(pull, comments, marker);
  if (own === 'not allowed') return own;
  if (own === null && !mayCreate) return 'not needed';
  if (own !== null && own.body === body) return 'unchanged';
  const answer =
    own === null
      ? await ask(pull, 'POST', comments, { body })
      : await ask(pull, 'PATCH', `/repos/${pull.repository}/issues/comments/${own.id}`, { body });
  if (answer.kind === 'not allowed') return 'not allowed';
  return own === null ? 'created' : 'edited';
}

type Own = { readonly id: number; readonly body: string };

/** Anybody may write the marker into a comment; only one that a program wrote is ours. */
async function findOwn(
  pull: PullRequest,
  comments: string,
  marker: string,
): Promise<Own | null | 'not allowed'> {
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const answer = await ask(pull, 'GET', `${comments}?per_page=${PER_PAGE}&page=${page}`);
    if (answer.kind === 'not allowed') return 'not allowed';
    const list: readonly unknown[] = Array.isArray(answer.value) ? answer.value : [];
    for (const comment of list) {
      const [id, body] = [fieldOf(comment, 'id'), fieldOf(comment, 'body')];
      const isProgram = fieldOf(fieldOf(comment, 'user'), 'type') === 'Bot';
      if (!isProgram || typeof id !== 'number' || typeof body !== 'string') continue;
      if (body.startsWith(marker)) return { id, body };
    }
    if (list.length < PER_PAGE) return null;
  }
  return null;
}

const PER_PAGE = 100;
const MOST_PAGES = 50;

type Answer =
  | { readonly kind: 'answered'; readonly value: unknown }
  | { readonly kind: 'not allowed' };

/** A creation whose answer is lost is not repeated: the next run finds the comment. */
async function ask(
  pull: PullRequest,
  method: 'GET' | 'POST' | 'PATCH',
  path: string,
  content?: { readonly body: string },
): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await send(pull, method, path, content);
    if (response.ok) return { kind: 'answered', value: await response.json() };
    await response.body?.cancel();
    const { status } = response;
    if (status === 401 || status === 403 || status === 404) return { kind: 'not allowed' };
    const isPassing = status >= 500 && method !== 'POST';
    if (!isPassing || attempt === ATTEMPTS)
      throw new CommandFailure(`GitHub answered ${status} to the comment: run it again later`);
    await sleep(PAUSE_MS * attempt);
  }
}

const ATTEMPTS = 3;
const PAUSE_MS = 200;
const TIMEOUT_MS = 15_000;

async function send(
  { api, token }: PullRequest,
  method: string,
  path: string,
  content: { readonly body: string } | undefined,
): Promise<Response> {
  try {
    return await fetch(`${api}${path}`, {
      method,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'user-agent': 'tocsin',
        'x-github-api-version': '2022-11-28',
      },
      ...(content === undefined ? {} : { body: JSON.stringify(content) }),
    });
  } catch (error) {
    throw new CommandFailure(
      'GitHub cannot be reached, so nothing was posted: run it again later',
      {
        cause: error,
      },
    );
  }
}

function readEvent(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/** The token goes to nobody who listens on the way. */
function isSafe(api: string): boolean {
  const { protocol, hostname } = URL.parse(api) ?? { protocol: '', hostname: '' };
  return protocol === 'https:' || (protocol === 'http:' && hostname === '127.0.0.1');
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
