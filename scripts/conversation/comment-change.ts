// What happened to a comment, and by whom.
import type { Comment } from '../github/comments.ts';
import type { Actor, GithubEvent } from '../github/event.ts';
import { parseComment } from '../slash-commands/parse.ts';
import { isSameLogin } from '../slash-commands/permission.ts';

/** What happened to a comment. */
export type CommentChange = {
  readonly kind: 'made' | 'edited' | 'deleted';
  readonly comment: Comment;
  /** What it said before an edit; null otherwise. */
  readonly before: string | null;
  /** Who did it: not everybody who changes a comment wrote it. */
  readonly by: Actor;
};

type CommentEvent = GithubEvent & {
  readonly kind: 'comment_made' | 'comment_edited' | 'comment_deleted';
};

/** What an event says of a comment; the issue around it is not needed. */
export function changeOf(
  event: CommentEvent | Pick<CommentEvent & { readonly kind: 'comment_made' }, 'kind' | 'comment'>,
): CommentChange {
  const { comment } = event;
  switch (event.kind) {
    case 'comment_made': {
      const by = { login: comment.author, isBot: comment.isBot };
      return { kind: 'made', comment, before: null, by };
    }
    case 'comment_edited':
      return { kind: 'edited', comment, before: event.before, by: event.by };
    case 'comment_deleted':
      return { kind: 'deleted', comment, before: null, by: event.by };
  }
}

/** The key of what a comment does. */
export function commentKey({ id }: Pick<Comment, 'id'>): string {
  return `ic-${id}`;
}

/** The key of what is answered: to an edit beside what was answered to the comment as it was. */
export function answerKey(change: CommentChange): string {
  return change.kind === 'edited'
    ? editKey(change.comment, isOwn(change))
    : commentKey(change.comment);
}

/** The key of what is answered to an edit; that it is somebody else's, or nobody knows whose, is said once. */
export function editKey({ id, updatedAt }: Comment, isByAuthor: boolean): string {
  return `${commentKey({ id })}/${isByAuthor ? updatedAt : 'edited'}`;
}

/** Whether a comment can matter at all; nothing is asked of GitHub for chatter and for programs. */
export function isSpeech({ comment, before, kind, by }: CommentChange): boolean {
  if (comment.isBot || by.isBot) return false;
  if (kind === 'deleted') return parseComment(comment.body).length > 0;
  return parseComment(comment.body).length > 0 || parseComment(before ?? '').length > 0;
}

/** Whether a comment is no longer as it was written. */
export function isEdited({ createdAt, updatedAt }: Comment): boolean {
  return updatedAt > createdAt;
}

/** Whether whoever wrote a comment changed it. */
export function isOwn({ comment, by }: CommentChange): boolean {
  return isSameLogin(by.login, comment.author);
}

/** Whether an edit left the commands of a comment as they were. */
export function isSameSpeech(text: string, before: string | null): boolean {
  return (
    before === null || JSON.stringify(parseComment(text)) === JSON.stringify(parseComment(before))
  );
}

/** Why an edit by somebody else says nothing. */
export function editedBy({ comment, by }: CommentChange): string {
  return `Whoever edits the comment of somebody else says nothing in their name: @${by.login} changed what @${comment.author} said. Say it in a comment of your own.`;
}

/** GitHub does not say afterwards who edited a comment, and whoever may write edits those of others. */
export const EDITED_UNHEARD =
  'The comment was edited when nobody heard it, and nobody can tell by whom. Say it again in a new comment.';
