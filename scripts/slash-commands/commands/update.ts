// What the public hears, and who has the last word on it.
import type { IncidentEdit } from '../../model/effect.ts';
import { currentOccurrence } from '../../maintenance/phase.ts';
import type { Draft, Incident, MaintenancePhase, PublicStatus } from '../../model/incident.ts';
import { addMs, type Instant, laterOf } from '../../model/instant.ts';
import { isMajor, worse } from '../../model/severity.ts';
import { set } from '../../response/change.ts';
import { ownComponents, shownComponents } from '../../response/face.ts';
import { automaticTitle } from '../../response/public-words.ts';
import { isSameLogin } from '../permission.ts';
import { checkPublicText } from '../public-text.ts';
import { clock, line, refused, type Result, type Situation } from '../situation.ts';
import { readDuration, readTime } from '../when.ts';
import { firstWord, quoted, wordsOf } from '../words.ts';

/** `/update`. */
export function update(situation: Situation, argument: string): Result {
  const { incident, standing, now, speaker, key } = situation;
  const statement = readStatement(incident, argument, now);
  if (statement.kind === 'refused') return refused(statement.text);
  const face = faceFor(situation, null);
  if (face.kind === 'refused') return refused(face.text);
  const own = incident.drafts.find(({ by }) => isSameLogin(by, speaker.login));
  const replaces = own?.key ?? null;
  const draft: Draft = { ...statement.value, at: now, key, by: speaker.login, replaces };
  const { manager } = incident.roles;
  const isGrave = isMajor(incident.severity) || isMajor(standing.severity);
  if (!isGrave || isSameLogin(standing.roles['manager'], speaker.login))
    return publishing(situation, draft, face.edits, 'by');
  if (manager === undefined)
    return refused(
      `On \`${worse(incident.severity, standing.severity)}\` the incident's manager has the last word, and nobody is manager. Name one with \`/role manager @login\`, then say it again.`,
    );
  return {
    kind: 'done',
    event: 'drafted',
    text: `waits for @${manager}, who publishes it with \`/approve${own === undefined ? '' : ` ${key}`}\`${own === undefined ? '' : '; it takes the place of your earlier one'}:\n\n${blockquote(draft)}`,
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
  const title = wordsOf(argument.replace(/^["“”«]([\s\S]*)["“”»]$/, '$1'));
  if (title !== null && (title.length < 8 || title.length > 120))
    return refused(`The title ${quoted(title)} has ${title.length} characters, expected 8 to 120.`);
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
    text: `the public sees it as “${face.title}”; say what happens with \`/update\``,
    edits: [...face.edits, line(situation, '[published] by')],
  };
}

/** `/unpublish`. */
export function unpublish(situation: Situation, argument: string): Result {
  const { incident, now } = situation;
  if (incident.public?.visibility !== 'public') return refused('The public does not see it.');
  if (argument === '')
    return refused('A last word to whoever saw it is missing: `/unpublish It was a drill.`');
  const checked = checkPublicText(argument);
  if (checked.kind === 'refused') return refused(checked.text);
  return {
    kind: 'done',
    event: 'changed',
    text: 'the public no longer sees it',
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

const STATUSES = ['investigating', 'identified', 'monitoring', 'resolved'] as const;
/** Of a maintenance something else is said. */
const PHASES = ['scheduled', 'in_progress', 'verifying', 'completed'] as const;

type Statement =
  | { readonly kind: 'read'; readonly value: Pick<Draft, 'status' | 'text' | 'next'> }
  | { readonly kind: 'refused'; readonly text: string };

function readStatement(incident: Incident, argument: string, now: Instant): Statement {
  const [word, rest] = firstWord(argument);
  const isWork = incident.kind === 'maintenance';
  const [own, others]: readonly (readonly Draft['status'][])[] = isWork
    ? [PHASES, STATUSES]
    : [STATUSES, PHASES];
  const said = word.toLowerCase().replace('-', '_');
  if (others?.some((each) => each === said) === true)
    return {
      kind: 'refused',
      text: `\`${said}\` is said of ${isWork ? 'an incident' : 'a maintenance'}. Of ${isWork ? 'a maintenance' : 'an incident'} say ${own?.map((each) => `\`${each}\``).join(', ') ?? ''}, or nothing before the text.`,
    };
  const named = own?.find((each) => each === said);
  const [body, promise] = splitPromise(named === undefined ? argument : rest);
  const next = promise === null ? null : promised(promise, now);
  if (promise !== null && next === null)
    return {
      kind: 'refused',
      text: `Unexpected ${quoted(`next ${promise}`)}, expected when the public hears more: \`next 30m\` or \`next 14:30\`, later than now.`,
    };
  if (body === '')
    return {
      kind: 'refused',
      text: 'The text is missing: `/update identified One in five card payments fails. next 30m`.',
    };
  const checked = checkPublicText(body);
  if (checked.kind === 'refused') return checked;
  return {
    kind: 'read',
    value: { status: named ?? statusOf(incident, now), text: checked.text, next },
  };
}

