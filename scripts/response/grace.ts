// What explained a failure is over and the failure is not: after the grace period its own team is called.
import type { Effect, IncidentEdit } from '../model/effect.ts';
import type { Incident } from '../model/incident.ts';
import { addMs, earlierOf, type Instant, laterOf } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import { type IncidentSeverity, worse } from '../model/severity.ts';
import { activeIn, type ExplainedProblems, factsOf, resolvedIn } from './facts.ts';
import { calledEdits } from './called.ts';
import { entryAbout } from './links.ts';
import { callAgain } from './notification.ts';
import { callFor, cascadePolicy, type KnownFailure, rememberedFields } from './policy.ts';
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
    .flatMap((uncovered) => uncover(organisation, uncovered, now));
}

type Uncovered = {
  readonly incident: Incident;
  readonly problems: ExplainedProblems;
  readonly failure: KnownFailure;
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
  const fields = rememberedFields(book, problems[0]?.[0]);
  const severity = problems.reduce<IncidentSeverity>(
    (worst, [, problem]) => worse(worst, problem.severity ?? incident.severity),
    'sev4',
  );
  const since = problems.reduce<Instant>(
    (latest, [, problem]) => laterOf(latest, problem.since),
    lastRecovery(organisation, book, incident, service),
  );
  const { environment } = incident;
  const failure: KnownFailure = { service, environment, severity, at: since, fields };
  const { graceMs } = cascadePolicy(organisation, failure);
  return { incident, problems, failure, since, due: addMs(since, graceMs) };
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

function uncover(
  organisation: Organisation,
  { incident, problems, failure, since }: Uncovered,
  now: Instant,
): readonly Effect[] {
  const { service } = failure;
  const call = callFor(organisation, { ...failure, at: now });
  const says = call.mode === 'shadow' ? 'only tries its rules' : 'is called';
  const calls = callAgain(incident.id, failure.severity, call, {
    event: 'uncovered',
    about: [service, since],
  });
  const edits: readonly IncidentEdit[] = [
    ...problems.map(([id]): IncidentEdit => ({
      kind: 'unset',
      path: ['problems', id, 'upstream'],
    })),
    entryAbout(
      now,
      `[uncovered] ${service} still fails ${spanInWords(since, now)} after what explained it; ${call.team} ${says}`,
      [incident.id, 'uncovered', service, since],
    ),
    ...calledEdits(incident, calls),
  ];
  return [{ kind: 'edit_incident', id: incident.id, event: 'uncovered', edits }, ...calls];
}
