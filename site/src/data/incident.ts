// The page of one incident or maintenance.
import type { ComponentStatus } from '../../../scripts/model/component.ts';
import { type Instant, utcDay } from '../../../scripts/model/instant.ts';
import type { IncidentView } from '../../../scripts/publication/view.ts';
import {
  impactOf,
  stateOf,
  type Promised,
  promisedOf,
  type Timed,
  updateText,
  whenOf,
  type UpdateText,
} from './incident-summary.ts';
import { phases, type Phase } from './phases.ts';
import { type Later, passing, passingOf } from './later.ts';
import type { Said } from '../../../scripts/speech/phrase.ts';
import { nameOf, postmortemOf, titleOf } from '../../../scripts/publication/said.ts';
import type { Speech, Time } from '../../../scripts/speech/speech.ts';

/** What an incident's page shows. */
export type IncidentPage = {
  readonly title: Said;
  readonly impact: ComponentStatus;
  readonly impactWord: string;
  readonly progress: string;
  /** Where planned work stands as its window passes. */
  readonly later: Later;
  /** How long it took: `Lasted 42 minutes`; null where its progress says all. */
  readonly length: string | null;
  readonly when: Time;
  readonly month: string;
  /** For when it was planned, once it is over. */
  readonly window: Timed | null;
  readonly next: Promised | null;
  readonly components: readonly AffectedRow[];
  readonly phases: readonly Phase[];
  readonly updates: readonly UpdateText[];
  readonly postmortem: Said | null;
  readonly postmortemAt: Time | null;
  /** When a maintenance takes place, if more than once: the nearest times. */
  readonly times: readonly OccurrenceRow[];
  /** The others that are known, with the day up to which; null where there are none. */
  readonly moreTimes: { readonly until: string; readonly rows: readonly OccurrenceRow[] } | null;
  /** One sentence for search engines and previews. */
  readonly summary: string;
};

/** How a component fared over the time of the incident. */
export type AffectedRow = {
  readonly id: string;
  readonly name: Said;
  /** The worst that it was; what it is now stands on the component's page. */
  readonly status: ComponentStatus;
  readonly word: string;
  /** Its suffering as a part of the whole, in thousandths. */
  readonly from: number;
  readonly width: number;
  /** The same in words; null while it is planned. */
  readonly told: Timed | string | null;
};

/** One time at which a maintenance takes place. */
export type OccurrenceRow = {
  /** What it is known by; feeds, calendars and interfaces name this place of the page. */
  readonly day: string;
  readonly when: Time;
  readonly word: string;
  /** Where it stands as its window passes. */
  readonly later: Later;
};

/** The view model of one incident's page as read at `now`; what is over does not depend on it. */
export function incidentPage(incident: IncidentView, now: Instant, speech: Speech): IncidentPage {
  const progress = speech.progress(incident.status);
  const when = whenOf(incident, undefined, speech);
  const title = titleOf(incident, speech);
  const window = windowOf(incident, speech);
  const day = onlyDayOf([when, ...(window === null ? [] : [window.time])]);
  return {
    title,
    impact: stateOf(incident),
    impactWord: speech.status(stateOf(incident)),
    progress,
    later: incident.endedAt === null ? passingOf(incident, speech) : undefined,
    length: lengthOf(incident, speech),
    when,
    month: incident.startedAt.slice(0, 7),
    window,
    next: promisedOf(incident, now, { day, speech }),
    components: incident.components.map((component) => affectedRow(incident, component, speech)),
    phases: phases(incident, speech),
    updates: updatesBelow(day, incident, speech),
    postmortem: postmortemOf(incident, speech),
    postmortemAt: incident.postmortemAt === null ? null : speech.moment(incident.postmortemAt),
    ...occurrencesOf(incident, speech),
    summary: summaryOf(incident, `${progress}: ${title.text}`).slice(0, 200),
  };
}

/** For when it was planned, once that is over. */
function windowOf({ window, endedAt }: IncidentView, speech: Speech): IncidentPage['window'] {
  if (window === null || endedAt === null) return null;
  return {
    words: around(speech.say('incident.window'), '{when}'),
    time: speech.span(window.from, window.until),
  };
}

