// What the rules say about a failure of which only an incident's file is left: service, environment, severity, clock.
import type { Destination, EscalationStep } from '../model/decision.ts';
import type { Incident } from '../model/incident.ts';
import type { Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Owner } from '../model/owner.ts';
import type { TeamMode } from '../model/ownership.ts';
import type { CascadeRule, NotifyTarget, RateLimit } from '../model/rule.ts';
import type { IncidentSeverity } from '../model/severity.ts';
import { resolveDestinations } from '../rules/destinations.ts';
import type { IncidentBook } from './response.ts';
import { resolveEscalation } from '../rules/escalation.ts';
import type { FieldReader } from '../rules/match.ts';
import { matchingRules } from '../rules/matching.ts';
import { decideStage } from '../rules/stage.ts';

/** A failure as an incident's file knows it. */
export type KnownFailure = {
  /** Null where no service is known. */
  readonly service: string | null;
  readonly environment: string;
  readonly severity: IncidentSeverity;
  readonly at: Instant;
  /** What was remembered of its signal; absent where only the file is left. */
  readonly fields?: Readonly<Record<string, string>> | undefined;
  /** Who owns it, where a file says so. */
  readonly owner?: Owner | undefined;
};

/** How a cascade is treated. */
export type CascadePolicy = Pick<CascadeRule, 'pageChild' | 'graceMs' | 'adoptMs'>;

/** Whom to call for a failure, and how. */
export type Call = {
  readonly team: string;
  readonly destinations: readonly Destination[];
  readonly mode: TeamMode;
  readonly limit: RateLimit | null;
  readonly escalation: readonly EscalationStep[];
};

/** What is remembered of a problem's signal; nothing where only the file is left. */
export function rememberedFields(
  { standing }: IncidentBook,
  problem: string | undefined,
): KnownFailure['fields'] {
  return problem === undefined ? undefined : standing?.problems.get(problem)?.facts.fields;
}

/** What an incident is about itself, as the one failure that people are called for. */
export function ownFailure(
  book: IncidentBook,
  incident: Incident,
  severity: IncidentSeverity,
  at: Instant,
): KnownFailure {
  const { services, environment, owner } = incident;
  const [service = null] = services;
  const own = Object.entries(incident.problems).filter(
    ([, { upstream }]) => upstream === undefined,
  );
  const [problem] = own.find(([, { state }]) => state === 'firing') ?? own[0] ?? [];
  return { service, environment, severity, at, owner, fields: rememberedFields(book, problem) };
}

/** Who answers for a failure: as the file says, else as for its last signal, else by the service's own function. */
function ownerOf(
  organisation: Organisation,
  { service, fields, owner }: KnownFailure,
): Owner | null {
  if (owner !== undefined) return owner;
  const { team, function: discipline, product = null } = fields ?? {};
  const isRemembered =
    team !== undefined && discipline !== undefined && organisation.teams.has(team);
  return isRemembered
    ? { team, function: discipline, product }
    : service === null
      ? null
      : ownerOfService(organisation, service);
}

/** The owner of a service by its own function; null for a service that is declared no more. */
export function ownerOfService(organisation: Organisation, id: string): Owner | null {
  const service = organisation.services.get(id);
  const team = service?.teams[service.function];
  if (service === undefined || team === undefined) return null;
  return { team, function: service.function, product: service.product };
}

/** What the cascade rules say of a failure; what they cannot know is missing, as from a signal that states it not. */
export function cascadePolicy(organisation: Organisation, failure: KnownFailure): CascadePolicy {
  const owner = ownerOf(organisation, failure);
  const team = owner?.team ?? organisation.settings.triage;
  const read = readerOf(failure, owner);
  return (
    decideStage<CascadeRule>(organisation.rules.cascade, team, read, { trace: false }).rule ??
    WITHOUT_RULE
  );
}

const WITHOUT_RULE: CascadePolicy = {
  pageChild: 'if_more_severe',
  graceMs: 300_000,
  adoptMs: 900_000,
};

/** Whom the rules call for a failure now. */
export function callFor(organisation: Organisation, failure: KnownFailure): Call {
  const owner = ownerOf(organisation, failure);
  const team = owner?.team ?? organisation.settings.triage;
  const read = readerOf(failure, owner);
  const { rule } = decideStage(organisation.rules.notify, team, read, { trace: false });
  const also = matchingRules(organisation.rules.also, team, read);
  const targets: readonly NotifyTarget[] = [
    ...(rule?.to ?? []),
    ...also.flatMap((each) => each.also),
  ];
  return {
    team,
    destinations: resolveDestinations(organisation, targets, team, failure.at).resolved,
    mode: organisation.teams.get(team)?.mode ?? 'live',
    limit: rule?.limit ?? null,
    escalation: resolveEscalation(organisation, rule?.escalate ?? null, team, failure.at).steps,
  };
}

function readerOf(failure: KnownFailure, owner: Owner | null): FieldReader {
  const fields: Readonly<Record<string, string | null>> = {
    kind: 'problem',
    action: 'trigger',
    ...failure.fields,
    environment: failure.environment,
    service: failure.service ?? failure.fields?.['service'] ?? null,
    team: owner?.team ?? null,
    function: owner?.function ?? null,
    product: owner?.product ?? null,
    incident_severity: failure.severity,
    during: failure.at,
  };
  return (field) => (Object.hasOwn(fields, field) ? (fields[field] ?? null) : null);
}
