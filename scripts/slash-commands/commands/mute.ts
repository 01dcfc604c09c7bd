// Silence for signals that tell nothing new, and its end.
import type { Effect, IncidentEdit } from '../../model/effect.ts';
import type { Incident } from '../../model/incident.ts';
import { addMs, DAY_MS, type Instant, inUtc } from '../../model/instant.ts';
import { INCIDENT_SEVERITIES, isWorse } from '../../model/severity.ts';
import type { Silence } from '../../model/silence.ts';
import { signalFields } from '../../correlation/incident-standing.ts';
import { keyOf } from '../../correlation/key.ts';
import { isHidden } from '../../incidents/hidden.ts';
import { nameOf } from '../../incidents/shown-names.ts';
import { renderFlow } from '../../incidents/front-matter-edit.ts';
import { set } from '../../response/change.ts';
import { silencesOver } from '../../rules/silences.ts';
import { line, refused, remarks, type Result, type Situation } from '../situation.ts';
import { readDuration } from '../when.ts';
import { firstWord, quoted, shortWords } from '../words.ts';

/** `/mute`. */
export function mute(situation: Situation, argument: string): Result {
  const { incident, now, key, organisation } = situation;
  const [word, rest] = firstWord(argument);
  const duration = readDuration(word);
  const why = shortWords(rest, MOST_REASON);
  if (duration === null)
    return refused(
      `Unexpected duration ${quoted(word)}, expected such as \`30m\`, \`4h\` or \`7d\`: \`/mute 4h provider restarts\`.`,
    );
  if (duration > MOST_MS) return refused('A silence ends after 30 days at the latest.');
  if (why === '') return refused('Why is missing: `/mute 4h provider restarts`.');
  const when = conditionsOf(incident);
  if (when === null) return refused('No signal stands behind it, so there is nothing to silence.');
  const until = addMs(now, duration);
  const isLong = duration > DAY_MS;
  const id = silenceId(incident, key);
  const earlier = isLong ? [] : ownSilences(situation);
  if (isLong && isHidden(incident, organisation))
    return refused(
      'Longer than a day is by pull request, and nothing of this incident is shown on GitHub. Say `/mute 24h` with the reason, and again tomorrow, or commit a file below `rules/silences/`.',
    );
  if (isLong && waitingMutes(incident.mutes, now).length >= MOST_WAITING)
    return refused(
      `${MOST_WAITING} silences of more than a day wait for their pull requests, and more may not. Merge or close one of them, or say \`/mute 24h\` with the reason, and again tomorrow.`,
    );
  return {
    kind: 'done',
    event: 'muted',
    text: `${silencedWords(incident)} until ${inUtc(until)}${isLong ? ', once the pull request for it is merged' : ''}; ${incident.severity === 'sev1' ? '' : 'what is worse still calls, and '}recoveries still count`,
    ...remarks(
      isLong ? '' : `\`/unmute\` ends it before that (\`rules/silences/${id}.yaml\`).`,
      earlier.length === 0 ? '' : `It takes the place of what was silent ${untilWords(earlier)}.`,
    ),
    edits: [
      ...(isLong ? [muteEdit(incident, now, { key, from: now, until, reason: why })] : []),
      line(situation, `[muted] until ${inUtc(until)} by`, why),
    ],
    effects: isLong
      ? []
      : [
          ...earlier.map((silence) => endEffect(incident, silence, now)),
          {
            kind: 'add_silence',
            id,
            incident: incident.id,
            from: now,
            until,
            text: renderSilence({ reason: why, when, from: now, until }),
          },
        ],
  };
}

/** `/unmute`. */
export function unmute(situation: Situation, argument: string): Result {
  const { incident, now } = situation;
  const own = ownSilences(situation);
  const wished = waitingMutes(incident.mutes, now);
  if (own.length + wished.length === 0) return refused(nothingSilent(situation));
  const ended = incident.mutes.map((each) =>
    wished.includes(each) ? { ...each, until: endOf(each, now) } : each,
  );
  const sentences = [
    ...(own.length === 0 ? [] : [`heard again is what was silent ${untilWords(own)}`]),
    ...(wished.length === 0
      ? []
      : [
          `what waits for a pull request until ${inUtc(lastOf(wished))} is not wished for any more`,
        ]),
  ];
  return {
    kind: 'done',
    event: 'unmuted',
    text: sentences.join('; '),
    ...remarks(elsewhereWords(situation)),
    edits: [
      ...(wished.length === 0 ? [] : [set(['mutes'], ended)]),
      line(situation, '[unmuted] by', shortWords(argument, MOST_REASON)),
    ],
    effects: own.map((silence) => endEffect(incident, silence, now)),
  };
}

type Span = Pick<Silence, 'from' | 'until'>;

function endEffect(
  { id: incident }: Incident,
  { id, ...span }: Span & Pick<Silence, 'id'>,
  now: Instant,
): Effect {
  return { kind: 'end_silence', id, incident, until: endOf(span, now) };
}

/** A silence lasts for a moment at least, also where it is taken back in one breath. */
function endOf({ from }: Span, now: Instant): Instant {
  return from < now ? now : addMs(from, 1000);
}

function untilWords(silences: readonly Span[]): string {
  return `until ${inUtc(lastOf(silences))}`;
}

function lastOf(silences: readonly Pick<Span, 'until'>[]): Instant {
  return silences.reduce((last, { until }) => (until > last ? until : last), '');
}