/** The day that all of them are of; empty where they are of several, and nobody can tell which one is meant below. */
function onlyDayOf(times: readonly Time[]): string {
  const ends = times.flatMap(({ machine, until = machine }) => [machine, until]);
  const [day = '', ...others] = new Set(ends.map(utcDay));
  return others.length === 0 ? day : '';
}

/** Updates as they are read from the top: each carries its date where the line above it is of another day than it. */
function updatesBelow(day: string, incident: IncidentView, speech: Speech): readonly UpdateText[] {
  return incident.updates.map((update, index) => {
    const above = incident.updates[index - 1]?.at;
    return updateText(incident, update, {
      day: above === undefined ? day : utcDay(above),
      speech,
    });
  });
}

/** The last word; of what was called off that it was, since the last word announced it. */
function summaryOf({ status, updates }: IncidentView, bare: string): string {
  return status === 'cancelled' ? bare : (updates[0]?.text ?? bare);
}

/** Where a maintenance's time stands, as a row. */
export function occurrenceRow(
  occurrence: NonNullable<IncidentView['schedule']>['occurrences'][number],
  speech: Speech,
): OccurrenceRow {
  return {
    day: occurrence.day,
    when: speech.span(occurrence.from, occurrence.until),
    word: speech.progress(occurrence.status),
    later: passing(occurrence, speech),
  };
}

const PAST_SHOWN = 4;
const COMING_SHOWN = 6;

/** All times that anything may name; what is far stands apart. */
function occurrencesOf(
  { schedule }: IncidentView,
  speech: Speech,
): Pick<IncidentPage, 'times' | 'moreTimes'> {
  if (schedule === null || schedule.recurs === null) return { times: [], moreTimes: null };
  const { occurrences } = schedule;
  const coming = occurrences.findLastIndex(({ endedAt }) => endedAt !== null) + 1;
  const isNear = (index: number): boolean =>
    index >= coming - PAST_SHOWN && index < coming + COMING_SHOWN;
  const rows = occurrences.map((each) => occurrenceRow(each, speech));
  const far = rows.filter((_, index) => !isNear(index));
  const last = occurrences.at(-1);
  return {
    times: rows.filter((_, index) => isNear(index)),
    moreTimes:
      far.length === 0 || last === undefined
        ? null
        : { until: speech.longDay(utcDay(last.from)).text, rows: far },
  };
}

function affectedRow(
  incident: IncidentView,
  component: IncidentView['components'][number],
  speech: Speech,
): AffectedRow {
  const { id, status, suffered } = component;
  // A state says what a component is now; over the past it is what the incident brought.
  const ofPast = incident.kind === 'maintenance' ? impactOf(incident) : (suffered?.worst ?? status);
  const shown = status === 'operational' ? ofPast : status;
  const { startedAt, endedAt } = incident;
  const row = { id, name: nameOf(component, speech), status: shown, word: speech.status(shown) };
  if (suffered === null) return { ...row, from: 0, width: 1000, told: null };
  const { from, until } = suffered;
  const told =
    until === null
      ? {
          words: around(speech.say('incident.fromOpen'), '{from}'),
          time: speech.moment(from),
        }
      : speech.say('incident.suffered', { lasted: speech.duration(from, until) });
  if (until === null || endedAt === null) return { ...row, from: 0, width: 1000, told };
  const total = Math.max(1, Date.parse(endedAt) - Date.parse(startedAt));
  const part = (at: string): number =>
    Math.min(
      1000,
      Math.max(0, Math.round(((Date.parse(at) - Date.parse(startedAt)) / total) * 1000)),
    );
  return { ...row, from: part(from), width: Math.max(4, part(until) - part(from)), told };
}

function around(sentence: string, place: string): Timed['words'] {
  const [before = '', after = ''] = sentence.split(place);
  return [before, after];
}

function lengthOf(incident: IncidentView, { say, duration }: Speech): string | null {
  if (
    incident.status === 'withdrawn' ||
    (incident.kind === 'maintenance' && incident.endedAt === null)
  )
    return null;
  if (incident.endedAt !== null)
    return say('incident.lasted', { lasted: duration(incident.startedAt, incident.endedAt) });
  return say('incident.ongoing');
}