/** `… next 30m` at the end is a promise and no part of the text. */
function splitPromise(text: string): readonly [string, string | null] {
  const match = /(?:^|\s)next\s+(\d\S*)\s*$/i.exec(text);
  return match === null ? [text.trim(), null] : [text.slice(0, match.index).trim(), match[1] ?? ''];
}

function promised(text: string, now: Instant): Instant | null {
  const duration = readDuration(text);
  if (duration !== null) return addMs(now, duration);
  const time = readTime(text, now);
  if (time === null || time.rest !== '') return null;
  const at = time.at > now ? time.at : addMs(time.at, 86_400_000);
  return at > now ? at : null;
}

function statusOf(incident: Incident, now: Instant): PublicStatus | MaintenancePhase {
  const { kind, state, at, updates, window, public: face } = incident;
  if (kind === 'maintenance')
    return window === null
      ? 'in_progress'
      : currentOccurrence({ state, at, updates, window }, now).phase;
  if (state === 'resolved' || state === 'closed') return 'resolved';
  return STATUSES.find((each) => each === state) ?? face?.status ?? 'investigating';
}

type Face =
  | { readonly kind: 'ready'; readonly title: string; readonly edits: readonly IncidentEdit[] }
  | { readonly kind: 'refused'; readonly text: string };

/** What has to be so that the public can see an incident: components, a title, and nobody who took it from the page. */
export function faceFor({ incident, organisation }: Situation, title: string | null): Face {
  const { public: face } = incident;
  if (incident.state === 'duplicate' || incident.state === 'declined')
    return {
      kind: 'refused',
      text: `It is \`${incident.state}\`, and the public hears of it no more.`,
    };
  if (face !== null && face.visibility !== 'public')
    return {
      kind: 'refused',
      text: `Its visibility is \`${face.visibility}\`. A manager lets the public see it with \`/publish "title"\` first.`,
    };
  const [first] = [
    ...ownComponents(organisation, incident),
    ...shownComponents(organisation, incident),
  ];
  if (first === undefined)
    return {
      kind: 'refused',
      text: 'It touches no component of the status page. Name them in its file first: `components: {<component>: degraded}`.',
    };
  const known =
    title ?? face?.title ?? automaticTitle(first, incident.components[first.id] ?? 'degraded');
  return {
    kind: 'ready',
    title: known,
    edits: [
      ...(face === null ? [set(['public', 'visibility'], 'public')] : []),
      ...(face?.title === known ? [] : [set(['public', 'title'], known)]),
    ],
  };
}

/** Publishes a text. What was written before it says less than the public knows then. */
export function publishing(
  situation: Situation,
  draft: Draft,
  face: readonly IncidentEdit[],
  by: string,
): Result {
  const { incident, now } = situation;
  const { status, text, next } = draft;
  const isCalm = status === 'monitoring' || status === 'resolved';
  const phase = STATUSES.find((each) => each === status);
  const older = incident.drafts.filter(({ key, at }) => key !== draft.key && at <= draft.at);
  const failing = Object.entries(incident.components).filter(([, each]) => each !== 'operational');
  return {
    kind: 'done',
    event: 'updated',
    text: `published as \`${status}\`${next === null ? '' : `, next update until ${clock(next)}`}${droppedWords(older)}:\n\n${blockquote(draft)}`,
    edits: [
      ...face,
      ...incident.drafts.filter(({ key }) => key === draft.key).map(dropped),
      ...older.map(dropped),
      // Where a maintenance stands follows from its window and its updates.
      ...(phase === undefined ? [] : [set(['public', 'status'], phase)]),
      ...(next === null ? withoutPromise(incident) : [set(['public', 'next_update_due'], next)]),
      ...(isCalm ? failing.map(([id]) => set(['components', id], 'operational')) : []),
      { kind: 'update', at: latest(incident, now), status, text },
      line(situation, `[update] ${status} ${by}`),
    ],
  };
}

function dropped({ key }: Draft): IncidentEdit {
  return { kind: 'drop_draft', key };
}

function droppedWords(older: readonly Draft[]): string {
  if (older.length === 0) return '';
  const names = older.map(({ key, by }) => `\`${key}\` by @${by}`).join(', ');
  return `; what waited and was older is dropped (${names})`;
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

/** A text as the public would read it. */
export function blockquote({ text }: Draft): string {
  return text
    .split('\n')
    .map((each) => `> ${each}`)
    .join('\n');
}
