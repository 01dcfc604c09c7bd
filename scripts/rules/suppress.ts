// Signals that another firing problem explains: `suppress_when`. All that suppress are recorded, not only the first.
import { mayExplain } from '../correlation/causes.ts';
import type { Standing } from '../correlation/standing.ts';
import type { SuppressRule } from '../model/rule.ts';
import { isWorse } from '../model/severity.ts';
import type { StandingProblem } from '../model/standing.ts';
import { lastingReader } from './fields.ts';
import { type GateAnswer, type GateQuery, remark } from './gate.ts';
import { type FieldReader, firstUnmet } from './match.ts';
import { matchingRules } from './matching.ts';
import { conditionWords } from './words.ts';

/** What each rule that matches has to say. */
export function askSuppress(query: GateQuery): readonly GateAnswer[] {
  const { organisation, team, read } = query;
  return matchingRules(organisation.rules.suppress, team, read).map((rule) => ask(rule, query));
}

/** Whether something still suppresses what is known of a problem, by a rule. */
export function isSuppressed(
  standing: Standing,
  rule: SuppressRule,
  { problem, facts: { fields, severity } }: StandingProblem,
): boolean {
  const agreement = agreementOf(rule, lastingReader(fields));
  if (typeof agreement !== 'string') return false;
  for (const other of indexedBy(standing, rule).buckets.get(agreement) ?? []) {
    const known = standing.problems.get(other);
    if (known === undefined || other === problem.id || !mayExplain(standing, known)) continue;
    if (isAsBad(known, severity)) return true;
  }
  return false;
}

/** What is another one whenever something may suppress less by a rule than before, as far as it still fires. */
export function markOf(standing: Standing, rule: SuppressRule): object {
  return indexedBy(standing, rule).mark;
}

function isAsBad(
  { facts }: StandingProblem,
  severity: StandingProblem['facts']['severity'],
): boolean {
  return facts.severity !== 'none' && (severity === 'none' || !isWorse(severity, facts.severity));
}

function ask(rule: SuppressRule, query: GateQuery): GateAnswer {
  const { standing, problem, severity, read } = query;
  const { id, place } = rule;
  const agreement = agreementOf(rule, read);
  if (typeof agreement !== 'string')
    return {
      reason: null,
      notes: remark(query, place, () => `${id}: ${agreement.missing} is missing`),
    };
  const candidates = [...(indexedBy(standing, rule).buckets.get(agreement) ?? [])].flatMap(
    (other) => {
      const known = standing.problems.get(other);
      const isOther = known !== undefined && other !== problem.id && mayExplain(standing, known);
      return isOther ? [known] : [];
    },
  );
  const suppressors = candidates.filter((known) => isAsBad(known, severity));
  return {
    reason: suppressors.length === 0 ? null : { kind: 'suppress', id, team: rule.team, place },
    because: conditionWords(rule),
    notes: remark(query, place, () => `${id}: ${inWords(suppressors, candidates)}`),
  };
}

function inWords(
  suppressors: readonly StandingProblem[],
  candidates: readonly StandingProblem[],
): string {
  if (suppressors.length === 0)
    return candidates.length === 0
      ? 'nothing that it waits for fires'
      : `what fires is less severe (${listed(candidates)})`;
  return `explained by ${listed(suppressors)}`;
}

function listed(problems: readonly StandingProblem[]): string {
  const names = problems
    .map(({ problem, incident }) => incident ?? problem.id)
    .toSorted()
    .filter((name, index, all) => all.indexOf(name) === index);
  const more = names.length > MOST ? ` and ${names.length - MOST} more` : '';
  return `${names.slice(0, MOST).join(', ')}${more}`;
}

const MOST = 10;

type Agreement = string | { readonly missing: string };

/** The values in which both must agree, as one text; a field that is missing is no agreement. */
function agreementOf({ same }: SuppressRule, read: FieldReader): Agreement {
  const values: string[] = [];
  for (const field of same) {
    const value = read(field);
    if (value === null) return { missing: field };
    values.push(value);
  }
  return JSON.stringify(values);
}

type Indexed = {
  /** The list of changes that it follows, and how far. */
  changed: readonly string[];
  seen: number;
  readonly buckets: Map<string, Set<string>>;
  readonly places: Map<string, string>;
  /** Another one after each problem that left its place. */
  mark: object;
};

const indexes = new WeakMap<Standing, Map<SuppressRule, Indexed>>();

/** The problems that may suppress by a rule, by the values in which they must agree; it follows what changes. */
function indexedBy(standing: Standing, rule: SuppressRule): Indexed {
  const rules = indexes.get(standing) ?? new Map<SuppressRule, Indexed>();
  indexes.set(standing, rules);
  const known = rules.get(rule);
  if (known === undefined || known.changed !== standing.changed) {
    const index: Indexed = {
      changed: standing.changed,
      seen: 0,
      buckets: new Map(),
      places: new Map(),
      mark: {},
    };
    for (const id of standing.problems.keys()) sort(index, standing, rule, id);
    index.seen = standing.changed.length;
    // Rules of an organisation that is in force no more must not pile up.
    if (rules.size > MOST_RULES) rules.clear();
    rules.set(rule, index);
    return index;
  }
  for (const id of standing.changed.slice(known.seen)) sort(known, standing, rule, id);
  known.seen = standing.changed.length;
  return known;
}

const MOST_RULES = 20_000;

/** Puts a problem where it is found, or nowhere. */
function sort(index: Indexed, standing: Standing, rule: SuppressRule, id: string): void {
  const before = index.places.get(id) ?? null;
  const place = placeOf(rule, standing.problems.get(id));
  if (place === before) return;
  if (before !== null) {
    index.buckets.get(before)?.delete(id);
    index.places.delete(id);
    index.mark = {};
  }
  if (place === null) return;
  index.places.set(id, place);
  index.buckets.set(place, (index.buckets.get(place) ?? new Set()).add(id));
}

/** The values in which whatever it suppresses agrees with it; null for what suppresses nothing by the rule. */
function placeOf(rule: SuppressRule, known: StandingProblem | undefined): string | null {
  if (known === undefined || known.problem.state !== 'firing' || !known.facts.isLive) return null;
  const read = lastingReader(known.facts.fields);
  const agreement = firstUnmet(rule.open, read) === null ? agreementOf(rule, read) : null;
  return typeof agreement === 'string' ? agreement : null;
}
