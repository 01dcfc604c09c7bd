// What the public hears, and who has the last word on it.
import type { IncidentEdit } from '../../model/effect.ts';
import { type Draft, hasEnded, type Incident, PUBLIC_STATUSES } from '../../model/incident.ts';
import { type Instant, inUtc, laterOf } from '../../model/instant.ts';
import { isMajor, worse } from '../../model/severity.ts';
import { set } from '../../response/change.ts';
import { isSameLogin } from '../permission.ts';
import { checkPublicText } from '../public-text.ts';
import { line, refused, type Result, type Situation } from '../situation.ts';
import { unseenWords } from '../unseen.ts';
import { checkWording, splitVerbatim } from '../wording.ts';
import { quoted, wordsOf } from '../words.ts';
import { promisedAt, promiseSentence } from './promise.ts';
import { type Face, faceFor, turnFor } from './public-face.ts';
import { readStatement } from './statement.ts';

/** `/update`. */
export function update(situation: Situation, argument: string): Result {
  const { incident, standing, now, speaker, key } = situation;
  const worded = splitVerbatim(argument);
  const statement = readStatement(incident, worded.text, now);
  if (statement.kind === 'refused') return refused(statement.text);
  const wording = checkWording(situation, { ...worded, text: statement.value.text }, 'update');
  if (wording.kind === 'refused') return refused(wording.text);
  const { doubt } = wording;
  const early = openRefusal(incident, statement.value.status);
  if (early !== null) return refused(early);
  const face = faceFor(situation, null);
  if (face.kind === 'refused') return refused(face.text);
  const own = incident.drafts.find(({ by }) => isSameLogin(by, speaker.login));
  const replaces = own?.key ?? null;
  const draft: Draft = { ...statement.value, at: now, key, by: speaker.login, replaces };
  const { manager } = incident.roles;
  const isGrave = isMajor(incident.severity) || isMajor(standing.severity);
  if (!isGrave || isSameLogin(standing.roles['manager'], speaker.login))
    return publishing(situation, draft, face, { by: 'by', doubt });
  if (manager === undefined)
    return refused(
      `On \`${worse(incident.severity, standing.severity)}\` the incident's manager has the last word, and nobody is manager. Name one with \`/role manager @login\`, then say it again.`,
    );
  return {
    kind: 'done',
    event: 'drafted',
    text: `waits for @${manager}, who publishes it with \`/approve${own === undefined ? '' : ` ${key}`}\`${own === undefined ? '' : '; it takes the place of your earlier one'}${doubt}:\n\n${asWaiting(draft, now)}`,
    edits: [
      ...(own === undefined ? [] : [{ kind: 'drop_draft' as const, key: own.key }]),
      { kind: 'draft', ...draft },
      line(situation, '[draft] of an update by'),
    ],
  };
}

/** `/publish`. */
export function publish(situation: Situation, argument: string): Result {
  const { incident } = situation;
  const worded = splitVerbatim(argument);
  const title = wordsOf(worded.text.replace(/^["“”«]([\s\S]*)["“”»]$/, '$1'));
  if (title !== null && (title.length < 8 || title.length > 120))
    return refused(`The title ${quoted(title)} has ${title.length} characters, expected 8 to 120.`);
  const wording = checkWording(situation, { ...worded, text: title ?? '' }, 'publish');
  if (wording.kind === 'refused') return refused(wording.text);
  if (
    incident.public?.visibility === 'public' &&
    (title === null || title === incident.public.title)
  )
    return refused('The public sees it already.');
  const face = faceFor(
    { ...situation, incident: { ...incident, public: null } },
    title ?? incident.public?.title ?? null,
  );
  if (face.kind === 'refused') return refused(face.text);
  return {
    kind: 'done',
    event: 'changed',
    text: `the public sees it as “${face.title}”; say what happens with \`/update\`${wording.doubt}`,
    edits: [...face.edits, line(situation, '[published] by')],
  };
}

