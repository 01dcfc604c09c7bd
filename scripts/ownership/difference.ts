// What moves between two states of the map. Everything that either of them names is resolved in both, by the resolver
// that decides about signals.
import type { Organisation } from '../model/organisation.ts';
import type { CodeArea, Team } from '../model/ownership.ts';
import type { Place } from '../model/place.ts';
import { readEndpoint } from './endpoint.ts';
import { resolveOwner } from './resolve.ts';
import { subjectSignal } from './subject.ts';

/** Something whose owner changes; null on the side where nobody has it. */
export type Move = {
  readonly kind:
    | 'service'
    | 'alias'
    | 'endpoint'
    | 'transaction'
    | 'path'
    | 'project'
    | 'product'
    | 'triage';
  readonly name: string;
  readonly from: Cell | null;
  readonly to: Cell | null;
  /** Entries of the service that move with it. */
  readonly entries: number;
};

/** Who has something, and the line that says so. */
export type Cell = {
  readonly team: string;
  readonly service: string | null;
  /** Its product decides which rules and which fallback apply. */
  readonly product: string | null;
  readonly place: Place | null;
};

/** A team that comes, goes or changes. */
export type TeamChange = {
  readonly team: string;
  readonly change: 'new' | 'gone' | 'changed';
  /** Names of the facts that differ. */
  readonly facts: readonly string[];
};

/** All that moves. */
export type Difference = {
  readonly moves: readonly Move[];
  readonly teams: readonly TeamChange[];
};

/** Compares two states. A service is named once with its cell; its entries only where they go elsewhere than the service does. */
export function compareOwnership(base: Organisation, head: Organisation): Difference {
  const services = sorted([...base.services.keys(), ...head.services.keys()]).flatMap((id) =>
    serviceMoves(base, head, id),
  );
  const movedServices = new Set(services.map(({ name }) => name.split(' ')[0] ?? name));
  const entries = entryNames(base, head).flatMap((entry): readonly Move[] => {
    const from = cellOf(base, entry);
    const to = cellOf(head, entry);
    if (from?.service === to?.service && (isSame(from, to) || movedServices.has(to?.service ?? '')))
      return [];
    const { kind, name } = entry;
    return [{ kind, name, from, to, entries: 0 }];
  });
  const moves = [...services, ...entries, ...productMoves(base, head), ...triageMoves(base, head)];
  return { moves, teams: teamChanges(base, head) };
}

/** Who is called for what names a product and none of its services. */
function productMoves(base: Organisation, head: Organisation): readonly Move[] {
  const products = [...base.products, ...head.products];
  return sorted(products.map(({ id }) => id)).flatMap((id) => {
    const own = products.filter((product) => product.id === id);
    const functions = sorted(own.flatMap(({ fallback }) => Object.keys(fallback)));
    const cells = [null, ...functions].map((discipline) => ({
      discipline,
      from: productCell(base, id, discipline),
      to: productCell(head, id, discipline),
    }));
    const main = cells[0];
    return cells.flatMap(({ discipline, from, to }): readonly Move[] => {
      const isTold =
        discipline !== null && isSame(from, main?.from ?? null) && isSame(to, main?.to ?? null);
      if (isSame(from, to) || isTold) return [];
      const name = discipline === null ? id : `${id} (${discipline})`;
      return [{ kind: 'product', name, from, to, entries: 0 }];
    });
  });
}

function productCell(
  organisation: Organisation,
  product: string,
  discipline: string | null,
): Cell | null {
  const signal = { ...subjectSignal('service', '', null), service: null, product };
  const asked = { ...signal, function: discipline };
  // As a naming convention tells it: less does not call the product's team at all.
  return toCell(
    resolveOwner(organisation, asked, { source: null, told: new Set(['product']), now: null }),
  );
}

/** Who is called for whatever nobody owns. */
function triageMoves(base: Organisation, head: Organisation): readonly Move[] {
  const [from, to] = [base, head].map(({ settings }): Cell => ({
    team: settings.triage,
    service: null,
    product: null,
    place: null,
  }));
  return from === undefined || to === undefined || isSame(from, to)
    ? []
    : [{ kind: 'triage', name: 'whatever nobody owns', from, to, entries: 0 }];
}

type Entry = {
  readonly kind: Exclude<Move['kind'], 'product' | 'triage'>;
  readonly name: string;
  /** A text that fits the entry's pattern and is resolved in its stead. */
  readonly sample: string;
  readonly repo: string | null;
  readonly source: string | null;
};

function serviceMoves(base: Organisation, head: Organisation, id: string): readonly Move[] {
  const before = base.services.get(id);
  const after = head.services.get(id);
  const entries = Math.max(entryCount(base, id), entryCount(head, id));
  if (before === undefined || after === undefined) {
    const [from, to] = [before, after].map((service, side) =>
      service === undefined ? null : functionCell(side === 0 ? base : head, id, service.function),
    );
    return [{ kind: 'service', name: id, from: from ?? null, to: to ?? null, entries }];
  }
  const isOneFunction = before.function === after.function;
  const functions = sorted([
    before.function,
    after.function,
    ...Object.keys(before.teams),
    ...Object.keys(after.teams),
  ]).filter((discipline) => !isOneFunction || discipline !== after.function);
  // Most signals name no function: theirs is the one that the service names, which may be another one as well.
  return [null, ...functions].flatMap((discipline): readonly Move[] => {
    const from = functionCell(base, id, discipline);
    const to = functionCell(head, id, discipline);
    if (isSame(from, to)) return [];
    const name = discipline === null ? id : `${id} (${discipline})`;
    return [{ kind: 'service', name, from, to, entries: discipline === null ? entries : 0 }];
  });
}

