// The page of a slice: numbers that need action, the lists behind them, times, weeks, and what the slice consists of.
import type { DebtItem } from '../../../../scripts/publication/debt-view.ts';
import type {
  InsideView,
  SliceKind,
  SliceView,
} from '../../../../scripts/publication/inside/view.ts';
import type { InsideIncident } from '../../../../scripts/publication/inside/incident-views.ts';
import type { Instant } from '../../../../scripts/model/instant.ts';
import type { InternalView } from '../../../../scripts/publication/view.ts';
import { counted } from '../words.ts';
import { type BreakdownTable, breakdownTables } from './breakdown.ts';
import { dotsModel, type DotsModel } from './dots.ts';
import { itemRow, type ItemRow, promiseWords } from './items.ts';
import { handOver } from './on-call.ts';
import { type PeopleTime, peopleTime } from './people-time.ts';
import { byDeadline, rowsOf, type IncidentRow } from './rows.ts';
import { type ShareGroup, shareGroups } from './shares.ts';
import { beganModel, underWayModel, type WeeksModel } from './weeks.ts';

/** A number that needs action and the list that it leads to. */
export type SliceNumber = {
  readonly label: string;
  readonly count: number;
  readonly anchor: string;
};

/** What a slice's page shows. */
export type SlicePage = {
  readonly kind: SliceKind;
  readonly id: string | null;
  readonly name: string;
  readonly description: string | null;
  readonly people: string | null;
  readonly numbers: readonly SliceNumber[];
  readonly open: readonly IncidentRow[];
  readonly overdue: readonly IncidentRow[];
  readonly past: readonly IncidentRow[];
  /** How many ended ones are not listed. */
  readonly older: number;
  /** Open ones that are counted elsewhere, and those that ended. */
  readonly touching: readonly IncidentRow[];
  readonly involved: readonly IncidentRow[];
  readonly items: readonly ItemRow[];
  readonly weeks: WeeksModel;
  readonly underWay: WeeksModel;
  readonly peopleTime: PeopleTime & { readonly excluded: string };
  readonly times: readonly DotsModel[];
  readonly shares: readonly ShareGroup[];
  readonly breakdown: readonly BreakdownTable[];
  readonly excluded: string;
  /** What became of what was promised. */
  readonly promises: readonly string[];
  readonly services: readonly SliceService[];
};

/** A service that belongs to the slice. */
export type SliceService = {
  readonly id: string;
  readonly name: string;
  readonly tier: number;
  readonly detail: string;
};

/** What a line of an index shows. */
export type SliceLine = Pick<SlicePage, 'kind' | 'id' | 'name' | 'numbers'> & {
  readonly next: IncidentRow['next'];
};

const PAST_SHOWN = 200;

/** The page of one slice. */
export function slicePage(view: InternalView, slice: SliceView, now: Instant): SlicePage {
  const { inside } = view;
  const incidents = byId(inside);
  const past = slice.past.slice(0, PAST_SHOWN);
  const items = itemsOf(inside, slice);
  const rows = (ids: readonly string[]): readonly IncidentRow[] => rowsOf(incidents, ids, now);
  const isOpen = (id: string): boolean => incidents.get(id)?.isOpen === true;
  return {
    kind: slice.kind,
    id: slice.id,
    name: slice.name,
    description: slice.description,
    people: peopleOf(view, slice),
    numbers: numbersOf(inside, slice),
    open: rows(byDeadline(incidents, slice.open)),
    overdue: rows(byDeadline(incidents, slice.overdue)),
    past: rows(past),
    older: slice.past.length - past.length,
    touching: rows(byDeadline(incidents, slice.involved.filter(isOpen))),
    involved: rows(slice.involved.filter((id) => !isOpen(id))),
    items: items.map(itemRow),
    weeks: beganModel(slice.weeks),
    underWay: underWayModel(slice.underWay),
    peopleTime: {
      ...peopleTime(slice.peopleTime),
      excluded: excludedWords(slice.peopleTime.excluded),
    },
    times: slice.times.map((time) => dotsModel(time)),
    shares: shareGroups(slice),
    breakdown: breakdownTables(slice),
    excluded: `${excludedWords(slice.excluded)} Drills are not written down as such, so none is left out.`,
    promises: promiseWords(slice.actions),
    services: servicesOf(view, slice),
  };
}

