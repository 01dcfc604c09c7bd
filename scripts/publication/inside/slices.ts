// The incidents cut by team, function, product and service. Each cut holds every incident exactly once, so that the
// sums of all cuts agree; what touches one beside its own incidents is listed and counted nowhere.
import type { Instant } from '../../model/instant.ts';
import type { Organisation } from '../../model/organisation.ts';
import { isActive, type Incident } from '../../model/incident.ts';
import { viewShares } from './shares.ts';
import { isGenuine, isOfTheYear, viewTimes } from './times.ts';
import type { SliceKind, SliceView } from './view.ts';
import type { InsideIncident } from './incident-views.ts';
import { SLICE_KINDS } from './view.ts';
import { viewWeeks } from './weeks.ts';

/** What slices are cut from: incidents and maintenances, and the row of each incident. */
export type SliceInput = {
  readonly organisation: Organisation;
  readonly incidents: readonly Incident[];
  /** Newest first. */
  readonly rows: readonly InsideIncident[];
  readonly now: Instant;
};

/** All slices: what is declared in the order of the files, then what only incidents name. */
export function viewSlices(input: SliceInput): readonly SliceView[] {
  return SLICE_KINDS.flatMap((kind) => slicesOfKind(kind, input));
}

type Head = Pick<SliceView, 'id' | 'name' | 'description'>;

function slicesOfKind(kind: SliceKind, input: SliceInput): readonly SliceView[] {
  const incidents = Map.groupBy(input.incidents, (incident) => keyOf(kind, incident));
  const rows = Map.groupBy(input.rows, (row) => keyOfRow(kind, row));
  const declared = headsOf(kind, input.organisation);
  const known = new Set(declared.map(({ id }) => id));
  const others = [...new Set([...rows.keys(), ...incidents.keys()])]
    .filter((id) => !known.has(id))
    .map((id) => ({ id, name: id ?? `No ${kind}`, description: null }));
  return [...declared, ...others].map((head) =>
    viewSlice(kind, head, {
      ...input,
      incidents: incidents.get(head.id) ?? [],
      rows: rows.get(head.id) ?? [],
      involved: involvedIn(kind, head.id, input),
      all: input.incidents,
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
    involved,
    all,
    now,
  }: SliceInput & { readonly involved: readonly string[]; readonly all: readonly Incident[] },
): SliceView {
  const ids = (isIn: (row: InsideIncident) => boolean): readonly string[] =>
    rows.filter(isIn).map(({ id }) => id);
  const ofTheYear = incidents.filter((incident) => isOfTheYear(incident, now));
  const count = (isIn: (incident: Incident) => boolean): number => ofTheYear.filter(isIn).length;
  return {
    kind,
    ...head,
    open: ids(({ isOpen }) => isOpen),
    unacknowledged: ids(({ isOpen, isTaken }) => isOpen && !isTaken),
    overdue: ids(({ overdue }) => overdue.length > 0),
    past: ids(({ isOpen }) => !isOpen),
    involved,
    excluded: {
      maintenance: count((incident) => incident.kind === 'maintenance'),
      declined: count((incident) => incident.kind === 'incident' && incident.state === 'declined'),
      duplicate: count(
        (incident) => incident.kind === 'incident' && incident.state === 'duplicate',
      ),
      older: incidents.filter((each) => isGenuine(each) && !isOfTheYear(each, now)).length,
    },
    times: viewTimes(incidents, now),
    shares: viewShares({ organisation, incidents, all, now }),
    weeks: viewWeeks(incidents, organisation.settings.zone, now),
    customerFirst: customerFirst(ofTheYear),
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

/** By the earliest of what tools and customers said; a ticket says so of an incident that no tool saw before it was declared. */
function customerFirst(incidents: readonly Incident[]): SliceView['customerFirst'] {
  const told = incidents.filter(isGenuine).flatMap(({ problems, tickets, at }) => {
    const [first] = Object.values(problems).toSorted((left, right) =>
      left.since < right.since ? -1 : 1,
    );
    const isTicket =
      tickets.length > 0 && (first === undefined || (at.declared ?? first.since) < first.since);
    return first === undefined && !isTicket ? [] : [isTicket || first?.kind === 'report'];
  });
  return { first: told.filter(Boolean).length, known: told.length };
}
