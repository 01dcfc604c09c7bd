// What decisions remember ↔ rows of the SQLite inbox.
import type { StoredProblem } from './inbox.ts';
import type { Count, ProblemFacts, StandingProblem, TallyEntry } from '../model/standing.ts';
import { INCIDENT_SEVERITIES } from '../model/severity.ts';
import { heldOf, partOf } from './sqlite-held.ts';
import { integerOf, optionalTextOf, textOf } from './sqlite-row.ts';

/** A stored problem as decisions know it; one that an older program stored tells nothing but its state. */
export function toStanding({ facts, incident, ...problem }: StoredProblem): StandingProblem {
  const recoveredAt = problem.state === 'recovered' ? problem.at : null;
  return { problem, incident, facts: facts ?? { ...NO_FACTS, recoveredAt } };
}

/** A row of the table `problem`. */
export function problemOf(row: unknown): StoredProblem {
  const facts = factsOf(optionalTextOf(row, 'facts'));
  return {
    id: textOf(row, 'id'),
    source: textOf(row, 'source'),
    state: textOf(row, 'state') === 'firing' ? 'firing' : 'recovered',
    since: textOf(row, 'since'),
    at: textOf(row, 'at'),
    key: textOf(row, 'key'),
    count: integerOf(row, 'count'),
    incident: optionalTextOf(row, 'incident'),
    ...(facts === null ? {} : { facts }),
  };
}

/** A row of the table `problem` as decisions know it. */
export function standingProblemOf(row: unknown): StandingProblem {
  return toStanding(problemOf(row));
}

/** A count as values for the statement that stores it. */
export function rowOfCount({ tally, entry }: Count): Record<string, string | number | null> {
  const { key, at, problem, value, until } = entry;
  return { tally, key, at, problem, value, until };
}

/** A row of the table `tally`. */
export function tallyOf(row: unknown): { readonly tally: string; readonly entry: TallyEntry } {
  const entry = {
    key: textOf(row, 'key'),
    at: integerOf(row, 'at'),
    problem: textOf(row, 'problem'),
    value: optionalTextOf(row, 'value'),
    until: integerOf(row, 'until'),
  };
  return { tally: textOf(row, 'tally'), entry };
}

/** A row of the table `silence_match`. */
export function silenceOf(row: unknown): { readonly silence: string; readonly at: string } {
  return { silence: textOf(row, 'silence'), at: textOf(row, 'at') };
}

function factsOf(json: string | null): ProblemFacts | null {
  if (json === null) return null;
  const row: unknown = JSON.parse(json);
  const severity = optionalTextOf(row, 'severity');
  const held = heldOf(row);
  return {
    service: optionalTextOf(row, 'service'),
    environment: textOf(row, 'environment'),
    fields: fieldsOf(row),
    severity: INCIDENT_SEVERITIES.find((known) => known === severity) ?? 'none',
    isLive: textOf(row, 'isLive') === 'true',
    ...(textIn(row, 'isExplained')[0] === 'true' ? { isExplained: true as const } : {}),
    heldBy: optionalTextOf(row, 'heldBy'),
    ...(textIn(row, 'hasPassed')[0] === 'true' ? { hasPassed: true as const } : {}),
    recoveredAt: optionalTextOf(row, 'recoveredAt'),
    ...(held === null ? {} : { held }),
    ...saidOf(row),
    ...ownIdsOf(row),
  };
}

function saidOf(row: unknown): Pick<ProblemFacts, 'said' | 'endedAt'> {
  const [endedAt] = textIn(row, 'endedAt');
  const said = partOf(row, 'said');
  const instants = INCIDENT_SEVERITIES.flatMap((severity) =>
    textIn(said, severity).map((at) => [severity, at] as const),
  );
  return {
    ...(instants.length === 0 ? {} : { said: Object.fromEntries(instants) }),
    ...(endedAt === undefined ? {} : { endedAt }),
  };
}

/** A text that may be absent: as a list of one, or of none. */
function textIn(row: unknown, name: string): readonly string[] {
  const value: unknown =
    typeof row === 'object' && row !== null ? Reflect.get(row, name) : undefined;
  return typeof value === 'string' ? [value] : [];
}

function ownIdsOf(row: unknown): Pick<ProblemFacts, 'ownIds'> {
  const ids: unknown = typeof row === 'object' && row !== null ? Reflect.get(row, 'ownIds') : null;
  return Array.isArray(ids) ? { ownIds: ids.filter((id) => typeof id === 'string') } : {};
}

/** Facts as the text of a column. */
export function textOfFacts(facts: ProblemFacts | undefined): string | null {
  if (facts === undefined) return null;
  const isExplained = facts.isExplained === true ? { isExplained: 'true' } : {};
  const hasPassed = facts.hasPassed === true ? { hasPassed: 'true' } : {};
  return JSON.stringify({ ...facts, ...isExplained, ...hasPassed, isLive: String(facts.isLive) });
}

const NO_FACTS: ProblemFacts = {
  service: null,
  environment: '',
  fields: {},
  severity: 'none',
  isLive: false,
  heldBy: null,
  recoveredAt: null,
};

function fieldsOf(row: unknown): ProblemFacts['fields'] {
  const fields: unknown =
    typeof row === 'object' && row !== null ? Reflect.get(row, 'fields') : null;
  if (typeof fields !== 'object' || fields === null)
    throw new TypeError('Unexpected stored facts of a problem, expected fields.');
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]));
}
