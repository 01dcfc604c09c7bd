// Turns problem notifications of Dynatrace into signals.
import type { Signal, SignalAction } from '../../../model/signal.ts';
import type { Delivery, Outcome, SignalAdapter } from '../../adapter.ts';
import { buildSignal } from '../../build-signal.ts';
import { parseJsonBody } from '../../json-body.ts';
import { rejected, single } from '../../outcome.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';
import type { SeverityWords } from '../../severity-words.ts';
import { labelNamed } from '../../tags.ts';
import { readProblem, type DynatraceProblem, type ImpactedEntity } from './payload.ts';

/** Dynatrace: problem notifications of the custom integration (webhook). */
export const dynatrace = {
  title: 'Dynatrace',
  headers: [],
  deliveryId: null,
  authentication: ['bearer', 'basic', 'header-secret', 'path-token'],
  normalise,
} as const satisfies SignalAdapter;

function normalise({ body }: Delivery): Outcome {
  const json = parseJsonBody(body);
  if (json.kind === 'invalid') return rejected(json.problem);
  const reading = readProblem(json.value);
  return single(reading.kind === 'invalid' ? reading : toSignal(reading.value));
}

function toSignal(problem: DynatraceProblem): Parsed<Signal> {
  const { labels, state, severity } = problem;
  const action = STATES.get(state.toUpperCase());
  if (action === undefined) return unexpected({ State: state }, ['State'], '`OPEN` or `RESOLVED`');
  const endedAt = action === 'resolve' ? problem.endedAt : null;
  return parsed(
    buildSignal({
      vendor: 'dynatrace',
      action,
      id: problem.id,
      dedupKey: problem.identity,
      title: problem.title ?? `Problem ${problem.id}`,
      description: problem.description,
      severity: LEVELS.get(severity?.toLowerCase() ?? '') ?? null,
      severityRaw: severity,
      status: state,
      environment: problem.environment ?? labelNamed(labels, 'environment', 'env', 'stage'),
      service: labelNamed(labels, 'service') ?? serviceIn(problem.entities) ?? problem.service,
      team: labelNamed(labels, 'team'),
      product: labelNamed(labels, 'product'),
      host: hostIn(problem.entities),
      startedAt: problem.startedAt,
      endedAt,
      occurredAt: endedAt ?? problem.sentAt ?? (action === 'trigger' ? problem.startedAt : null),
      labels,
      links: problem.urls,
    }),
  );
}

/** The one service among the entities, else the one entity that is no host. */
function serviceIn(entities: readonly ImpactedEntity[]): string | null {
  const services = entities.filter(({ type }) => type === 'SERVICE');
  return onlyName(services.length > 0 ? services : entities.filter(({ type }) => type !== 'HOST'));
}

function hostIn(entities: readonly ImpactedEntity[]): string | null {
  return onlyName(entities.filter(({ type }) => type === 'HOST'));
}

/** With several names nobody says which one is meant. */
function onlyName(entities: readonly ImpactedEntity[]): string | null {
  const names = new Set(entities.map(({ name }) => name));
  return names.size === 1 ? (entities[0]?.name ?? null) : null;
}

/** A merged problem lives on under another id, whose own messages follow. */
const STATES: ReadonlyMap<string, SignalAction> = new Map<string, SignalAction>([
  ['OPEN', 'trigger'],
  ['ACTIVE', 'trigger'],
  ['RESOLVED', 'resolve'],
  ['CLOSED', 'resolve'],
  ['MERGED', 'update'],
]);

const LEVELS: SeverityWords = new Map([
  ['availability', 'critical'],
  ['monitoring_unavailable', 'critical'],
  ['error', 'high'],
  ['performance', 'medium'],
  ['slowdown', 'medium'],
  ['resource_contention', 'medium'],
  ['custom_alert', 'low'],
  ['info', 'info'],
]);
