// A failure listed with one cause that another one explains better, as when several of them fail and their signals come
// late: it goes to the incident that a fresh look at the files would choose, whichever signal came first.
import type { Effect, IncidentEdit } from '../model/effect.ts';
import { isConfidential } from '../incidents/hidden.ts';
import { type Incident, type IncidentProblem, serviceOf } from '../model/incident.ts';
import { BEGINNING, earlierOf, type Instant, laterOf, toMs } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import { type IncidentSeverity, isWorse, worse } from '../model/severity.ts';
import { mayTakeOver } from './adoption.ts';
import { calledEdits } from './called.ts';
import { raiseTo, set, union } from './change.ts';
import { show, showingOf } from './face.ts';
import { activeIn, type ExplainedProblems, factsOf } from './facts.ts';
import { entryAbout, linkTo } from './links.ts';
import { componentOf } from './open.ts';
import { callRaised } from './notification.ts';
import { cascadePolicy, rememberedFields } from './policy.ts';
import { calmWithout } from './recover.ts';
import { statusOf } from './public-words.ts';
import type { IncidentBook } from './response.ts';
import { isStorm } from './storm.ts';
import { type Explanation, explain, type Failures, failuresOf, pathInWords } from './upstream.ts';

/** A service's failure that belongs into another incident. */
type Move = {
  readonly from: Incident;
  readonly to: Incident;
  readonly service: string;
  readonly problems: ExplainedProblems;
  /** From the failing service to the root. */
  readonly path: readonly string[];
  /** Since when the other cause explains it. */
  readonly at: Instant;
};

/** When the first failure has to go to the incident of another cause; null when all are where they belong. */
export function moveDue(organisation: Organisation, book: IncidentBook): Instant | null {
  return movesIn(organisation, book).reduce<Instant | null>(
    (first, { at }) => (first === null ? at : earlierOf(first, at)),
    null,
  );
}

/** Brings one failure to the incident of its cause; what else is due follows from the files as they are then. */
export function moveExplained(
  organisation: Organisation,
  book: IncidentBook,
  now: Instant,
): readonly Effect[] {
  const due = movesIn(organisation, book).find(({ at }) => at <= now);
  if (due === undefined) return [];
  return [giveAway(organisation, due, now), ...takeIn(organisation, book, due, now)];
}

function movesIn(organisation: Organisation, book: IncidentBook): readonly Move[] {
  return activeIn(book).sorted.flatMap((from) => {
    const movable = movableIn(book, from);
    // Of a storm nobody knows all that fires.
    if (movable.length === 0 || isStorm(from) || isConfidential(from)) return [];
    const failures = failuresOf(book, from.environment);
    return movable.flatMap(([service, problems]) => {
      const explanation = explain(organisation, failures, service);
      if (explanation === null || !mayMove(organisation, from, explanation.incident)) return [];
      const at = explainedSince(explanation, failures);
      const { incident: to, path } = explanation;
      const move: Move = { from, to, service, problems, path, at };
      return isLate(organisation, book, move) ? [] : [move];
    });
  });
}

/**
 * Failures that may belong elsewhere, by service: what the incident explains, unless the service fails there also for
 * itself, as after the end of what explained it; and of several services of one group each that is there for itself.
 */
function movableIn(
  book: IncidentBook,
  from: Incident,
): readonly (readonly [string, ExplainedProblems])[] {
  const { explained, unexplained, firing } = factsOf(from);
  const isOfOne = from.group === null || from.kind !== 'incident' || firing.size < 2;
  if (explained.size === 0 && isOfOne) return [];
  return [...firing].flatMap((service) => {
    if (service === null) return [];
    const problems = explained.get(service);
    if (!unexplained.has(service)) return problems === undefined ? [] : [[service, problems]];
    const own = problems !== undefined || isOfOne ? [] : failuresAlone(book, from, service);
    return own.length === 0 ? [] : [[service, own]];
  });
}

/**
 * What fires of a service in an incident. A customer's report stays where its ticket is, and so does a problem of which
 * only the file says by its place that it is of the service that the incident began with: it may be of none.
 */
function failuresAlone(book: IncidentBook, from: Incident, service: string): ExplainedProblems {
  return Object.entries(from.problems).filter(([id, problem]) => {
    if (problem.state !== 'firing' || problem.kind === 'report') return false;
    const known = problem.service ?? book.standing?.problems.get(id)?.facts.service;
    return known === service;
  });
}

