// What GitHub says happened → what it means for rooms. The same reading serves webhooks and workflow runs; the payload
// may be anything, and everything that is not needed stays unread.
import type { Comment } from './comments.ts';

/** Somebody who did something on GitHub. */
export type Actor = { readonly login: string; readonly isBot: boolean };

/** An issue as an event shows it. */
export type EventIssue = {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  /** Set where it is the conversation of a pull request. */
  readonly isPullRequest?: true;
};

/** Something that happened and may matter to a room. */
export type GithubEvent =
  | { readonly kind: 'comment_made'; readonly issue: EventIssue; readonly comment: Comment }
  | {
      readonly kind: 'comment_edited';
      readonly issue: EventIssue;
      readonly comment: Comment;
      /** What it said before; null when only something else of it changed. */
      readonly before: string | null;
      /** Who edited it: whoever may write in the repository edits the comments of everybody. */
      readonly by: Actor;
    }
  | {
      readonly kind: 'comment_deleted';
      readonly issue: EventIssue;
      readonly comment: Comment;
      readonly by: Actor;
    }
  | {
      readonly kind: 'issue_opened';
      readonly issue: EventIssue;
      readonly by: Actor;
      readonly at: string;
    }
  | {
      readonly kind: 'label_added' | 'label_removed';
      readonly issue: EventIssue;
      readonly label: string;
      readonly by: Actor;
      readonly at: string;
    }
  | {
      readonly kind: 'issue_closed' | 'issue_reopened';
      readonly issue: EventIssue;
      readonly by: Actor;
      readonly at: string;
    }
  /** Its text was edited, it was moved or deleted: the room must be looked at. */
  | {
      readonly kind: 'issue_touched';
      readonly issue: EventIssue;
      readonly by: Actor;
      /** When its text was edited, and whether the issue is open; null where it is gone from here. */
      readonly edit: { readonly at: string; readonly isOpen: boolean } | null;
    }
  | { readonly kind: 'pull_request_changed'; readonly branch: string; readonly number: number }
  | { readonly kind: 'branch_pushed'; readonly branch: string }
  /** Somebody or a schedule asks to look whether anything was missed. */
  | { readonly kind: 'look_asked' }
  | { readonly kind: 'ignored'; readonly reason: string };

/** Reads an event by its name (`issue_comment`) and payload; what cannot be read is ignored, with the reason. */
export function readEvent(name: string, payload: unknown): GithubEvent {
  const action = textAt(payload, 'action');
  switch (name) {
    case 'issue_comment':
      return readCommentEvent(payload, action);
    case 'issues':
      return readIssueEvent(payload, action);
    case 'pull_request':
    case 'pull_request_review':
      return readPullRequest(payload);
    case 'push':
      return readPush(payload);
    case 'schedule':
    case 'workflow_dispatch':
      return { kind: 'look_asked' };
    default:
      return ignored(`an event \`${name.slice(0, 40)}\` says nothing about rooms`);
  }
}

/** OWNER/NAME of the repository that an event is about; null where it names none. */
export function eventRepository(payload: unknown): string | null {
  return textAt(payload, 'repository', 'full_name') || null;
}

function readCommentEvent(payload: unknown, action: string): GithubEvent {
  const issue = issueIn(payload);
  const comment = issue === null ? null : commentIn(payload, issue.number);
  if (issue === null || comment === null)
    return ignored('unexpected payload, expected an issue and a comment with a number each');
  switch (action) {
    case 'created':
      return { kind: 'comment_made', issue, comment };
    case 'edited': {
      const before = at(payload, 'changes', 'body', 'from');
      return {
        kind: 'comment_edited',
        issue,
        comment,
        before: typeof before === 'string' ? before : null,
        by: actorAt(payload, 'sender'),
      };
    }
    case 'deleted':
      return { kind: 'comment_deleted', issue, comment, by: actorAt(payload, 'sender') };
    default:
      return ignored('nothing happened to the text of a comment');
  }
}

