// The page of one incident for people inside, in words.
import type { ActionItem } from '../../../../scripts/model/action-item.ts';
import type { ComponentStatus } from '../../../../scripts/model/component.ts';
import type { Impact } from '../../../../scripts/model/incident.ts';
import type { Instant } from '../../../../scripts/model/instant.ts';
import type { IncidentPageView } from '../../../../scripts/publication/inside/incident-views.ts';
import { speechOf, type Time } from '../../../../scripts/speech/speech.ts';
import { duration, longDay, moment } from '../time.ts';
import { counted, STATE_WORDS } from '../words.ts';
import { assigneeWords } from './items.ts';
import { CLOCK_WORDS } from './rows.ts';

const ENGLISH = speechOf('en', 'en');

/** What the page shows. */
export type IncidentPage = {
  readonly facts: readonly string[];
  /** When it passed what, and how long after it was detected. */
  readonly milestones: readonly {
    readonly name: string;
    readonly at: Time;
    readonly after: string;
  }[];
  readonly clocks: readonly {
    readonly what: string;
    readonly due: Time;
    /** `in time`, `too late`, `missed` or `owed`. */
    readonly progress: string;
  }[];
  readonly problems: readonly {
    readonly service: string | null;
    readonly what: string;
    readonly since: Time;
    readonly state: string;
    readonly at: Time;
  }[];
  readonly components: readonly {
    readonly id: string;
    readonly name: string;
    readonly worst: ComponentStatus;
    readonly word: string;
    readonly from: Time | null;
    readonly until: Time | null;
    /** What stands in the place of an end. */
    readonly lasts: string;
  }[];
  readonly relations: readonly {
    readonly how: string;
    readonly incident: string;
    readonly isKnown: boolean;
  }[];
  readonly updates: readonly {
    readonly status: string;
    readonly at: Time;
    readonly html: string;
  }[];
  readonly actions: readonly ActionRow[];
  readonly people: string;
  readonly called: string;
  readonly suspect: string | null;
  readonly impact: readonly { readonly name: string; readonly value: string }[];
};

/** An action item, done or not. */
export type ActionRow = {
  readonly id: string;
  readonly title: string;
  readonly team: string;
  readonly assignee: string;
  readonly kind: string;
  readonly due: Time | null;
  readonly status: string;
};

/** The page of an incident. */
export function incidentPage(view: IncidentPageView): IncidentPage {
  const from = view.milestones.find(({ name }) => name === 'detected')?.at ?? null;
  return {
    facts: factsOf(view),
    milestones: view.milestones.map(({ name, at }) => ({
      name: capital(name),
      at: moment(at),
      after: afterWords(from, at),
    })),
    clocks: view.clocks.map(({ kind, due, done, isMissed }) => ({
      what:
        kind === 'update' && view.updates.length > 0 ? 'Tell the public more' : CLOCK_WORDS[kind],
      due: moment(due),
      progress: progressOf(done, isMissed),
    })),
    problems: view.problems.map(({ service, severity, upstream, isReport, since, state, at }) => ({
      service,
      what: problemWords({ severity, upstream, isReport }),
      since: moment(since),
      state,
      at: moment(at),
    })),
    components: view.components.map(componentRow),
    relations: view.relations.map(({ how, incident, isKnown }) => ({
      how: RELATION_WORDS[how],
      incident,
      isKnown,
    })),
    updates: view.updates.map(({ at, status, text }) => ({
      status: capital(status.replace('_', ' ')),
      at: moment(at),
      html: text.html,
    })),
    actions: view.actions.map(actionRow),
    people: view.people.map(({ role, login }) => `${role} @${login}`).join(', '),
    called: view.called.join(', '),
    suspect: suspectOf(view),
    impact: impactOf(view.impact),
  };
}

function componentRow({
  id,
  name,
  status,
  suffered,
}: IncidentPageView['components'][number]): IncidentPage['components'][number] {
  const worst = suffered?.worst ?? status;
  const until = suffered?.until ?? null;
  const now = status === worst ? '' : `, now ${ENGLISH.status(status).toLowerCase()}`;
  return {
    id,
    name,
    worst,
    word: ENGLISH.status(worst),
    from: suffered === null ? null : moment(suffered.from),
    until: until === null ? null : moment(until),
    lasts: suffered === null ? '' : `it lasts${now}`,
  };
}

function capital(word: string): string {
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
}

function factsOf(view: IncidentPageView): readonly string[] {
  const { severity, severityMax, state, environment, category, contributors, tickets } = view;
  return [
    severity === severityMax ? severity : `${severity}, ${severityMax} at its worst`,
    STATE_WORDS[state],
    category.replaceAll('_', ' '),
    ...(environment === null ? [] : [environment]),
    ...(contributors.length === 0 ? [] : [`with ${contributors.join(', ')}`]),
    ...(tickets === 0 ? [] : [counted(tickets, 'customer report')]),
  ];
}

function progressOf(done: Instant | null, isMissed: boolean): string {
  if (done === null) return isMissed ? 'missed' : 'owed';
  return isMissed ? 'too late' : 'in time';
}

function afterWords(from: Instant | null, at: Instant): string {
  if (from === null || from === at) return '';
  return from < at ? `${duration(from, at)} later` : `${duration(at, from)} before`;
}

function problemWords({
  severity,
  upstream,
  isReport,
}: Pick<IncidentPageView['problems'][number], 'severity' | 'upstream' | 'isReport'>): string {
  const what = isReport ? 'reported by a customer' : (severity ?? 'as the incident');
  return upstream === null ? what : `${what}, explained by ${upstream}`;
}

const RELATION_WORDS = {
  duplicate_of: 'Repeats',
  has_duplicate: 'Is repeated by',
  caused_by: 'Was caused by',
  caused: 'Caused',
  recurrence_of: 'Happened before as',
  recurred_as: 'Happened again as',
} as const satisfies Record<IncidentPageView['relations'][number]['how'], string>;

function actionRow(item: ActionItem): ActionRow {
  const { id, title, status, type, debt, due, assignee } = item;
  return {
    id,
    title,
    team: item.ownerTeam,
    assignee: assigneeWords(assignee),
    kind: debt === 'none' ? type : `${type}, ${debt}`,
    due: due === null ? null : longDay(due),
    status,
  };
}

function suspectOf({ change }: IncidentPageView): string | null {
  if (change === null) return null;
  const { kind, deploy, verdict } = change;
  const what = [kind.replace('_', ' '), deploy ?? ''].join(' ').trim();
  return kind === 'none' ? 'none' : `${what}, ${verdict.replace('_', ' ')}`;
}

function impactOf(impact: Impact | null): IncidentPage['impact'] {
  return Object.entries(impact ?? {}).map(([name, value]) => ({
    name: name.replaceAll('_', ' '),
    value: String(value),
  }));
}