/** What customers read of stays where they read it. */
function mayMove(organisation: Organisation, from: Incident, to: Incident): boolean {
  if (from === to || to.kind !== 'incident' || isStorm(to)) return false;
  return from.public?.visibility !== 'public' && mayTakeOver(organisation, from, to);
}

function explainedSince({ path }: Explanation, failures: Failures): Instant {
  return path.reduce<Instant>(
    (latest, service) => laterOf(latest, failures.get(service)?.since ?? latest),
    BEGINNING,
  );
}

/** As for incidents that are taken over: after a while people know it as what it was taken for. */
function isLate(
  organisation: Organisation,
  book: IncidentBook,
  { from, to, service, problems, at }: Move,
): boolean {
  const declared = from.at.declared ?? BEGINNING;
  const shown = laterOf(at, to.at.declared ?? at);
  const { adoptMs } = cascadePolicy(organisation, {
    service,
    environment: from.environment,
    severity: worstOf(problems, from.severity) ?? from.severity,
    at: declared,
    fields: rememberedFields(book, problems[0]?.[0]),
  });
  return toMs(shown) - toMs(declared) > adoptMs;
}

function giveAway(
  organisation: Organisation,
  { from, to, service, problems, path }: Move,
  now: Instant,
): Effect {
  const ids = new Set(problems.map(([id]) => id));
  const rest = Object.entries(from.problems).filter(([id]) => !ids.has(id));
  const isStillThere = rest.some(([, problem]) => serviceOf(from, problem) === service);
  const component = componentOf(organisation, service, from.environment)?.id;
  const edits: readonly IncidentEdit[] = [
    ...problems.map(([id]): IncidentEdit => ({ kind: 'unset', path: ['problems', id] })),
    ...(isStillThere || from.services.length === 1
      ? []
      : [
          set(
            ['services'],
            from.services.filter((each) => each !== service),
          ),
        ]),
    ...(isStillThere || component === undefined || from.components[component] === undefined
      ? []
      : [{ kind: 'unset' as const, path: ['components', component] }]),
    ...withoutSeverity(from, rest),
    ...calmWithout(organisation, from, { gone: ids, now }),
    entryAbout(now, `[moved] ${service} to ${linkTo(to.id)}: ${pathInWords(path)}`, [
      from.id,
      'moved',
      service,
      to.id,
    ]),
  ];
  return { kind: 'edit_incident', id: from.id, event: 'moved', edits };
}

/** As bad as what is left, where nobody said how bad it is. */
function withoutSeverity(
  { problems, severity, severityMax }: Incident,
  rest: readonly (readonly [string, IncidentProblem])[],
): readonly IncidentEdit[] {
  const before = worstOf(Object.entries(problems), severity);
  const after = worstOf(rest, severity);
  if (before === null || after === null || !isWorse(before, after)) return [];
  return [
    ...(severity === before ? [set(['severity'], after)] : []),
    ...(severity === before && severityMax === before ? [set(['severity_max'], after)] : []),
  ];
}

function worstOf(
  problems: readonly (readonly [string, IncidentProblem])[],
  otherwise: IncidentSeverity,
): IncidentSeverity | null {
  return problems.reduce<IncidentSeverity | null>((worst, [, { severity = otherwise }]) => {
    return worst === null ? severity : worse(worst, severity);
  }, null);
}

function takeIn(
  organisation: Organisation,
  book: IncidentBook,
  { from, to, service, problems, path }: Move,
  now: Instant,
): readonly Effect[] {
  const root = path.at(-1) ?? service;
  const worst = worstOf(problems, from.severity) ?? to.severity;
  const isRaised = isWorse(worst, to.severity);
  const calls = isRaised
    ? callRaised(organisation, book, to, { severity: worst, about: [from.id, service], now })
    : [];
  const edits: readonly IncidentEdit[] = [
    ...problems
      .filter(([id, problem]) => (to.problems[id]?.at ?? BEGINNING) < problem.at)
      .map(([id, problem]) => {
        const severity = problem.severity ?? from.severity;
        return set(['problems', id], { ...problem, severity, service, upstream: root });
      }),
    ...union(['services'], to.services, [service]),
    ...(isRaised ? raiseTo(to, worst) : []),
    ...show(organisation, to, showingOf(organisation, to, service, statusOf(worst)), now),
    entryAbout(now, `[impacted] ${pathInWords(path)}: moved here from ${linkTo(from.id)}`, [
      to.id,
      'impacted',
      service,
      from.id,
    ]),
    ...calledEdits(to, calls),
  ];
  return [{ kind: 'edit_incident', id: to.id, event: 'impacted', edits }, ...calls];
}
