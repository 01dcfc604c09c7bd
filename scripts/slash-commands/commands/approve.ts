// The manager's last word on updates that wait: published or taken away, and never a text that was not seen.
import type { Draft } from '../../model/incident.ts';
import { isSameLogin } from '../permission.ts';
import { line, refused, type Result, type Situation } from '../situation.ts';
import { firstWord, quoted } from '../words.ts';
import { managerFix } from './severity.ts';
import { faceFor } from './public-face.ts';
import { asWaiting, openRefusal, publishing } from './update.ts';

/** `/approve`. */
export function approve(situation: Situation, argument: string): Result {
  const { standing, speaker } = situation;
  if (!isSameLogin(standing.roles['manager'], speaker.login))
    return refused(
      `Only the incident's manager approves what the public reads. ${managerFix(situation)}`,
    );
  const [word, rest] = firstWord(argument);
  const isRejection = word.toLowerCase() === 'none';
  const [key] = firstWord(isRejection ? rest : argument);
  const found = findDraft(situation, isRejection ? 'none ' : '', key);
  if (found.kind === 'refused') return refused(found.text);
  const { draft } = found;
  if (isRejection)
    return {
      kind: 'done',
      event: 'changed',
      text: `the update of @${draft.by} is not published and waits no more`,
      edits: [
        { kind: 'drop_draft', key: draft.key },
        line(situation, `[draft] of @${draft.by} is not published, says`),
      ],
    };
  const early = openRefusal(situation.incident, draft.status);
  if (early !== null) return refused(early);
  const face = faceFor(situation, null);
  if (face.kind === 'refused') return refused(face.text);
  const by = `by @${draft.by}, approved by`;
  // Whoever wrote it was told of doubts.
  return publishing(situation, draft, face, { by, doubt: '' });
}

type Found =
  | { readonly kind: 'found'; readonly draft: Draft }
  | { readonly kind: 'refused'; readonly text: string };

function findDraft({ incident, now }: Situation, verb: string, word: string): Found {
  const { drafts } = incident;
  const wanted = word === '' ? drafts : drafts.filter(({ key }) => key === word);
  const [draft, ...more] = wanted;
  if (draft === undefined)
    return no(
      drafts.length === 0
        ? 'No update waits.'
        : `No update ${quoted(word)} waits. ${listOf(drafts, verb)}`,
    );
  if (more.length > 0) return no(`${drafts.length} updates wait. ${listOf(drafts, verb)}`);
  // Whoever says it without a key means what stood there when they looked.
  if (word === '' && (draft.replaces !== null || draft.at > now))
    return no(
      `This one took the place of what waited before. Read it, then say \`/approve ${verb}${draft.key}\`:\n\n${asWaiting(draft, now)}`,
    );
  return { kind: 'found', draft };
}

function no(text: string): Found {
  return { kind: 'refused', text };
}

function listOf(drafts: readonly Draft[], verb: string): string {
  return `Say which: ${drafts.map(({ key, by }) => `\`/approve ${verb}${key}\` (by @${by})`).join(', ')}.`;
}
