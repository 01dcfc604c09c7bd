// The incidents cut by team, function, product and service. Each cut holds every incident exactly once, so that the
// sums of all cuts agree; what touches one beside its own incidents is listed and counted nowhere.
import type { Instant } from '../../model/instant.ts';
import type { Organisation } from '../../model/organisation.ts';
import { isActive, type Incident } from '../../model/incident.ts';
import type { Postmortem } from '../../model/postmortem.ts';
import { type DebtRow, figuresOf, rowsOf } from '../debt-view.ts';
import { viewBreakdown } from './breakdown.ts';
import { type Course, courseOf } from './course.ts';
import { learningOf } from './learned.ts';
import { viewPeopleTime } from './people-time.ts';
import { viewProblems } from './problems.ts';
import { viewSeverityTimes } from './severity-times.ts';
import { viewShares } from './shares.ts';
import { isGenuine, isOfTheYear, isWorkOfTheYear, type LearningOf, viewTimes } from './times.ts';
import { viewUnderWay } from './under-way.ts';
import type { ExcludedView, SliceKind, SliceView } from './view.ts';
import type { InsideIncident } from './incident-views.ts';
import { SLICE_KINDS } from './view.ts';
import { viewWeeks } from './weeks.ts';

/** What slices are cut from: incidents and maintenances, and the row of each incident. */
export type SliceInput = {
  readonly organisation: Organisation;
  readonly incidents: readonly Incident[];
  /** Newest first. */
  readonly rows: readonly InsideIncident[];
  readonly postmortems: readonly Postmortem[];
  readonly bodies?: ReadonlyMap<string, string>;
  readonly courses?: ReadonlyMap<string, Course>;
  readonly now: Instant;
};

/** All slices: what is declared in the order of the files, then what only incidents name. */
export function viewSlices(input: SliceInput): readonly SliceView[] {
  const reportOf = reportsIn(input);
  const known: Known = {
    ...input,
    byId: new Map(input.incidents.map((incident) => [incident.id, incident])),
    reportOf,
    learned: once((incident) => learningOf(input.organisation, incident, reportOf(incident))),
    told: once(({ id }) => input.courses?.get(id) ?? courseOf(input.bodies?.get(id) ?? '')),
    items: rowsOf(input),
  };
  return SLICE_KINDS.flatMap((kind) => slicesOfKind(kind, known));
}

/** What all slices are cut from, with what is known of each incident beside its file's front matter. */
type Known = SliceInput & {
  readonly byId: ReadonlyMap<string, Incident>;
  /** The post-mortem that an incident names, or its own. */
  readonly reportOf: (incident: Incident) => Postmortem | null;
  readonly learned: LearningOf;
  readonly told: (incident: Incident) => Course;
  readonly items: readonly DebtRow[];
};

function reportsIn({ postmortems }: SliceInput): Known['reportOf'] {
  const written = new Map(postmortems.map((postmortem) => [postmortem.incident, postmortem]));
  return (incident) => written.get(incident.postmortem ?? incident.id) ?? null;
}

/** Each incident is asked about in a slice of each kind, and answered once. */
function once<Value>(of: (incident: Incident) => Value): (incident: Incident) => Value {
  const known = new Map<Incident, Value>();
  return (incident) => {
    const found = known.get(incident);
    if (found !== undefined) return found;
    const value = of(incident);
    known.set(incident, value);
    return value;
  };
}

type Head = Pick<SliceView, 'id' | 'name' | 'description'>;

function slicesOfKind(kind: SliceKind, input: Known): readonly SliceView[] {
  const incidents = Map.groupBy(input.incidents, (incident) => keyOf(kind, incident));
  const rows = Map.groupBy(input.rows, (row) => keyOfRow(kind, row));
  const items = Map.groupBy(input.items, (row) => keyOfItem(kind, row));
  const declared = headsOf(kind, input.organisation);
  const known = new Set(declared.map(({ id }) => id));
  const others = [...new Set([...rows.keys(), ...incidents.keys(), ...items.keys()])]
    .filter((id) => !known.has(id))
    .map((id) => ({ id, name: id ?? `No ${kind}`, description: null }));
  return [...declared, ...others].map((head) =>
    viewSlice(kind, head, {
      ...input,
      incidents: incidents.get(head.id) ?? [],
      rows: rows.get(head.id) ?? [],
      items: items.get(head.id) ?? [],
      involved: involvedIn(kind, head.id, input),
    }),
  );
}

