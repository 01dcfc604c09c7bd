// The table of the card: at most eight rows, the next deadline first, bold only for what needs somebody.
import { publicWord } from '../incidents/last-word.ts';
import { mayName, NOT_SHOWN } from '../incidents/shown-names.ts';
import { type Incident, isTaken } from '../model/incident.ts';
import type { Instant } from '../model/instant.ts';
import { isMajor } from '../model/severity.ts';
import { silentUntil } from '../rules/silences.ts';
import type { CardInput } from './input.ts';
import { type Clock, isMissed, nextClock } from './clocks.ts';
import { learningOf } from './learning.ts';
import { cell } from '../text/safe-prose.ts';

/** The table; its head is the clock that runs out next. */
export function renderTable(input: CardInput): string {
  const { incident } = input.record;
  const rows: readonly (readonly [string, string])[] = [
    ['State', stateWords(incident)],
    ['Owner', ownerWords(incident)],
    ['Roles', roleWords(input)],
    ...(aboutWords(input) === '' ? [] : [['About', aboutWords(input)] as const]),
    ...(relationWords(input) === '' ? [] : [['Belongs to', relationWords(input)] as const]),
    ['Public', publicWords(incident)],
    ...(toDoWords(input) === '' ? [] : [['To be done', toDoWords(input)] as const]),
  ];
  const head = headOf(input);
  return [
    `| ${head[0]} | ${head[1]} |`,
    '|---|---|',
    ...rows.map(([name, words]) => `| ${name} | ${words} |`),
  ].join('\n');
}

