// Answers one webhook request: receives it, counts it, logs its refusal by key and wakes the worker.
import { toMs } from '../model/instant.ts';
import type { Source } from '../model/source.ts';
import { createBodyBudget } from './body.ts';
import type { BudgetShare } from './body.ts';
import { UNKNOWN_SOURCE } from './log-line.ts';
import type { LogLine } from './log-line.ts';
import type { Metrics } from './metrics.ts';
import { createNonceMemory } from './nonces.ts';
import { receive } from './receive.ts';
import type { Receipt, ReceiveDependencies } from './receive.ts';
import { JSON_HEADERS, refusalResponse, refuse } from './refusal.ts';
import { answerValidation } from './webhook-validation.ts';

/** What answering webhooks needs from outside. */
export type HookDependencies = Omit<ReceiveDependencies, 'nonces'> & {
  /** The sources of the organisation that is in force now, by id. */
  readonly sources: () => ReadonlyMap<string, Source>;
  readonly log: (line: LogLine) => void;
  /** Called after a new request was stored; wakes the worker. */
  readonly onAccepted: () => void;
  readonly reportFailure: (error: unknown, source: string) => void;
};

/** Answers a request for a source; `null` stands for a path that names none. */
export type HookHandler = (request: Request, sourceId: string | null) => Promise<Response>;

/** Creates the handler of webhooks with its own numbering of requests. */
export function createHookHandler(dependencies: HookDependencies, metrics: Metrics): HookHandler {
  const { now, limits } = dependencies;
  const openShare = createBodyBudget(limits.maxArrivingBytes);
  const receiving = { ...dependencies, nonces: createNonceMemory() };
  let requests = 0;
  return async (request, sourceId) => {
    const number = (requests += 1);
    const begin = toMs(now());
    const source = findSource(dependencies, sourceId);
    const validation = answerValidation(request, source);
    if (validation !== null) return validation;
    const share = openShare();
    const receipt = await attempt(receiving, { sourceId, source, request, share });
    share.release();
    metrics.countAnswer(receipt.kind === 'refused' ? receipt.code : receipt.kind);
    metrics.observeDuration(Math.max(0, toMs(now()) - begin) / 1000);
    return answer(dependencies, { receipt, source, number });
  };
}

type Arrival = {
  readonly sourceId: string | null;
  readonly source: Source | undefined;
  readonly request: Request;
  readonly share: BudgetShare;
};

function findSource({ sources }: HookDependencies, sourceId: string | null): Source | undefined {
  return sourceId === null ? undefined : sources().get(sourceId);
}

async function attempt(
  dependencies: HookDependencies & ReceiveDependencies,
  arrival: Arrival,
): Promise<Receipt> {
  const { sourceId, source, request, share } = arrival;
  if (sourceId === null) return refuse('path_unknown', null);
  if (source === undefined) return refuse('source_unknown', null);
  try {
    return await receive(dependencies, source, request, share);
  } catch (error) {
    dependencies.reportFailure(error, source.id);
    return refuse('internal', null);
  }
}

type Answer = {
  readonly receipt: Receipt;
  readonly source: Source | undefined;
  readonly number: number;
};

function answer(dependencies: HookDependencies, { receipt, source, number }: Answer): Response {
  if (receipt.kind !== 'refused') {
    if (receipt.kind === 'stored') wake(dependencies, source);
    const body = JSON.stringify({ accepted: receipt.id });
    return new Response(body, { status: 202, headers: JSON_HEADERS });
  }
  const { code, detail, bytes } = receipt;
  if (code !== 'internal') {
    const known = source?.id ?? UNKNOWN_SOURCE;
    dependencies.log({ kind: 'refused', source: known, code, detail, bytes, request: number });
  }
  return refusalResponse(code, challengeFor(source));
}

/** The request is stored whatever happens here, so the answer stays the same. */
function wake({ onAccepted, reportFailure }: HookDependencies, source: Source | undefined): void {
  try {
    onAccepted();
  } catch (error) {
    reportFailure(error, source?.id ?? UNKNOWN_SOURCE);
  }
}

/** Some tools send their password only after they were asked for it. */
function challengeFor(source: Source | undefined): string | null {
  switch (source?.authentication.scheme) {
    case 'basic':
      return 'Basic realm="tocsin"';
    case 'bearer':
    case 'entra':
      return 'Bearer realm="tocsin"';
    default:
      return null;
  }
}