/** `/unpublish`. */
export function unpublish(situation: Situation, argument: string): Result {
  const { incident, now } = situation;
  if (incident.public?.visibility !== 'public') return refused('The public does not see it.');
  if (argument === '')
    return refused('A last word to whoever saw it is missing: `/unpublish It was a drill.`');
  const worded = splitVerbatim(argument);
  const checked = checkPublicText(worded.text);
  if (checked.kind === 'refused') return refused(checked.text);
  const wording = checkWording(situation, { ...worded, text: checked.text }, 'unpublish');
  if (wording.kind === 'refused') return refused(wording.text);
  return {
    kind: 'done',
    event: 'changed',
    text: `the public no longer sees it${wording.doubt}`,
    edits: [
      {
        kind: 'update',
        at: latest(incident, now),
        status: incident.kind === 'maintenance' ? 'completed' : 'resolved',
        text: checked.text,
      },
      set(['public', 'visibility'], 'none'),
      set(['public', 'status'], 'resolved'),
      ...withoutPromise(incident),
      ...incident.drafts.map(dropped),
      line(situation, '[unpublished] by'),
    ],
  };
}

/** Publishes a text. What was written before it says less than the public knows then. */
export function publishing(
  situation: Situation,
  draft: Draft,
  face: Extract<Face, { kind: 'ready' }>,
  { by, doubt }: { readonly by: string; readonly doubt: string },
): Result {
  const { incident, now } = situation;
  const { status, text, next } = draft;
  const phase = PUBLIC_STATUSES.find((each) => each === status);
  const isWell = status === 'monitoring' || status === 'resolved';
  const unseen = isWell ? unseenWords({ ...situation, incident: face.incident }) : '';
  const older = incident.drafts.filter(({ key, at }) => key !== draft.key && at <= draft.at);
  const at = latest(incident, now);
  const due = next === null ? null : promisedAt(next, at);
  return {
    kind: 'done',
    event: 'updated',
    text: `published as \`${status}\`${promisedWords(next, due)}${droppedWords(older)}${unseen === '' ? '' : `. ${unseen}`}${doubt}:\n\n${blockquote(draft)}`,
    edits: [
      ...face.edits,
      ...incident.drafts.filter(({ key }) => key === draft.key).map(dropped),
      ...older.map(dropped),
      // Where a maintenance stands follows from its window and its updates.
      ...(phase === undefined
        ? []
        : [
            ...turnFor(face.incident, phase, { now, by: situation.speaker.login }),
            set(['public', 'status'], phase),
          ]),
      ...(due === null ? withoutPromise(incident) : [set(['public', 'next_update_due'], due)]),
      { kind: 'update', at, status, text },
      line(situation, `[update] ${status} ${by}`),
    ],
  };
}

/** What is over is not told as if it went on. */
export function openRefusal(incident: Incident, status: Draft['status']): string | null {
  const { kind, state } = incident;
  const isOver = kind === 'incident' && hasEnded(incident);
  return isOver && status !== 'resolved'
    ? `It is \`${state}\`, so customers are told \`resolved\`: say that, or take it up again with \`/reopen\` first.`
    : null;
}

function dropped({ key }: Draft): IncidentEdit {
  return { kind: 'drop_draft', key };
}

function droppedWords(older: readonly Draft[]): string {
  if (older.length === 0) return '';
  const names = older.map(({ key, by }) => `\`${key}\` by @${by}`).join(', ');
  return `; what waited and was older is dropped (${names})`;
}

function promisedWords(next: Draft['next'], due: Instant | null): string {
  if (due !== null) return `, next update until ${inUtc(due)}`;
  return next?.kind === 'until'
    ? `, without the next update that it promised until ${inUtc(next.at)}, since that has passed`
    : '';
}

function withoutPromise(incident: Incident): readonly IncidentEdit[] {
  return incident.public?.nextUpdateDue === undefined
    ? []
    : [{ kind: 'unset', path: ['public', 'next_update_due'] }];
}

/** The newest update, whatever the clocks said when the ones before it were made. */
function latest({ updates }: Incident, now: Instant): Instant {
  return updates.reduce((last, { at }) => laterOf(last, at), now);
}

/** What waits as the public would read it, and what it promises them. */
export function asWaiting(draft: Draft, now: Instant): string {
  const promise = draft.next === null ? '' : `\n\n${promiseSentence(draft.next, now)}`;
  return `${blockquote(draft)}${promise}`;
}

function blockquote({ text }: Draft): string {
  return text
    .split('\n')
    .map((each) => `> ${each}`)
    .join('\n');
}
