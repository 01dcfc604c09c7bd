// What explained a failure is over and the failure is not: after the grace period its own team is called.
import type { Effect, IncidentEdit } from '../model/effect.ts';
import type { Incident } from '../model/incident.ts';
import { addMs, earlierOf, type Instant, laterOf } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import { type IncidentSeverity, isWorse } from '../model/severity.ts';
import { activeIn, type ExplainedProblems, factsOf, resolvedIn } from './facts.ts';
import { calledEdits } from './called.ts';
import { entryAbout } from './links.ts';
import { callAgain, callOnce } from './notification.ts';
import {
  type Call,
  callFor,
  cascadePolicy,
  type KnownFailure,
  rememberedFields,
} from './policy.ts';
import { spanInWords } from './problem-entry.ts';
import type { IncidentBook } from './response.ts';
import { failuresFor, isExplained, needs } from './upstream.ts';

/** When the first team has to be called although an incident upstream explained its failure; null when none has. */
export function graceDue(organisation: Organisation, book: IncidentBook): Instant | null {
  return uncoveredIn(organisation, book).reduce<Instant | null>(
    (first, { due }) => (first === null ? due : earlierOf(first, due)),
    null,
  );
}

/** Calls those teams; from then on the failure is the incident's own. */
export function callUncovered(
  organisation: Organisation,
  book: IncidentBook,
  now: Instant,
): readonly Effect[] {
  return uncoveredIn(organisation, book)
    .filter(({ due }) => due <= now)
    .flatMap((uncovered) => uncover(organisation, book, uncovered, now));
}

type Uncovered = {
  readonly incident: Incident;
  readonly problems: ExplainedProblems;
  readonly service: string;
  /** Since when nothing explains it. */
  readonly since: Instant;
  readonly due: Instant;
};

function uncoveredIn(organisation: Organisation, book: IncidentBook): readonly Uncovered[] {
  return activeIn(book).listed.flatMap((incident) => {
    const { explained } = factsOf(incident);
    if (explained.size === 0) return [];
    const failures = failuresFor(book, incident);
    return [...explained].flatMap(([service, problems]) =>
      service === null || isExplained(organisation, failures, service)
        ? []
        : [uncoveredOf(organisation, book, incident, [service, problems])],
    );
  });
}

function uncoveredOf(
  organisation: Organisation,
  book: IncidentBook,
  incident: Incident,
  [service, problems]: readonly [string, ExplainedProblems],
): Uncovered {
  const since = problems.reduce<Instant>(
    (latest, [, problem]) => laterOf(latest, problem.since),
    lastRecovery(organisation, book, incident, service),
  );
  const worst = problems.reduce((one, other) => {
    const isOther = isWorse(severityOf(incident, other), severityOf(incident, one));
    return isOther ? other : one;
  });
  const uncovered = { incident, problems, service, since };
  const { graceMs } = cascadePolicy(organisation, failureOf(book, uncovered, worst, since));
  return { ...uncovered, due: addMs(since, graceMs) };
}

function severityOf(
  incident: Incident,
  [, { severity = incident.severity }]: ExplainedProblems[number],
): IncidentSeverity {
  return severity;
}

/** A failure as one of its problems shows it. */
function failureOf(
  book: IncidentBook,
  { incident, service }: Pick<Uncovered, 'incident' | 'service'>,
  problem: ExplainedProblems[number],
  at: Instant,
): KnownFailure {
  const { environment } = incident;
  const fields = rememberedFields(book, problem[0]);
  return { service, environment, severity: severityOf(incident, problem), at, fields };
}

/** When the last of what it needs recovered: of several causes each may have an incident of its own. */
function lastRecovery(
  organisation: Organisation,
  book: IncidentBook,
  { at, environment }: Incident,
  service: string,
): Instant {
  const known = [...activeIn(book).listed, ...resolvedIn(book)].filter(
    (incident) => incident.environment === environment,
  );
  return known.reduce<Instant>((latest, incident) => {
    for (const [own, recovered] of factsOf(incident).recovered)
      if (needs(organisation, service, own)) latest = laterOf(latest, recovered);
    return latest;
  }, at.started ?? '');
}

/** Whomever the rules name for any of its problems is called, once. */
function uncover(
  organisation: Organisation,
  book: IncidentBook,
  uncovered: Uncovered,
  now: Instant,
): readonly Effect[] {
  const { incident, problems, service, since } = uncovered;
  const asked = problems.map((problem) => {
    const failure = failureOf(book, uncovered, problem, now);
    const call = callFor(organisation, failure);
    const about = [service, since, problem[0]];
    const calls = callAgain(incident.id, failure.severity, call, { event: 'uncovered', about });
    return { call, calls };
  });
  const calls = callOnce(asked.flatMap((each) => each.calls));
  const says = teamsInWords(asked.map(({ call }) => call));
  const edits: readonly IncidentEdit[] = [
    ...problems.map(([id]): IncidentEdit => ({
      kind: 'unset',
      path: ['problems', id, 'upstream'],
    })),
    entryAbout(
      now,
      `[uncovered] ${service} still fails ${spanInWords(since, now)} after what explained it; ${says}`,
      [incident.id, 'uncovered', service, since],
    ),
    ...calledEdits(incident, calls),
  ];
  return [{ kind: 'edit_incident', id: incident.id, event: 'uncovered', edits }, ...calls];
}

function teamsInWords(calls: readonly Call[]): string {
  const told = calls.filter(({ mode }) => mode !== 'shadow');
  const teams = new Set((told.length > 0 ? told : calls).map(({ team }) => team));
  const [one, several] =
    told.length > 0
      ? ['is called', 'are called']
      : ['only tries its rules', 'only try their rules'];
  return `${[...teams].join(', ')} ${teams.size === 1 ? one : several}`;
}