/** The index of one kind, those that must act first on top. */
export function sliceIndex(
  { inside }: InternalView,
  kind: SliceKind,
  now: Instant,
): readonly SliceLine[] {
  const incidents = byId(inside);
  return inside.slices
    .filter((slice) => slice.kind === kind)
    .map((slice) => {
      const [first] = byDeadline(incidents, [...new Set([...slice.open, ...slice.overdue])]);
      const [row] = first === undefined ? [] : rowsOf(incidents, [first], now);
      const numbers = numbersOf(inside, slice);
      return { kind, id: slice.id, name: slice.name, numbers, next: row?.next ?? null };
    })
    .toSorted((left, right) => urgency(right) - urgency(left) || (left.name < right.name ? -1 : 1));
}

function byId({ incidents }: InsideView): ReadonlyMap<string, InsideIncident> {
  return new Map(incidents.map((incident) => [incident.id, incident]));
}

function numbersOf(inside: InsideView, slice: SliceView): readonly SliceNumber[] {
  const late = itemsOf(inside, slice).filter(({ isOverdue }) => isOverdue).length;
  return [
    { label: 'open', count: slice.open.length, anchor: 'open' },
    { label: 'not acknowledged', count: slice.unacknowledged.length, anchor: 'open' },
    { label: 'overdue', count: slice.overdue.length, anchor: 'overdue' },
    { label: late === 1 ? 'action overdue' : 'actions overdue', count: late, anchor: 'actions' },
  ];
}

function urgency({ numbers }: SliceLine): number {
  return numbers.reduce((sum, { count }) => sum + count, 0);
}

/** A team has what it promised; every other slice has what its incidents led to. */
function itemsOf({ debt }: InsideView, slice: SliceView): readonly DebtItem[] {
  if (slice.kind === 'all') return debt.open;
  if (slice.kind === 'team') return debt.open.filter(({ team }) => team === slice.id);
  const ids = new Set([...slice.open, ...slice.past]);
  return debt.open.filter(({ incident }) => ids.has(incident));
}

function peopleOf({ teams, inside }: InternalView, { kind, id }: SliceView): string | null {
  const team = kind === 'team' ? teams.find((each) => each.id === id) : undefined;
  if (team === undefined) return null;
  const duty = inside.onCall.find((each) => each.team === id);
  return `Led by @${team.lead}. ${duty === undefined ? '' : handOver(duty).sentence}`;
}

function servicesOf({ inside }: InternalView, slice: SliceView): readonly SliceService[] {
  const { kind, id } = slice;
  return inside.ownership.products.flatMap((product) =>
    product.services.flatMap((service) => {
      const functions = Object.entries(service.teams);
      const own =
        kind === 'team'
          ? functions.filter(([, team]) => team === id).map(([name]) => name)
          : kind === 'function'
            ? functions.filter(([name]) => name === id).map(([, team]) => team)
            : (kind === 'product' && product.id === id) || (kind === 'service' && service.id === id)
              ? functions.map(([name, team]) => `${name}: ${team}`)
              : [];
      const { id: serviceId, name, tier } = service;
      return own.length === 0 ? [] : [{ id: serviceId, name, tier, detail: own.join(', ') }];
    }),
  );
}

function excludedWords({ maintenance, declined, duplicate, older }: SliceView['excluded']): string {
  return `Not counted: ${counted(maintenance, 'maintenance')}, ${declined} declined, ${counted(duplicate, 'duplicate')} of this time, and ${counted(older, 'earlier incident')}.`;
}
