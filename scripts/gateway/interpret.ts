// One stored request → the decisions it asks for, and what each hop on the way said.
import { remember, type Standing } from '../correlation/standing.ts';
import type { StoredRequest } from '../inbox/inbox.ts';
import type { Decision } from '../model/decision.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Signal } from '../model/signal.ts';
import type { StandingChange } from '../model/standing.ts';
import { renderRecorded } from '../recording/line.ts';
import { redactSignal } from '../recording/redact.ts';
import { evaluate } from '../rules/evaluate.ts';
import { renderTrace } from '../rules/explain.ts';
import { problemOf } from '../rules/recognise.ts';
import { type Outcome, problemInWords } from '../signals/adapter.ts';
import { normaliseFor, type OwnVendors } from '../signals/source-adapter.ts';
import { inQuarantineGroup, quarantineSignal, withoutDefaultService } from './quarantine.ts';

/** What a request means: decisions to apply, and how it counts when it holds no signal. */
export type Interpretation = {
  readonly request: StoredRequest;
  /** One for each signal; for a quarantined request the one about the source itself. */
  readonly decisions: readonly Decision[];
  /** What each decision added to what is known. */
  readonly changes: readonly StandingChange[];
  readonly counts: 'signals' | 'ignored' | 'quarantined';
  /** Lines of the signals without what must not be kept, for replays under other rules. */
  readonly recordings: readonly string[];
  /** What `inspect` shows of the way so far. */
  readonly hops: readonly Hop[];
};

/** One step of a request's way. */
export type Hop = { readonly stage: string; readonly result: string };

/** Normalises a request as its source is configured now; one whose source is gone, by its vendor alone. */
export function readRequest(
  request: StoredRequest,
  { sources }: Pick<Organisation, 'sources'>,
  ownVendors?: OwnVendors,
): Outcome {
  const source = sources.get(request.source);
  const readable = source?.vendor === request.vendor ? source : { vendor: request.vendor };
  const body = new TextDecoder().decode(request.body);
  return normaliseFor(readable, { headers: request.headers, body }, ownVendors);
}

/** Ids of the problems that a request speaks of. */
export function problemsOf(
  organisation: Organisation,
  request: StoredRequest,
  outcome: Outcome,
): readonly string[] {
  const { source, receivedAt } = request;
  return signalsOf(organisation, request, outcome).map((signal) =>
    problemOf(organisation, { source, signal, receivedAt }),
  );
}

/** Decides about every signal of a request in order; the standing grows with each. */
export function interpret(
  organisation: Organisation,
  request: StoredRequest,
  outcome: Outcome,
  standing: Standing,
): Interpretation {
  const steps = signalsOf(organisation, request, outcome).map((signal) => {
    const decision = decide({ organisation, standing, request, outcome }, signal);
    return { decision, change: remember(standing, decision) };
  });
  const decisions = steps.map(({ decision }) => decision);
  return {
    request,
    decisions,
    changes: steps.map(({ change }) => change),
    counts: countsOf(outcome),
    recordings: recordingsOf(request, outcome),
    hops: [{ stage: 'normalise', result: describe(outcome) }, ...decisions.map(hopOf)],
  };
}

function signalsOf(
  organisation: Organisation,
  { source }: StoredRequest,
  outcome: Outcome,
): readonly Signal[] {
  if (outcome.kind === 'signals') return outcome.signals;
  return outcome.kind === 'rejected' ? [quarantineSignal(organisation, source)] : [];
}

/** As the source stated them: what rules extract, they shall extract again. */
function recordingsOf({ source, receivedAt }: StoredRequest, outcome: Outcome): readonly string[] {
  if (outcome.kind !== 'signals') return [];
  return outcome.signals.map((signal) =>
    renderRecorded({ source, receivedAt, signal: redactSignal(signal) }),
  );
}

type Reading = {
  readonly organisation: Organisation;
  readonly standing: Standing;
  readonly request: StoredRequest;
  readonly outcome: Outcome;
};

function decide({ organisation, standing, request, outcome }: Reading, signal: Signal): Decision {
  const { source, receivedAt } = request;
  const observation = { source, signal, receivedAt };
  if (outcome.kind !== 'rejected') return evaluate(organisation, standing, observation);
  const plain = withoutDefaultService(organisation, source);
  return inQuarantineGroup(evaluate(plain, standing, observation));
}

function countsOf(outcome: Outcome): Interpretation['counts'] {
  if (outcome.kind === 'rejected') return 'quarantined';
  return outcome.kind === 'signals' && outcome.signals.length > 0 ? 'signals' : 'ignored';
}

function describe(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'signals':
      return [
        `${outcome.signals.length} signals`,
        ...outcome.notes.map((note) => note.message),
      ].join('; ');
    case 'ignored':
      return `ignored: ${outcome.reason}`;
    case 'rejected':
      return `rejected: ${outcome.problems.map(problemInWords).join('; ')}`;
  }
}

function hopOf(decision: Decision): Hop {
  return { stage: 'decide', result: `${decision.signal.title}\n${renderTrace(decision.trace)}` };
}