/** The silences in force that were made by the incident's own commands, those of the same comment among them. */
function ownSilences({
  organisation,
  book,
  incident,
  now,
}: Situation): readonly (Span & Pick<Silence, 'id'>)[] {
  const known = organisation.silences
    .filter(({ from, until }) => from <= now && now < until)
    .filter((silence) => isMadeIn(incident, silence));
  const fresh = (book.silences ?? []).filter((silence) => silence.incident === incident.id);
  const changed = new Set(fresh.map(({ id }) => id));
  return [
    ...known.filter(({ id }) => !changed.has(id)),
    ...fresh.filter(({ until }) => now < until),
  ];
}

/** Whether a command of an incident made a silence: what the incident is about may have changed since. */
function isMadeIn(incident: Incident, { id }: Pick<Silence, 'id'>): boolean {
  if (!id.startsWith('mute-')) return false;
  return [...incident.keys].some((key) => id.endsWith(`-${hashOf(incident, key)}`));
}

/** What silences its signals beside the incident's own; empty for nothing. */
function elsewhereWords(situation: Situation): string {
  const { organisation, book, incident, now } = situation;
  // What this comment made or ended is told already.
  const told = new Set([...ownSilences(situation), ...(book.silences ?? [])].map(({ id }) => id));
  const others = silencesOver(organisation, incident, now).filter(({ id }) => !told.has(id));
  return others
    .slice(0, MOST_NAMED)
    .map(({ id, until }) => {
      const home = book.incidents.find(
        (each) => each.id !== incident.id && isLike(each, incident) && isMadeIn(each, { id }),
      );
      const way =
        home === undefined
          ? 'take that file away by a commit or pull request'
          : `say \`/unmute\` in ${nameOf({ organisation, incidents: book.incidents, incident }, home.id)}`;
      return `\`rules/silences/${id}.yaml\` silences it until ${inUtc(until)}: ${way}.`;
    })
    .join(' ');
}

/** Whether what silences one may silence the other. */
function isLike(one: Incident, { services }: Incident): boolean {
  return one.services.length === 0 || one.services.some((service) => services.includes(service));
}

function nothingSilent(situation: Situation): string {
  const others = elsewhereWords(situation);
  return `Nothing that was said here is silent.${others === '' ? '' : ` ${others}`}`;
}

const MOST_NAMED = 3;

/** All that the silence holds back, which is more than what fired so far. */
function silencedWords({ services, environment, severity }: Incident): string {
  const all = services.length === 0 ? 'its sources' : services.map((id) => `\`${id}\``).join(', ');
  const what = `everything of ${all} in ${environment}`;
  return severity === 'sev1'
    ? `${what} is silent, however bad,`
    : `${what} up to ${severity} is silent`;
}

/** The file of a silence. */
export function renderSilence(silence: {
  readonly reason: string;
  readonly when: Readonly<Record<string, string | readonly string[]>>;
  readonly from: Instant;
  readonly until: Instant;
}): string {
  const when = Object.entries(silence.when).map(
    ([name, value]) => `  ${name}: ${renderFlow(value)}\n`,
  );
  return [
    'schema: tocsin/silence@1\n',
    `reason: ${renderFlow(silence.reason)}\n`,
    'when:\n',
    ...when,
    `from: ${silence.from}\n`,
    `until: ${silence.until}\n`,
  ].join('');
}

/** The id of the silence that a command made: short, and the same each time. */
export function silenceId(incident: Incident, key: string): string {
  const name = incident.services[0] ?? 'unowned';
  return `mute-${name.slice(0, 40)}-${hashOf(incident, key)}`;
}

function hashOf({ id }: Incident, key: string): string {
  return keyOf([id, key])
    .replaceAll(/[^a-z]/g, '')
    .slice(0, 8);
}

/**
 * Which signals are silenced with an incident: those of its services, else of its sources, that are no worse than it is;
 * null where there are none.
 */
export function conditionsOf(
  incident: Incident,
): Readonly<Record<string, string | readonly string[]>> | null {
  const { services, environment, severity } = incident;
  const sources = [...new Set(signalFields(incident).flatMap(({ source }) => source ?? []))];
  const mild = INCIDENT_SEVERITIES.filter((each) => !isWorse(each, severity));
  const isAll = mild.length === INCIDENT_SEVERITIES.length;
  const rest = { environment, ...(isAll ? {} : { incident_severity: mild }) };
  if (services.length > 0) return { service: services, ...rest };
  return sources.length > 0 ? { source: sources, ...rest } : null;
}

const MOST_MS = 30 * DAY_MS;
const MOST_REASON = 200;
const MOST_WAITING = 20;
/** How many the file holds at most, those that are over among them. */
const MOST_MUTES = 100;

/** A wish whose time is over makes room where nobody takes it away: without a room on GitHub nothing follows it. */
function muteEdit(
  { mutes }: Incident,
  now: Instant,
  value: { readonly [key: string]: string },
): IncidentEdit {
  if (mutes.length === 0) return set(['mutes'], [value]);
  if (mutes.length < MOST_MUTES) return { kind: 'append', key: 'mutes', value };
  return set(['mutes'], [...waitingMutes(mutes, now).map((each) => ({ ...each })), value]);
}

function waitingMutes(mutes: Incident['mutes'], now: Instant): Incident['mutes'] {
  return mutes.filter(({ until }) => until > now);
}
