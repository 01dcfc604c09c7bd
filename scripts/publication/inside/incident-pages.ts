// One internal page for each incident: when it passed what, what is owed, what failed, what was said and decided.
import { hash } from 'node:crypto';
import type { Component } from '../../model/component.ts';
import { type Incident, isActive, isTaken, serviceOf, MILESTONES } from '../../model/incident.ts';
import type { Instant } from '../../model/instant.ts';
import type { Organisation } from '../../model/organisation.ts';
import type { Postmortem } from '../../model/postmortem.ts';
import { actionItemsOf } from '../../postmortems/action-items.ts';
import { isOpenItem } from '../../postmortems/ageing.ts';
import { clocksOf, isMissed } from '../../rooms/clocks.ts';
import { isPublished } from '../standing.ts';
import { rendered } from '../markdown.ts';
import { namedComponents } from '../renamed.ts';
import { isRestricted } from '../restricted.ts';
import { sufferedOf } from '../suffering.ts';
import { type Story, tellStory } from './story.ts';
import type { IncidentPageView } from './incident-views.ts';

/** What the pages are made of. */
export type IncidentPagesInput = {
  readonly organisation: Organisation;
  readonly incidents: readonly Incident[];
  readonly postmortems: readonly Postmortem[];
  readonly bodies?: ReadonlyMap<string, string>;
  readonly now: Instant;
};

/** The pages in the order of the incidents; a maintenance has its public page. */
export function viewIncidentPages({
  organisation,
  incidents,
  postmortems,
  bodies = new Map(),
  now,
}: IncidentPagesInput): readonly IncidentPageView[] {
  const written = new Map(postmortems.map((postmortem) => [postmortem.incident, postmortem]));
  const known: Known = {
    organisation,
    following: followersOf(incidents),
    names: namedComponents(organisation),
    ids: new Set(incidents.flatMap(({ id, kind }) => (kind === 'incident' ? [id] : []))),
    now,
  };
  return incidents
    .filter(({ kind }) => kind === 'incident')
    .map((incident) => {
      const postmortem = written.get(incident.postmortem ?? incident.id) ?? null;
      return viewPage(incident, postmortem, bodies.get(incident.id) ?? '', known);
    });
}

/** What pages say of more than their own incident. */
type Known = {
  readonly organisation: Organisation;
  readonly following: ReturnType<typeof followersOf>;
  readonly names: ReadonlyMap<string, Component>;
  readonly ids: ReadonlySet<string>;
  readonly now: Instant;
};

function viewPage(
  incident: Incident,
  postmortem: Postmortem | null,
  body: string,
  known: Known,
): IncidentPageView {
  const { now } = known;
  const clocks = clocksOf(known.organisation, incident, postmortem);
  const page = {
    ...factsOf(incident),
    clocks: clocks.map((clock) => ({ ...clock, isMissed: isMissed(clock, now) })),
    services: servicesOf(incident, known),
    relations: linksOf(incident, known),
    actions: actionItemsOf(incident, postmortem),
    postmortem: postmortem?.incident ?? null,
    components: componentsOf(incident, known.names, now),
  };
  let story: Story | null = null;
  const said = incident.updates.map(({ at, status, text }) => ({ at, status, text }));
  const owes = clocks.some(({ done }) => done === null) || page.actions.some(isOpenItem);
  return {
    ...page,
    updates: said
      .toSorted((left, right) => (left.at < right.at ? 1 : -1))
      .map(({ at, status, text }) => ({ at, status, text: rendered(text) })),
    get story() {
      return (story ??= tellStory(body));
    },
    isSettled: !isActive(incident) && !owes,
    digest: hash('sha256', JSON.stringify([page, said, body]), 'base64url').slice(0, 22),
  };
}

/** What its own file says; of a restricted one the page says where it stands, as the lists do. */
function factsOf(
  incident: Incident,
): Omit<
  IncidentPageView,
  | 'services'
  | 'clocks'
  | 'relations'
  | 'actions'
  | 'postmortem'
  | 'components'
  | 'updates'
  | 'story'
  | 'isSettled'
  | 'digest'
