// The home page: is it broken, is it my part, does someone work on it.
import type { ComponentStatus } from '../../../scripts/model/component.ts';
import { utcDay } from '../../../scripts/model/instant.ts';
import type {
  ComponentGroupView,
  ComponentView,
  IncidentView,
  PublicView,
} from '../../../scripts/publication/view.ts';
import {
  componentNames,
  incidentPanel,
  incidentRow,
  type IncidentPanel,
  type IncidentRow,
} from './incident-summary.ts';
import { laterOf, type Later, type Moment, momentsOf, passingOf, type Saying } from './later.ts';
import { type Phrase, type Said, textOf } from '../../../scripts/speech/phrase.ts';
import { nameOf, titleOf } from '../../../scripts/publication/said.ts';
import type { Speech, Time } from '../../../scripts/speech/speech.ts';
import { strip, type Strip } from './strip.ts';
import { type FirstLine, verdict } from '../../../scripts/publication/verdict.ts';

/** What the home page shows. */
export type HomeView = {
  readonly status: ComponentStatus;
  readonly sentence: FirstLine;
  /** What the headline says once planned work begins or ends. */
  readonly later: Later;
  readonly asOf: readonly [before: string, between: string, after: string];
  readonly clock: Time;
  readonly day: Time;
  readonly active: readonly IncidentPanel[];
  readonly running: readonly IncidentPanel[];
  readonly upcoming: readonly UpcomingRow[];
  readonly groups: readonly GroupBlock[];
  /** How many days that were not well a row can show at most; the component's page shows all. */
  readonly troublesShown: number;
  readonly recent: readonly RecentDay[];
};

/** One day of the last two weeks; what does not fit stands in the month. */
type RecentDay = {
  readonly day: Time;
  readonly incidents: readonly IncidentRow[];
  readonly more: { readonly month: string; readonly text: string } | null;
};

/** A planned maintenance. */
export type UpcomingRow = {
  readonly id: string;
  readonly title: Said;
  readonly when: Time;
  readonly later: Later;
  readonly components: Phrase;
};

/** A product with its components. */
export type GroupBlock = {
  readonly id: string;
  readonly name: Said;
  /** What the folded group says on a phone; null when something is wrong and it stays open. */
  readonly fold: string | null;
  /** What it says instead once planned work begins. */
  readonly foldLater: Later;
  readonly components: readonly ComponentRow[];
};

/** A component in one row. */
export type ComponentRow = {
  readonly id: string;
  readonly name: Said;
  readonly status: ComponentStatus;
  readonly word: string;
  readonly later: Later;
  readonly strip: Strip;
  readonly uptime: string;
};

/** How much of each list a page keeps for itself, so that its weight does not grow with the history. */
const UPCOMING_SHOWN = 8;
const RECENT_SHOWN = 30;
const RECENT_OF_DAY = 3;
const TROUBLES_SHOWN = 60;
const TROUBLES_OF_ONE = 3;

/** The view model of the home page. */
export function homeView(view: PublicView, speech: Speech): HomeView {
  const today = utcDay(view.builtAt);
  const known = new Map(view.incidents.map((incident) => [incident.id, incident]));
  const moments = momentsOf(view);
  const sentence = verdict(view, speech);
  const groups = view.groups.map((group) => groupBlock(group, known, { moments, speech }));
  const troubled = groups
    .flatMap((group) => group.components)
    .filter((component) => component.strip.troubles.length > 0).length;
  const busy = view.recent.filter(({ incidents }) => incidents.length > 0).length;
  const ofDay = shareOf(RECENT_SHOWN, busy, RECENT_OF_DAY);
  const [before = '', between = '', after = ''] = speech.say('home.asOf').split(/\{\w+\}/);
  return {
    status: view.state.status,
    sentence,
    later: laterOf(
      moments,
      { text: textOf(sentence.phrase), status: view.state.status },
      (then) => ({
        text: textOf(verdict(then, speech).phrase),
        status: then.state.status,
      }),
    ),
    asOf: [before, between, after],
    clock: speech.clock(view.builtAt),
    day: speech.longDay(today),
    active: view.active.map((incident) => incidentPanel(incident, view.builtAt, speech)),
    running: view.maintenance.running.map((incident) =>
      incidentPanel(incident, view.builtAt, speech),
    ),
    upcoming: view.maintenance.upcoming
      .slice(0, UPCOMING_SHOWN)
      .map((incident) => upcomingRow(incident, speech)),
    groups,
    troublesShown: shareOf(TROUBLES_SHOWN, troubled, TROUBLES_OF_ONE),
    recent: view.recent.map((each) => recentDay(each, ofDay, speech)),
  };
}

/** A component in one row; `known` holds the incidents that have a page. */
export function componentRow(
  component: ComponentView,
  known: ReadonlyMap<string, IncidentView>,
  { moments, speech }: Clock,
): ComponentRow {
  const saying = (status: ComponentStatus): Saying => ({ text: speech.status(status), status });
  return {
    id: component.id,
    name: nameOf(component, speech),
    status: component.status,
    word: speech.status(component.status),
    later: laterOf(moments, saying(component.status), ({ groups }) =>
      saying(statusIn(groups, component.id)),
    ),
    strip: strip(component.days, known, speech),
    uptime: speech.percentage(component.uptime),
  };
}

/** How the words go on with the time. */
export type Clock = { readonly moments: readonly Moment[]; readonly speech: Speech };

function statusIn(groups: PublicView['groups'], id: string): ComponentStatus {
  const all = groups.flatMap((group) => group.components);
  return all.find((component) => component.id === id)?.status ?? 'operational';
}

/** What each of `many` gets of all that is shown: one at least, and no more than `most`. */
function shareOf(all: number, many: number, most: number): number {
  return Math.max(1, Math.min(most, Math.floor(all / many)));
}

function recentDay(
  { day, incidents }: PublicView['recent'][number],
  most: number,
  speech: Speech,
): RecentDay {
  const shown = incidents.length > most + 1 ? incidents.slice(0, most) : incidents;
  const rest = incidents.length - shown.length;
  return {
    day: speech.weekday(day),
    incidents: shown.map((incident) => incidentRow(incident, day, speech)),
    more: rest === 0 ? null : { month: day.slice(0, 7), text: speech.count('list.more', rest) },
  };
}

function upcomingRow(incident: IncidentView, speech: Speech): UpcomingRow {
  const { from, until } = incident.window ?? {
    from: incident.startedAt,
    until: incident.startedAt,
  };
  return {
    id: incident.id,
    title: titleOf(incident, speech),
    when: speech.span(from, until),
    later: passingOf(incident, speech),
    components: componentNames(incident, speech),
  };
}

function groupBlock(
  group: ComponentGroupView,
  known: ReadonlyMap<string, IncidentView>,
  clock: Clock,
): GroupBlock {
  const components = group.components.map((component) => componentRow(component, known, clock));
  const allWell = components.every(({ status }) => status === 'operational');
  const { moments, speech } = clock;
  const well: Saying = {
    text: speech.count('count.components', components.length),
    status: 'operational',
  };
  const foldAt = (status: ComponentStatus): Saying =>
    status === 'operational' ? well : { text: speech.status(status), status };
  return {
    id: group.id,
    name: nameOf(group, speech),
    fold: allWell ? well.text : null,
    foldLater: laterOf(moments, well, ({ groups }) =>
      foldAt(groups.find(({ id }) => id === group.id)?.status ?? 'operational'),
    ),
    components,
  };
}
