// Takes accepted requests from the inbox through decision and commit, and forgets none before its effect is committed.
import { type Applied, applyOperations, type Operation } from '../apply/apply.ts';
import type {
  Inbox,
  OutcomeCounts,
  Settlement,
  StoredProblem,
  StoredRequest,
} from '../inbox/inbox.ts';
import type { Decision } from '../model/decision.ts';
import { addMs, type Instant, toMs } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Problem } from '../model/problem.ts';
import { advance, nextDue } from '../response/advance.ts';
import { respond } from '../response/respond.ts';
import type { SignalOutcome } from '../response/response.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { type Interpretation, interpret, problemsOf, readRequest } from './interpret.ts';

/** What the worker needs of the world. */
export type WorkerDependencies = {
  readonly inbox: Inbox;
  readonly workspace: Workspace;
  readonly organisation: () => Organisation;
  readonly now: () => Instant;
  /** Told after commits were made. */
  readonly onApplied: (applied: Applied) => void;
  /** Told in one sentence when a request could not be worked on and will be tried again or was put aside. */
  readonly onTrouble: (sentence: string) => void;
};

/** A worker that runs until it is stopped. */
export type Worker = {
  /** Looks for work now; cheap, and harmless when there is none. */
  readonly wake: () => void;
  /** Ends after the step that is running. */
  readonly stop: () => Promise<void>;
};

/** Starts working on the inbox. */
export function startWorker(dependencies: WorkerDependencies): Worker {
  let stopped = false;
  let awake = createAlarm();
  const loop = async (): Promise<void> => {
    while (!stopped) {
      const ringing = awake;
      const rest = await workOnce(dependencies);
      if (rest > 0 && !stopped) await ringing.wait(rest);
      if (ringing.isRung()) awake = createAlarm();
    }
  };
  const running = loop();
  return {
    wake: () => awake.ring(),
    stop: async () => {
      stopped = true;
      awake.ring();
      await running;
    },
  };
}

const BATCH = 200;
const IDLE_MS = 30_000;
const MAX_ATTEMPTS = 6;

/** Works on one batch; gives the milliseconds after which it is worth looking again, 0 for at once. */
export async function workOnce(dependencies: WorkerDependencies): Promise<number> {
  const { inbox, now, onTrouble } = dependencies;
  try {
    const requests = await inbox.claim(now(), BATCH);
    const due = await handle(dependencies, requests);
    if (requests.length === BATCH) return 0;
    return due === null ? IDLE_MS : Math.min(IDLE_MS, Math.max(0, toMs(due) - toMs(now())) + 1);
  } catch (error) {
    onTrouble(`working on the inbox failed and is tried again: ${reasonOf(error)}`);
    return 1000;
  }
}

/** A batch that fails is taken apart, so that one request cannot hold up the others. */
async function handle(
  dependencies: WorkerDependencies,
  requests: readonly StoredRequest[],
): Promise<Instant | null> {
  try {
    return await process(dependencies, requests);
  } catch (error) {
    if (requests.length === 0) throw error;
    if (requests.length > 1) {
      const half = Math.ceil(requests.length / 2);
      const first = await handle(dependencies, requests.slice(0, half));
      return earliest(first, await handle(dependencies, requests.slice(half)));
    }
    let next: Instant | null = null;
    for (const request of requests) next = earliest(next, await putOff(dependencies, request, error));
    return next;
  }
}

async function process(
  dependencies: WorkerDependencies,
  requests: readonly StoredRequest[],
): Promise<Instant | null> {
  const { inbox, workspace, now } = dependencies;
  const organisation = dependencies.organisation();
  const interpretations = await interpretAll(inbox, organisation, requests);
  const decisions = interpretations.flatMap((interpretation) => interpretation.decisions);
  const operations: Operation[] = decisions.map(
    (decision) => (book) => respond(organisation, book, decision, now()),
  );
  operations.push((book) => ({ outcome: TIME, effects: advance(organisation, book, now()) }));
  const applied = await applyOperations(workspace, operations);
  if (applied.commits.length > 0) dependencies.onApplied(applied);
  await Promise.all(settlementsOf(interpretations, applied.outcomes).map(([id, settlement]) => inbox.settle(id, settlement)));
  return nextDue(organisation, applied.book);
}

const TIME: SignalOutcome = { kind: 'ignored', reason: 'time went on' };

