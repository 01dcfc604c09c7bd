// Comments of rooms: what people said since a cursor, what Tocsin says, and its reactions.
import type { RestEndpointMethodTypes } from '@octokit/rest';
import { acceptRefusal, type Answer, mapAnswer } from './answer.ts';
import type { Client } from './client.ts';

/** A comment on an issue. */
export type Comment = {
  readonly id: number;
  /** The issue that it stands on. */
  readonly issue: number;
  readonly url: string;
  readonly body: string;
  readonly author: string;
  /** Whether a program wrote it. */
  readonly isBot: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
};

/** The reactions that Tocsin gives. */
export type Reaction = 'eyes' | 'rocket' | 'confused';

/** What Tocsin needs of comments. */
export type Comments = {
  readonly create: (issue: number, body: string) => Promise<Answer<Comment>>;
  readonly edit: (id: number, body: string) => Promise<Answer<Comment>>;
  /** A comment that is gone already counts as deleted. */
  readonly remove: (id: number) => Promise<Answer<null>>;
  readonly list: (issue: number) => Promise<Answer<readonly Comment[]>>;
  /**
   * Comments of all issues made or edited at or after an instant, the earliest change first. The instant counts whole
   * seconds, so the last ones come again: whoever keeps the cursor must know what it has seen. Deleted ones are absent.
   */
  readonly listSince: (instant: string) => Promise<Answer<readonly Comment[]>>;
  /** Gives a reaction; once is enough. */
  readonly react: (id: number, reaction: Reaction) => Promise<Answer<null>>;
  /** Which reactions a person or program gave. */
  readonly listReactions: (id: number) => Promise<Answer<readonly GivenReaction[]>>;
};

/** Who reacted how. */
export type GivenReaction = { readonly reaction: string; readonly author: string };

/** Comments of the client's repository. */
export function createComments(client: Client): Comments {
  return { ...commentsOf(client), ...reactionsOf(client) };
}

function commentsOf({
  place,
  ask,
}: Client): Pick<Comments, 'create' | 'edit' | 'remove' | 'list' | 'listSince'> {
  return {
    create: async (issue, body) =>
      mapAnswer(
        await ask('comment', ({ rest }) =>
          rest.issues.createComment({ ...place, issue_number: issue, body }),
        ),
        ({ data }) => readComment(data),
      ),
    edit: async (id, body) =>
      mapAnswer(
        await ask('edit a comment', ({ rest }) =>
          rest.issues.updateComment({ ...place, comment_id: id, body }),
        ),
        ({ data }) => readComment(data),
      ),
    remove: async (id) =>
      acceptRefusal(
        mapAnswer(
          await ask('delete a comment', ({ rest }) =>
            rest.issues.deleteComment({ ...place, comment_id: id }),
          ),
          () => null,
        ),
        'missing',
        null,
      ),
    list: async (issue) =>
      mapAnswer(
        await ask('list comments', (octokit) =>
          octokit.paginate(octokit.rest.issues.listComments, {
            ...place,
            issue_number: issue,
            per_page: 100,
          }),
        ),
        (found) => found.map(readComment),
      ),
    listSince: async (instant) =>
      mapAnswer(
        await ask('list new comments', (octokit) =>
          octokit.paginate(octokit.rest.issues.listCommentsForRepo, {
            ...place,
            per_page: 100,
            sort: 'updated',
            direction: 'asc',
            since: instant,
          }),
        ),
        (found) => found.map(readComment),
      ),
  };
}

function reactionsOf({ place, ask }: Client): Pick<Comments, 'react' | 'listReactions'> {
  return {
    react: async (id, reaction) =>
      mapAnswer(
        await ask('react to a comment', ({ rest }) =>
          rest.reactions.createForIssueComment({ ...place, comment_id: id, content: reaction }),
        ),
        () => null,
      ),
    listReactions: async (id) =>
      mapAnswer(
        await ask('list reactions', (octokit) =>
          octokit.paginate(octokit.rest.reactions.listForIssueComment, {
            ...place,
            comment_id: id,
            per_page: 100,
          }),
        ),
        (found) =>
          found.map(({ content, user }) => ({ reaction: content, author: user?.login ?? 'ghost' })),
      ),
  };
}

type CommentData = RestEndpointMethodTypes['issues']['getComment']['response']['data'];

function readComment(data: CommentData): Comment {
  return {
    id: data.id,
    issue: Number(data.issue_url.slice(data.issue_url.lastIndexOf('/') + 1)),
    url: data.html_url,
    body: data.body ?? '',
    author: data.user?.login ?? 'ghost',
    isBot: data.user?.type === 'Bot',
    createdAt: data.created_at,
    updatedAt: data.updated_at,
  };
}