function functionCell(
  organisation: Organisation,
  service: string,
  discipline: string | null,
): Cell | null {
  const signal = { ...subjectSignal('service', service, null), function: discipline };
  return toCell(resolveOwner(organisation, signal));
}

function entryCount(organisation: Organisation, id: string): number {
  const service = organisation.services.get(id);
  if (service === undefined) return 0;
  const paths = service.code.reduce((sum, area) => sum + area.paths.length, 0);
  return service.aliases.length + service.endpoints.length + service.transactions.length + paths;
}

function entryNames(base: Organisation, head: Organisation): readonly Entry[] {
  const entries = [base, head].flatMap(entriesOf);
  const unique = new Map(entries.map((entry) => [`${entry.kind} ${entry.name}`, entry]));
  return [...unique.entries()]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([, entry]) => entry);
}

function entriesOf(organisation: Organisation): readonly Entry[] {
  const none = { repo: null, source: null };
  return [
    ...[...organisation.services.values()].flatMap((service): readonly Entry[] => [
      ...service.aliases.map((name): Entry => ({
        kind: 'alias',
        name,
        sample: sampleOf(name),
        ...none,
      })),
      ...service.endpoints.map(({ text }): Entry => ({
        kind: 'endpoint',
        name: text,
        sample: sampleOf(text),
        ...none,
      })),
      ...service.transactions.map(({ text }): Entry => ({
        kind: 'transaction',
        name: text,
        sample: sampleOf(text),
        ...none,
      })),
      ...service.code.flatMap(pathEntries),
    ]),
    ...[...organisation.sources.values()].flatMap(({ id, projects }) =>
      [...(projects?.keys() ?? [])].map((project): Entry => ({
        kind: 'project',
        name: `${id}:${project}`,
        sample: project,
        repo: null,
        source: id,
      })),
    ),
  ];
}

/** What is taken out wherever it lies is asked for in each folder that it is taken out of. */
function pathEntries({ repo, paths }: CodeArea): readonly Entry[] {
  const entry = (name: string, sample: string): Entry => ({
    kind: 'path',
    name: `${repo}:${name}`,
    sample,
    repo,
    source: null,
  });
  return paths.flatMap(({ text }, index) => {
    if (!text.startsWith('!**/')) return [entry(text, sampleOf(text.replace(/^!/, '')))];
    const folders = paths.slice(0, index).filter((claim) => !claim.text.startsWith('!'));
    return folders.map((claim) =>
      entry(
        `${claim.text} ${text}`,
        sampleOf(`${claim.text.replace(/\/\*\*$/, '')}/${text.slice('!**/'.length)}`),
      ),
    );
  });
}

/** A text that fits a pattern: whatever may stand for its wild parts. */
function sampleOf(pattern: string): string {
  return pattern.replaceAll(/\*+|\?/g, 'x').replaceAll(/\{[^{}]*\}/g, 'x');
}

function cellOf(organisation: Organisation, { kind, sample, repo, source }: Entry): Cell | null {
  const asked = kind === 'alias' || kind === 'project' ? 'service' : kind;
  if (asked === 'endpoint' && readEndpoint(sample) === null) return null;
  return toCell(
    resolveOwner(organisation, subjectSignal(asked, sample, repo), {
      source,
      told: new Set(),
      now: null,
    }),
  );
}

function toCell({
  owner,
  service,
  place,
  step,
  doubts,
}: ReturnType<typeof resolveOwner>): Cell | null {
  if (step === 'triage') return null;
  const team = doubts?.includes('unowned') === true ? NOBODY : owner.team;
  return { team, service, product: owner.product, place };
}

/** Stands for the team of what is unowned on purpose. */
const NOBODY = 'nobody';

function isSame(left: Cell | null, right: Cell | null): boolean {
  return (
    left?.team === right?.team &&
    left?.service === right?.service &&
    left?.product === right?.product
  );
}

function teamChanges(base: Organisation, head: Organisation): readonly TeamChange[] {
  return sorted([...base.teams.keys(), ...head.teams.keys()]).flatMap(
    (id): readonly TeamChange[] => {
      const before = base.teams.get(id);
      const after = head.teams.get(id);
      if (before === undefined) return [{ team: id, change: 'new', facts: [] }];
      if (after === undefined) return [{ team: id, change: 'gone', facts: [] }];
      const facts = differingFacts(before, after);
      return facts.length === 0 ? [] : [{ team: id, change: 'changed', facts }];
    },
  );
}

function differingFacts(before: Team, after: Team): readonly string[] {
  const facts = ['schedule', 'channel', 'github', 'lead', 'mode'] as const;
  const members = sorted(before.members).join() === sorted(after.members).join() ? [] : ['members'];
  return [...facts.filter((fact) => before[fact] !== after[fact]), ...members];
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].toSorted();
}