async function interpretAll(
  inbox: Inbox,
  organisation: Organisation,
  requests: readonly StoredRequest[],
): Promise<readonly Interpretation[]> {
  const read = requests.map((request) => ({ request, outcome: readRequest(request) }));
  const ids = [...new Set(read.flatMap(({ request, outcome }) => problemsOf(request, outcome)))];
  const stored = await inbox.problems(ids);
  const known = new Map<string, Problem>(stored.map((problem) => [problem.id, problem]));
  return read.map(({ request, outcome }) => {
    const interpretation = interpret(organisation, request, outcome, known);
    for (const decision of interpretation.decisions)
      known.set(decision.problem.id, decision.problem);
    return interpretation;
  });
}

/** Outcomes stand in the order of the decisions; each request takes as many as it has. */
function settlementsOf(interpretations: readonly Interpretation[], outcomes: readonly SignalOutcome[]): readonly (readonly [number, Settlement])[] {
  let next = 0;
  return interpretations.map((interpretation) => {
    const own = outcomes.slice(next, (next += interpretation.decisions.length));
    return [interpretation.request.id, settlementOf(interpretation, own)];
  });
}

function settlementOf(
  interpretation: Interpretation,
  outcomes: readonly SignalOutcome[],
): Settlement {
  const { decisions, counts, hops } = interpretation;
  return {
    outcomes: counts === 'signals' ? countOutcomes(outcomes) : { ...NONE, [counts]: 1 },
    problems: latest(decisions.map((decision, index) => toStored(decision, outcomes[index]))),
    hops: JSON.stringify([
      ...hops,
      ...outcomes.map((outcome) => ({ stage: 'respond', result: describe(outcome) })),
    ]),
  };
}

const NONE: OutcomeCounts = { applied: 0, collapsed: 0, gated: 0, ignored: 0, quarantined: 0 };

function countOutcomes(outcomes: readonly SignalOutcome[]): OutcomeCounts {
  return outcomes.reduce(
    (counts, outcome) => ({ ...counts, [outcome.kind]: counts[outcome.kind] + 1 }),
    NONE,
  );
}

function toStored(decision: Decision, outcome: SignalOutcome | undefined): StoredProblem {
  const incident =
    outcome?.kind === 'applied' || outcome?.kind === 'collapsed' ? outcome.incident : null;
  return { ...decision.problem, incident };
}

function latest(problems: readonly StoredProblem[]): readonly StoredProblem[] {
  return [...new Map(problems.map((problem) => [problem.id, problem])).values()];
}

function describe(outcome: SignalOutcome): string {
  if (outcome.kind === 'applied' || outcome.kind === 'collapsed')
    return `${outcome.kind}${outcome.incident === null ? '' : ` in ${outcome.incident}`}`;
  return `${outcome.kind}: ${outcome.reason}`;
}

async function putOff(
  { inbox, now, onTrouble }: WorkerDependencies,
  request: StoredRequest,
  error: unknown,
): Promise<Instant | null> {
  const reason = reasonOf(error);
  if (request.attempts + 1 >= MAX_ATTEMPTS && !isOutside(error)) {
    onTrouble(
      `request ${request.id} of ${request.source} is put aside after ${MAX_ATTEMPTS} attempts: ${reason}`,
    );
    await inbox.settle(request.id, {
      outcomes: { ...NONE, quarantined: 1 },
      problems: [],
      hops: JSON.stringify([{ stage: 'work', result: reason }]),
    });
    return null;
  }
  const wait = Math.min(60_000, 500 * 2 ** request.attempts);
  onTrouble(
    `request ${request.id} of ${request.source} is tried again in ${Math.round(wait / 1000)} s: ${reason}`,
  );
  const nextAt = addMs(now(), wait);
  await inbox.retry(request.id, nextAt, reason);
  return nextAt;
}

function earliest(left: Instant | null, right: Instant | null): Instant | null {
  if (left === null || right === null) return left ?? right;
  return left < right ? left : right;
}

/** Git that does not answer is nobody's poison: such requests are tried for as long as it takes. */
function isOutside(error: unknown): boolean {
  return (
    error instanceof Error &&
    (error.name === 'GitError' || error.name === 'BranchBusy' || error.name === 'InboxUnavailable')
  );
}

function reasonOf(error: unknown): string {
  return error instanceof Error
    ? error.message.slice(0, 300)
    : 'something that is no error was thrown';
}

type Alarm = {
  readonly ring: () => void;
  readonly isRung: () => boolean;
  readonly wait: (ms: number) => Promise<void>;
};

function createAlarm(): Alarm {
  let rung = false;
  let release: () => void = () => undefined;
  return {
    ring: () => {
      rung = true;
      release();
    },
    isRung: () => rung,
    wait: (ms) =>
      new Promise((resolve) => {
        if (rung) {
          resolve();
          return;
        }
        const timer = setTimeout(resolve, ms);
        release = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
  };
}
