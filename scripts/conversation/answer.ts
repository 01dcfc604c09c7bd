// What is answered to a comment: a reaction always, and one comment of ours where there is more to say.
import type { Reaction } from '../github/comments.ts';
import type { CommandAnswer } from '../slash-commands/carry-out.ts';
import { answerMarker } from '../rooms/markers.ts';
import type { CommandName } from '../slash-commands/catalogue.ts';

/** The answer to a comment. */
export type Answer = {
  readonly reaction: Exclude<Reaction, 'eyes'>;
  /** Markdown of a comment; null where the reaction says it all. */
  readonly text: string | null;
};

/** Puts the answers to a comment's commands together. */
export function answerTo(key: string, answers: readonly CommandAnswer[]): Answer {
  const isRefused = answers.some(({ kind }) => kind === 'refused' || kind === 'unknown');
  const parts = answers.flatMap(textOf);
  const told = lengthOf(parts) > MOST_LETTERS ? shortened(answers) : parts;
  return {
    reaction: isRefused ? 'confused' : 'rocket',
    text: told.length === 0 ? null : [answerMarker(key), ...told].join('\n\n'),
  };
}

/** GitHub takes no comment of more than 65,536. */
const MOST_LETTERS = 60_000;

/** What is folded gives way to what people have to know; as much of it stays as fits, in order. */
function shortened(answers: readonly CommandAnswer[]): readonly string[] {
  let left =
    MOST_LETTERS - lengthOf(answers.filter(({ kind }) => kind !== 'answered').flatMap(textOf));
  return answers.flatMap((each) => {
    const texts = textOf(each);
    if (each.kind !== 'answered') return texts;
    if (lengthOf(texts) > left)
      return [
        `\`/${each.command}\`: too long to stand beside the rest. Say it in a comment of its own.`,
      ];
    left -= lengthOf(texts);
    return texts;
  });
}

function lengthOf(parts: readonly string[]): number {
  return parts.reduce((sum, part) => sum + part.length + 2, 0);
}

/** The card shows at once what these did. */
const SHOWN_BY_CARD: ReadonlySet<CommandName> = new Set<CommandName>([
  'note',
  'ack',
  'role',
  'status',
  'mitigated',
  'resolve',
  'suspect',
  'clear-suspect',
]);

function spoken({
  command,
  text,
  remark,
}: CommandAnswer & { readonly kind: 'done' }): readonly string[] {
  if (!SHOWN_BY_CARD.has(command)) return [text];
  return remark === null ? [] : [remark];
}

function textOf(answer: CommandAnswer): readonly string[] {
  switch (answer.kind) {
    case 'done':
      return spoken(answer).map((text) => `\`/${answer.command}\`: ${text}`);
    case 'refused':
      return [`**Not done.** ${answer.text}`];
    case 'unknown':
      return [`**Not understood.** ${answer.text}`];
    case 'answered':
      // The title may hold what somebody asked for, and between tags nothing is code.
      return [
        `<details><summary><code>/${answer.command}</code></summary>\n\n**${answer.title}**\n\n${answer.text}\n\n</details>`,
      ];
  }
}