function viewSlice(
  kind: SliceKind,
  head: Head,
  {
    organisation,
    incidents,
    rows,
    items,
    involved,
    byId,
    learned,
    reportOf,
    told,
    now,
  }: Known & { readonly involved: readonly string[] },
): SliceView {
  const ids = (isIn: (row: InsideIncident) => boolean): readonly string[] =>
    rows.filter(isIn).map(({ id }) => id);
  const began = (incident: Incident): boolean => isOfTheYear(incident, now);
  const worked = (incident: Incident): boolean => isWorkOfTheYear(incident, now);
  const ofTheYear = incidents.filter((each) => isGenuine(each) && began(each));
  const work = incidents.filter((each) => isGenuine(each) && worked(each));
  const { zone } = organisation.settings;
  return {
    kind,
    ...head,
    open: ids(({ isOpen }) => isOpen),
    unacknowledged: ids(({ isOpen, isTaken }) => isOpen && !isTaken),
    overdue: ids(({ overdue }) => overdue.length > 0),
    past: ids(({ isOpen }) => !isOpen),
    involved,
    excluded: excludedFrom(incidents, began),
    times: viewTimes(incidents, learned, now),
    shares: viewShares({ organisation, incidents, byId, learned, courses: told, now }),
    problems: viewProblems(ofTheYear),
    breakdown: viewBreakdown(ofTheYear, reportOf),
    severityTimes: viewSeverityTimes(ofTheYear, told, now),
    weeks: viewWeeks(incidents, zone, now),
    underWay: viewUnderWay(incidents, told, { zone, now }),
    peopleTime: {
      time: viewPeopleTime(work, told, now),
      excluded: excludedFrom(incidents, worked),
    },
    actions: figuresOf(items, now),
  };
}

/** What is none of the time's incidents, and those that are of another time. */
function excludedFrom(
  incidents: readonly Incident[],
  isOfTime: (incident: Incident) => boolean,
): ExcludedView {
  const count = (isIn: (incident: Incident) => boolean): number =>
    incidents.filter((incident) => isOfTime(incident) && isIn(incident)).length;
  return {
    maintenance: count(({ kind }) => kind === 'maintenance'),
    declined: count(({ kind, state }) => kind === 'incident' && state === 'declined'),
    duplicate: count(({ kind, state }) => kind === 'incident' && state === 'duplicate'),
    older: incidents.filter((each) => isGenuine(each) && !isOfTime(each)).length,
  };
}

function keyOf(kind: SliceKind, { owner, services }: Incident): string | null {
  switch (kind) {
    case 'all':
      return null;
    case 'team':
      return owner.team;
    case 'function':
      return owner.function;
    case 'product':
      return owner.product;
    case 'service':
      return services[0] ?? null;
  }
}

/** A team has what it promised; every other slice has what its incidents led to. */
function keyOfItem(kind: SliceKind, { item, incident }: DebtRow): string | null {
  return kind === 'team' ? item.ownerTeam : keyOf(kind, incident);
}

function keyOfRow(kind: SliceKind, row: InsideIncident): string | null {
  return kind === 'all' ? null : row[kind];
}

function headsOf(kind: SliceKind, organisation: Organisation): readonly Head[] {
  switch (kind) {
    case 'all':
      return [{ id: null, name: organisation.settings.name, description: null }];
    case 'team':
      return [...organisation.teams.values()].map(({ id, name, mission }) => ({
        id,
        name,
        description: mission,
      }));
    case 'function':
      return organisation.functions.map(({ id, name }) => ({ id, name, description: null }));
    case 'product':
      return organisation.products.map(({ id, name, description }) => ({ id, name, description }));
    case 'service':
      return [...organisation.services.values()].map(({ id, name, description }) => ({
        id,
        name,
        description,
      }));
  }
}

/** What names one of its services and is counted elsewhere. */
function involvedIn(
  kind: SliceKind,
  id: string | null,
  { incidents, organisation }: SliceInput,
): readonly string[] {
  if (kind === 'all' || id === null) return [];
  const touches = (service: string): boolean => {
    if (kind === 'service') return service === id;
    const known = organisation.services.get(service);
    if (known === undefined) return false;
    if (kind === 'product') return known.product === id;
    return kind === 'team' ? Object.values(known.teams).includes(id) : known.function === id;
  };
  return incidents
    .filter(
      (incident) =>
        incident.kind === 'incident' &&
        (kind === 'service' || isActive(incident)) &&
        keyOf(kind, incident) !== id &&
        incident.services.some(touches),
    )
    .map((incident) => incident.id)
    .toSorted()
    .toReversed();
}
