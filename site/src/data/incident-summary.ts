// An incident or maintenance in one row or one panel, as lists show it.
import type { ComponentStatus } from '../../../scripts/model/component.ts';
import type { IncidentView, UpdateView } from '../../../scripts/publication/view.ts';
import { type Instant, utcDay } from '../../../scripts/model/instant.ts';
import { type Later, passingOf } from './later.ts';
import { byState } from '../../../scripts/publication/by-state.ts';
import { type Phrase, type Said, weave } from '../../../scripts/speech/phrase.ts';
import { nameOf, titleOf, updateOf } from '../../../scripts/publication/said.ts';
import type { Speech, Time } from '../../../scripts/speech/speech.ts';

/** One row of a list. */
export type IncidentRow = {
  readonly id: string;
  readonly title: Said;
  readonly impact: ComponentStatus;
  readonly impactWord: string;
  readonly progress: string;
  readonly when: Time;
  /** How long it lasted; null while it does. */
  readonly lasted: string | null;
  /** Whether a post-mortem can be read. */
  readonly hasPostmortem: boolean;
};

/** What an open incident shows on the home page. */
export type IncidentPanel = {
  readonly id: string;
  readonly title: Said;
  readonly impact: ComponentStatus;
  /** Around the time of its beginning: "Major outage since ". */
  readonly lead: readonly [before: string, after: string];
  readonly progress: string;
  readonly since: Time;
  /** The end of a maintenance's window. */
  readonly until: Time | null;
  readonly next: Promised | null;
  /** Where planned work stands as its window passes. */
  readonly later: Later;
  /** Goes on after the lead with what is as bad as that: ": Card payments"; empty where nothing is. */
  readonly worst: Phrase;
  /** The others by their state ("Degraded: Web shop"), the worst first; where nothing is said to be bad, all in one. */
  readonly others: readonly Phrase[];
  readonly latest: UpdateText | null;
};

/** Words with a time among them. */
export type Timed = {
  readonly words: readonly [before: string, after: string];
  readonly time: Time;
};

/** When the next update is promised, and what is said once that has passed. */
export type Promised = Timed & { readonly later: Later };

/** An update as prose with its time. */
export type UpdateText = { readonly progress: string; readonly at: Time; readonly html: Said };

/** A row as seen from a list headed by `day`. */
export function incidentRow(incident: IncidentView, day: string, speech: Speech): IncidentRow {
  const { id, startedAt, endedAt, window } = incident;
  return {
    id,
    title: titleOf(incident, speech),
    impact: impactOf(incident),
    impactWord: speech.status(impactOf(incident)),
    progress: speech.progress(incident.status),
    when: whenOf(incident, day, speech),
    lasted: endedAt === null || window !== null ? null : speech.duration(startedAt, endedAt),
    hasPostmortem: incident.hasPostmortem,
  };
}

/** A panel as read at `now`: its first time is seen from that day, each further one from that of the time before it. */
export function incidentPanel(incident: IncidentView, now: Instant, speech: Speech): IncidentPanel {
  const [latest] = incident.updates;
  const since = sinceOf(incident);
  const until = incident.window?.until ?? null;
  const end = utcDay(until ?? since);
  return {
    id: incident.id,
    title: titleOf(incident, speech),
    impact: isOver(incident) ? 'operational' : stateOf(incident),
    lead: leadOf(incident, speech),
    progress: speech.progress(incident.status),
    since: speech.momentSeenFrom(utcDay(now), since),
    until: until === null ? null : speech.momentSeenFrom(utcDay(since), until),
    next: promisedOf(incident, now, {
      day: latest === undefined ? end : utcDay(latest.at),
      speech,
    }),
    later: passingOf(incident, speech),
    ...namedByState(incident, speech),
    latest: latest === undefined ? null : updateText(incident, latest, { day: end, speech }),
  };
}