function readIssueEvent(payload: unknown, action: string): GithubEvent {
  const issue = issueIn(payload);
  if (issue === null) return ignored('unexpected payload, expected an issue with a number');
  const by = actorAt(payload, 'sender');
  const changed = textAt(payload, 'issue', 'updated_at');
  switch (action) {
    case 'opened': {
      const created = textAt(payload, 'issue', 'created_at');
      return { kind: 'issue_opened', issue, by: actorAt(payload, 'issue', 'user'), at: created };
    }
    case 'labeled':
    case 'unlabeled': {
      const kind = action === 'labeled' ? 'label_added' : 'label_removed';
      return { kind, issue, label: textAt(payload, 'label', 'name'), by, at: changed };
    }
    case 'closed':
    case 'reopened':
      return {
        kind: action === 'closed' ? 'issue_closed' : 'issue_reopened',
        issue,
        by,
        at: changed,
      };
    case 'edited': {
      const isOpen = textAt(payload, 'issue', 'state') === 'open';
      return { kind: 'issue_touched', issue, by, edit: { at: changed, isOpen } };
    }
    case 'deleted':
    case 'transferred':
      return { kind: 'issue_touched', issue, by, edit: null };
    default:
      return ignored('nothing happened to an issue that its room shows');
  }
}

function readPullRequest(payload: unknown): GithubEvent {
  const number = at(payload, 'pull_request', 'number');
  const branch = textAt(payload, 'pull_request', 'head', 'ref');
  const head = at(payload, 'pull_request', 'head', 'repo', 'id');
  const base = at(payload, 'pull_request', 'base', 'repo', 'id');
  if (!isCount(number) || branch === '')
    return ignored('unexpected payload, expected a pull request with a number and a branch');
  // A fork may call its branch whatever it likes.
  if (head !== base) return ignored('the pull request comes from a fork');
  return { kind: 'pull_request_changed', branch, number };
}

function readPush(payload: unknown): GithubEvent {
  const ref = textAt(payload, 'ref');
  return ref.startsWith(BRANCHES)
    ? { kind: 'branch_pushed', branch: ref.slice(BRANCHES.length) }
    : ignored('a push that moves no branch');
}

const BRANCHES = 'refs/heads/';

function issueIn(payload: unknown): EventIssue | null {
  const number = at(payload, 'issue', 'number');
  if (!isCount(number)) return null;
  const labels = at(payload, 'issue', 'labels');
  return {
    number,
    title: textAt(payload, 'issue', 'title'),
    body: textAt(payload, 'issue', 'body'),
    labels: Array.isArray(labels) ? labels.map((label) => textAt(label, 'name')) : [],
    ...(at(payload, 'issue', 'pull_request') == null ? {} : { isPullRequest: true }),
  };
}

function commentIn(payload: unknown, issue: number): Comment | null {
  const id = at(payload, 'comment', 'id');
  if (!isCount(id)) return null;
  const { login, isBot } = actorAt(payload, 'comment', 'user');
  return {
    id,
    issue,
    url: textAt(payload, 'comment', 'html_url'),
    body: textAt(payload, 'comment', 'body'),
    author: login,
    isBot,
    createdAt: textAt(payload, 'comment', 'created_at'),
    updatedAt: textAt(payload, 'comment', 'updated_at'),
  };
}

/** Whoever is not known for a person counts as a program: those are not listened to. */
function actorAt(payload: unknown, ...path: readonly string[]): Actor {
  const login = textAt(payload, ...path, 'login');
  const isPerson = textAt(payload, ...path, 'type') === 'User' && !login.endsWith('[bot]');
  return { login, isBot: !isPerson || login === '' };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

function textAt(value: unknown, ...path: readonly string[]): string {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : '';
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? Reflect.get(inner, key)
        : undefined,
    value,
  );
}

function ignored(reason: string): GithubEvent {
  return { kind: 'ignored', reason };
}