/** An instant for people anywhere: `21 Nov 10:15 UTC`. */
export function utc(instant: Instant): string {
  const month = MONTHS[Number(instant.slice(5, 7)) - 1] ?? '';
  return `${Number(instant.slice(8, 10))} ${month} ${instant.slice(11, 16)} UTC`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function headOf({ record, clocks, now }: CardInput): readonly [string, string] {
  const { window } = record.incident;
  if (window !== null) return ['Window', `${utc(window.from)} to ${utc(window.until)}`];
  const next = nextClock(clocks);
  if (next === null) return ['Next', 'nothing is due'];
  const rest = clocks.filter((clock) => clock.done === null && clock !== next);
  const words = [next, ...rest].map((clock) => clockWords(clock, now));
  return [isMissed(next, now) ? 'Overdue' : 'Next', words.join('<br>')];
}

function clockWords(clock: Clock, now: Instant): string {
  return `${CLOCK_WORDS[clock.kind]} ${utc(clock.due)}${isMissed(clock, now) ? ', **missed**' : ''}`;
}

const CLOCK_WORDS: Readonly<Record<Clock['kind'], string>> = {
  acknowledge: 'take it by',
  resolve: 'resolve by',
  update: 'public update by',
  postmortem: 'post-mortem by',
};

function stateWords(incident: Incident): string {
  const { state, severity, severityMax, category, environment, at } = incident;
  const worst = severityMax === severity ? '' : ` (was ${severityMax})`;
  const since = at.started ?? at.detected ?? at.declared;
  const begun = since === undefined ? '' : `, since ${utc(since)}`;
  return `${state} · ${severity}${worst} · ${category} in ${cell(environment)}${begun}`;
}

function ownerWords({ owner }: Incident): string {
  const names = [owner.team, owner.function, ...(owner.product === null ? [] : [owner.product])];
  return names.map(cell).join(' · ');
}

function roleWords({ record }: CardInput): string {
  const { roles, severity, kind, at } = record.incident;
  const isWanted = isMajor(severity) && kind === 'incident' && at.resolved === undefined;
  const none = isWanted ? '**nobody**' : 'nobody';
  const manager = roles['manager'];
  const others = Object.entries(roles).filter(([role]) => role !== 'manager');
  return [
    ...takenWords(record.incident),
    `manager ${manager === undefined ? none : cell(manager)}`,
    ...others.map(([role, login]) => `${role} ${cell(login)}`),
  ].join(' · ');
}

/** Whose it is. Nobody has what was handed over and not taken since. */
function takenWords(incident: Incident): readonly string[] {
  const { takenBy, handover, at } = incident;
  const since = handover?.taken ?? at.acknowledged;
  if (since === undefined || !isTaken(incident)) return [];
  return [`taken${takenBy === null ? '' : ` by ${cell(takenBy)}`} ${utc(since)}`];
}

function aboutWords(input: CardInput): string {
  const { services, change } = input.record.incident;
  const shown = services.slice(0, MOST_SERVICES).map(cell).join(' · ');
  const more =
    services.length > MOST_SERVICES ? ` and ${services.length - MOST_SERVICES} more` : '';
  const suspect =
    change?.deploy === undefined ? '' : `${VERDICTS[change.verdict]} ${cell(change.deploy)}`;
  return [`${shown}${more}`, suspect, silenceWords(input)]
    .filter((words) => words !== '')
    .join('<br>');
}

/** Until when signals like its own are silenced, by whatever silence. */
function silenceWords({ organisation, record, now }: CardInput): string {
  const silent = silentUntil(organisation, record.incident, now);
  return silent === null ? '' : `${silent.isAll ? '' : 'partly '}silent until ${utc(silent.until)}`;
}

const MOST_SERVICES = 8;
const VERDICTS = { suspected: 'suspect:', caused: 'cause:', ruled_out: 'ruled out:' } as const;

/** Rooms by their number, which GitHub links; an incident without a room by its id. */
function relationWords({ organisation, record, incidents }: CardInput): string {
  const { incident } = record;
  const { duplicateOf, causedBy, recurrenceOf } = incident.relations;
  const name = (id: string): string => {
    const other = incidents.find((each) => each.id === id);
    if (!mayName({ organisation, incidents, incident }, id)) return NOT_SHOWN;
    const room = other?.room ?? null;
    return room === null ? cell(id) : `#${room} ${cell(id)}`;
  };
  const explained = incidents.filter(
    ({ id, relations }) =>
      id !== incident.id &&
      (relations.duplicateOf === incident.id || relations.causedBy.includes(incident.id)),
  );
  const more =
    explained.length > MOST_RELATED ? ` and ${explained.length - MOST_RELATED} more` : '';
  return [
    ...(duplicateOf === undefined ? [] : [`repeats ${name(duplicateOf)}`]),
    ...causedBy.slice(0, MOST_RELATED).map((id) => `caused by ${name(id)}`),
    ...(recurrenceOf === undefined ? [] : [`comes again after ${name(recurrenceOf)}`]),
    ...(explained.length === 0
      ? []
      : [
          `explains ${explained
            .slice(0, MOST_RELATED)
            .map(({ id }) => name(id))
            .join(', ')}${more}`,
        ]),
  ].join('<br>');
}

const MOST_RELATED = 8;

function publicWords(incident: Incident): string {
  const { public: face, updates } = incident;
  const last = updates.at(-1);
  const told = last === undefined ? 'no update yet' : `last update ${utc(last.at)}`;
  if (face === null || face.visibility === 'none') return 'sees nothing';
  if (face.visibility === 'restricted') return 'restricted: nothing may become public';
  return `told “${publicWord(incident) ?? 'nothing'}”, ${told}`;
}

function toDoWords(input: CardInput): string {
  return [learningWords(input), actionWords(input)].filter((words) => words !== '').join('<br>');
}

function learningWords(input: CardInput): string {
  const learning = learningOf(input);
  switch (learning.kind) {
    case 'none':
      return '';
    case 'written':
      return `[pull request of the post-mortem](${learning.url})${learning.proposed === null ? '' : `, meeting proposed for ${utc(learning.proposed)}`}`;
    case 'closed':
      return `[pull request of the post-mortem](${learning.url}) closed without being merged`;
    case 'unread':
      return `[post-mortem](${learning.url}), not reviewed${learning.meeting === null ? '' : `, meeting ${utc(learning.meeting)}`}`;
    case 'reviewed':
      return `[post-mortem](${learning.url}), reviewed`;
    case 'unreadable':
      return `[post-mortem](${learning.url}), cannot be read`;
  }
}

function actionWords({ actions }: CardInput): string {
  return actions
    .slice(0, MOST_ACTIONS)
    .map(({ id, status, issue }) => `${id} ${status}${issue === null ? '' : ` #${issue}`}`)
    .join(' · ');
}

const MOST_ACTIONS = 20;