> {
  return {
    id: incident.id,
    title: incident.title,
    severity: incident.severity,
    severityMax: incident.severityMax,
    category: incident.category,
    state: incident.state,
    environment: isRestricted(incident) ? null : incident.environment,
    team: incident.owner.team,
    function: incident.owner.function,
    product: incident.owner.product,
    people: Object.entries(incident.roles).map(([role, login]) => ({ role, login })),
    contributors: isRestricted(incident) ? [] : incident.contributors,
    takenBy: isTaken(incident) ? incident.takenBy : null,
    called: incident.called,
    tickets: incident.tickets.length,
    milestones: MILESTONES.flatMap((name) => {
      const at = incident.at[name];
      return at === undefined ? [] : [{ name, at }];
    }),
    problems: isRestricted(incident) ? [] : problemsOf(incident),
    change: incident.change,
    impact: incident.impact,
    room: incident.room,
    isPublic: isPublished(incident),
    isRestricted: isRestricted(incident),
  };
}

function servicesOf(incident: Incident, { organisation }: Known): IncidentPageView['services'] {
  if (isRestricted(incident)) return [];
  return incident.services.map((id) => {
    const service = organisation.services.get(id);
    return { id, name: service?.name ?? id, isKnown: service !== undefined };
  });
}

/** How it stands to others, as its own file and theirs say. */
function linksOf(incident: Incident, { following, ids }: Known): IncidentPageView['relations'] {
  if (isRestricted(incident)) return [];
  return [...relationsOf(incident), ...(following.get(incident.id) ?? [])].map((relation) => ({
    ...relation,
    isKnown: ids.has(relation.incident),
  }));
}

/** What each of them is now, and what it was at its worst. */
function componentsOf(
  incident: Incident,
  names: ReadonlyMap<string, Component>,
  now: Instant,
): IncidentPageView['components'] {
  return Object.entries(incident.components).map(([id, status]) => ({
    id,
    name: names.get(id)?.name ?? id,
    status,
    suffered: sufferedOf(incident, id, now),
  }));
}

function problemsOf(incident: Incident): IncidentPageView['problems'] {
  return Object.values(incident.problems)
    .map((problem) => {
      const { state, since, at, severity = null, upstream = null } = problem;
      const isReport = problem.kind === 'report';
      return {
        service: serviceOf(incident, problem),
        state,
        since,
        at,
        severity,
        upstream,
        isReport,
      };
    })
    .toSorted((left, right) => (left.since < right.since ? -1 : 1));
}

/** As the file itself says it. */
type OwnRelation = { readonly how: keyof typeof BACK; readonly incident: string };

type Relation = Omit<IncidentPageView['relations'][number], 'isKnown'>;

function relationsOf({ relations }: Incident): readonly OwnRelation[] {
  const { duplicateOf, causedBy, recurrenceOf } = relations;
  return [
    ...(duplicateOf === undefined ? [] : [{ how: 'duplicate_of', incident: duplicateOf } as const]),
    ...causedBy.map((incident) => ({ how: 'caused_by', incident }) as const),
    ...(recurrenceOf === undefined
      ? []
      : [{ how: 'recurrence_of', incident: recurrenceOf } as const]),
  ];
}

/** The same relations as the other side sees them. */
function followersOf(incidents: readonly Incident[]): ReadonlyMap<string, readonly Relation[]> {
  const found = new Map<string, Relation[]>();
  for (const incident of incidents)
    for (const { how, incident: other } of relationsOf(incident)) {
      const known = found.get(other) ?? [];
      known.push({ how: BACK[how], incident: incident.id });
      found.set(other, known);
    }
  return found;
}

const BACK = {
  duplicate_of: 'has_duplicate',
  caused_by: 'caused',
  recurrence_of: 'recurred_as',
} as const satisfies Partial<Record<Relation['how'], Relation['how']>>;