/** The promise of an open incident; where nobody kept it, it says so. */
export function promisedOf(
  { nextUpdateDue }: IncidentView,
  now: Instant,
  { day, speech }: { readonly day: string; readonly speech: Speech },
): Promised | null {
  if (nextUpdateDue === null) return null;
  const time = speech.momentSeenFrom(day, nextUpdateDue);
  const isBroken = nextUpdateDue <= now;
  const [before = '', after = ''] = speech
    .say(isBroken ? 'panel.overdue' : 'panel.next')
    .split('{time}');
  const later = [[nextUpdateDue, speech.say('panel.overdue', { time: time.text })]];
  return {
    words: [before, after],
    time,
    later: isBroken ? undefined : JSON.stringify(later),
  };
}

/** An update as read below a time of `day`. */
export function updateText(
  incident: IncidentView,
  update: UpdateView,
  { day, speech }: { readonly day: string; readonly speech: Speech },
): UpdateText {
  return {
    progress: speech.progress(update.status),
    at: speech.momentSeenFrom(day, update.at),
    html: updateOf(incident, update, speech),
  };
}

/** The state whose shape and colour stand for the whole entry. */
export function impactOf(incident: IncidentView): ComponentStatus {
  return incident.kind === 'maintenance' ? 'maintenance' : incident.impact;
}

/** The same in the present tense: of what is open how bad it is, unless all that it names works. */
export function stateOf(incident: IncidentView): ComponentStatus {
  return isNow(incident) ? incident.current : impactOf(incident);
}

/** The components that it touches. */
export function componentNames(incident: IncidentView, speech: Speech): Phrase {
  return speech.listNames(incident.components.map((component) => nameOf(component, speech)));
}

/** All that it touches; what an open incident touches by how it is now. */
function namedByState(
  incident: IncidentView,
  speech: Speech,
): Pick<IncidentPanel, 'worst' | 'others'> {
  const { components, current } = incident;
  if (!isNow(incident) || components.every(({ status }) => status === 'operational'))
    return {
      worst: [],
      others: components.length === 0 ? [] : [componentNames(incident, speech)],
    };
  const groups = byState(components).map((group) => ({
    isWorst: group.status === current,
    words: weave(speech.say('panel.state'), {
      status: group.status === current ? [] : [speech.status(group.status)],
      components: speech.listNames(
        group.components.map((component) => nameOf(component, speech)),
        MOST_NAMES,
      ),
    }),
  }));
  return {
    worst: groups.find(({ isWorst }) => isWorst)?.words ?? [],
    others: groups.filter(({ isWorst }) => !isWorst).map(({ words }) => words),
  };
}

/** Where more are of one state, the rows below tell of each. */
const MOST_NAMES = 10;

/** When it was, is or will be, as seen from `day`. */
export function whenOf(incident: IncidentView, day: string | undefined, speech: Speech): Time {
  const { startedAt, endedAt, window, status } = incident;
  if (status === 'withdrawn') return speech.moment(endedAt ?? startedAt);
  if (endedAt !== null) return speech.span(startedAt, endedAt, day);
  if (window !== null) return speech.span(startedAt, window.until, day);
  const since =
    day === undefined ? speech.moment(startedAt) : speech.momentSeenFrom(day, startedAt);
  return { text: speech.say('time.since', { time: since.text }), machine: startedAt };
}

/** Whether it is open, and bad. */
function isNow({ kind, endedAt, current }: IncidentView): boolean {
  return kind === 'incident' && endedAt === null && current !== 'operational';
}

function sinceOf(incident: IncidentView): Instant {
  const { startedAt, currentSince } = incident;
  return isNow(incident) ? (currentSince ?? startedAt) : startedAt;
}

/** Whether all that it names works again although the incident is still watched. */
function isOver({ status, current }: IncidentView): boolean {
  return status === 'monitoring' && current === 'operational';
}

function leadOf(incident: IncidentView, speech: Speech): IncidentPanel['lead'] {
  const status = speech.status(stateOf(incident));
  const [before = '', after = ''] = speech
    .say(isOver(incident) ? 'panel.over' : 'panel.since', { status })
    .split('{time}');
  return [before, after];
}
