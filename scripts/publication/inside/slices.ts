// The incidents cut by team, function, product and service. Each cut holds every incident exactly once, so that the
// sums of all cuts agree; what touched a service beside its own incidents is listed and counted nowhere.
import type { Incident } from '../../model/incident.ts';
import type { Instant } from '../../model/instant.ts';
import type { Organisation } from '../../model/organisation.ts';
import { isGenuine, viewTimes } from './times.ts';
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
      involved: kind === 'service' && head.id !== null ? involvedIn(head.id, input) : [],
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
    now,
  }: SliceInput & { readonly involved: readonly string[] },
): SliceView {
  const ids = (isIn: (row: InsideIncident) => boolean): readonly string[] =>
    rows.filter(isIn).map(({ id }) => id);
  const count = (isIn: (incident: Incident) => boolean): number => incidents.filter(isIn).length;
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
    },
    times: viewTimes(incidents, now),
    weeks: viewWeeks(incidents, organisation.settings.zone, now),
    customerFirst: customerFirst(incidents),
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

function involvedIn(service: string, { incidents }: SliceInput): readonly string[] {
  return incidents
    .filter(({ kind, services }) => kind === 'incident' && services.indexOf(service) > 0)
    .map(({ id }) => id)
    .toSorted()
    .toReversed();
}

function customerFirst(incidents: readonly Incident[]): SliceView['customerFirst'] {
  const told = incidents.filter(isGenuine).flatMap(({ problems }) => {
    const [first] = Object.values(problems).toSorted((left, right) =>
      left.since < right.since ? -1 : 1,
    );
    return first === undefined ? [] : [first];
  });
  return { first: told.filter(({ kind }) => kind === 'report').length, known: told.length };
}
