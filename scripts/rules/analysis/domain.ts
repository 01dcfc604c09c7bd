// Which values a field can have at all, where that is a closed set.
import type { Organisation } from '../../model/organisation.ts';
import type { Condition } from '../../model/rule.ts';
import { INCIDENT_SEVERITIES } from '../../model/severity.ts';
import { SIGNAL_ACTIONS, SIGNAL_KINDS, SIGNAL_SEVERITIES } from '../../model/signal.ts';
import { productsOfServices } from '../../ownership/service-products.ts';
import { holds } from '../match.ts';

/** All values of a field, and whether every signal has one. */
export type Domain = {
  readonly values: readonly string[];
  readonly isAlwaysThere: boolean;
  /** Which of them there can be, and one of them must be, beside a value of another field; absent where none tells. */
  readonly beside?: {
    readonly from: string;
    readonly values: ReadonlyMap<string, readonly string[]>;
  };
};

/** The closed fields by name; all others hold free text. */
export type Domains = ReadonlyMap<string, Domain>;

/** Fields that hold a number wherever they are there; labels may hold anything. */
export const NUMBERS: ReadonlySet<string> = new Set(['count']);

/** The closed fields of an organisation. */
export function domainsOf(organisation: Organisation): Domains {
  const { settings, teams, functions, products, sources } = organisation;
  return new Map<string, Domain>([
    ['kind', always(SIGNAL_KINDS)],
    ['action', always(SIGNAL_ACTIONS)],
    ['severity', sometimes(SIGNAL_SEVERITIES)],
    ['incident_severity', always([...INCIDENT_SEVERITIES, 'none'])],
    ['environment', always(settings.environments)],
    ['team', always([...teams.keys()])],
    ['function', always(functions.map((entry) => entry.id))],
    [
      'product',
      {
        ...sometimes(products.map((entry) => entry.id)),
        beside: { from: 'service', values: productsOfServices(organisation) },
      },
    ],
    ['source', always([...sources.keys()])],
    ['vendor', always([...new Set([...sources.values()].map(({ vendor }) => vendor))])],
    ['first_seen', sometimes(ANSWERS)],
    ['regression', sometimes(ANSWERS)],
    [
      'deployment',
      {
        ...sometimes(ANSWERS),
        beside: {
          from: 'service',
          values: new Map([...organisation.services.keys()].map((id) => [id, ANSWERS])),
        },
      },
    ],
  ]);
}

const ANSWERS: readonly string[] = ['true', 'false'];

/** The same for what is only asked about a signal at hand whose past is known. */
export function withPast(domains: Domains): Domains {
  return new Map([...domains, ['first_seen', always(ANSWERS)], ['regression', always(ANSWERS)]]);
}

/** The same for what is asked before anything is known of the past. */
export function beforePast(domains: Domains): Domains {
  return new Map([...domains, ['deployment', sometimes(ANSWERS)]]);
}

/** The same for what is also asked about incidents: those have one owner, which people may change, and several services. */
export function ofIncidents(domains: Domains): Domains {
  return new Map(
    [...domains].map(([field, { values, isAlwaysThere }]) => [field, { values, isAlwaysThere }]),
  );
}

/** The same test as a list of the values that pass it, where the field is closed; null when it passes whatever comes. */
export function narrow(condition: Condition, domains: Domains): Condition | null {
  const domain = domains.get(condition.field);
  if (condition.kind === 'present' && NUMBERS.has(condition.field))
    return { kind: 'number', field: condition.field, bounds: {} };
  if (domain === undefined || condition.kind === 'any_of')
    return domain !== undefined && isAll(condition, domain) ? null : condition;
  if (condition.kind === 'absent' && !domain.isAlwaysThere) return condition;
  const values = domain.values.filter((value) => holds(condition, value));
  const narrowed: Condition = { kind: 'any_of', field: condition.field, values };
  return isAll(narrowed, domain) ? null : narrowed;
}

function isAll(condition: Condition, { values, isAlwaysThere }: Domain): boolean {
  return isAlwaysThere && values.length > 0 && values.every((value) => holds(condition, value));
}

function always(values: readonly string[]): Domain {
  return { values, isAlwaysThere: true };
}

function sometimes(values: readonly string[]): Domain {
  return { values, isAlwaysThere: false };
}
