// What people say in the room of an incident that nobody may read: only the command that takes a mistake back is heard, and
// only alone. Nothing else is answered, not even with a sign; whatever else ends the secrecy is said where nobody else reads.
import { isHidden } from '../incidents/hidden.ts';
import type { Incident } from '../model/incident.ts';
import { parseInstant } from '../model/instant.ts';
import { stepOf } from '../projection/sync.ts';
import { readBook, withEffect } from '../response/book.ts';
import { carryOut } from '../slash-commands/carry-out.ts';
import { parseComment } from '../slash-commands/parse.ts';
import { hearComment, surroundingsOf } from './comment.ts';
import { type CommentChange, commentKey } from './comment-change.ts';
import { type Desk, type Heard, interrupted, readState, unheard } from './desk.ts';

/** Hears `/set category` in the emptied room of an incident as long as that is shown again by it. */
export async function hearHidden(
  desk: Desk,
  incident: Incident,
  change: CommentChange,
): Promise<Heard> {
  const { comment, kind, by } = change;
  const silent = unheard(`issue ${comment.issue} is not shown`);
  if (kind !== 'made' || !isTakingBack(comment.body)) return silent;
  const asked = stepOf(await desk.github.permissions.levelOf(by.login));
  if (asked.kind !== 'done') return interrupted(asked);
  const state = await readState(desk);
  const book = readBook(state.files);
  const { effects } = carryOut(surroundingsOf(desk, state, incident), book, {
    key: commentKey(comment),
    incident: incident.id,
    text: comment.body,
    speaker: { login: by.login, permission: asked.value },
    at: parseInstant(comment.createdAt) ?? desk.now(),
  });
  const after = effects.reduce(withEffect, book).incidents.find(({ id }) => id === incident.id);
  const isShown = after !== undefined && !isHidden(after, state.organisation);
  return isShown ? await hearComment(desk, incident, change) : silent;
}

/** Whether a comment says nothing but what kind of failure it is. */
function isTakingBack(text: string): boolean {
  const [said, ...more] = parseComment(text);
  return (
    more.length === 0 &&
    said?.kind === 'command' &&
    said.name === 'set' &&
    /^category\s/i.test(said.argument)
  );
}
