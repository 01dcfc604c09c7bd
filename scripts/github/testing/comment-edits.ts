// What a comment said before it was edited: GitHub tells it with the event, emulate does not.
import { at, type Exchange, record, type Reply } from './exchange.ts';

/** Remembers old texts, and adds them to the events of edits. */
export type CommentEdits = {
  readonly update: (exchange: Exchange) => Promise<Reply>;
  readonly complete: (
    payload: Readonly<Record<string, unknown>>,
  ) => Readonly<Record<string, unknown>>;
};

/** Asks for a comment's text by its id before it is changed. */
export function createCommentEdits(
  read: (id: string) => Promise<unknown>,
  forward: (exchange: Exchange) => Promise<Reply>,
): CommentEdits {
  const before = new Map<string, unknown>();
  return {
    update: async (exchange) => {
      const id = exchange.parameters['comment_id'] ?? '';
      before.set(id, at(record(await read(id)), 'body'));
      return await forward(exchange);
    },
    complete: (payload) => {
      if (payload['action'] !== 'edited' || payload['comment'] === undefined) return payload;
      const from = before.get(String(at(payload, 'comment', 'id')));
      return { ...payload, changes: { body: { from } } };
    },
  };
}
