// Looks at repository and inbox again and again: takes accepted requests through decision and commit, lets time pass,
// and forgets no request before its effect is committed.
import { type Applied, applyOperations, type Operation } from '../apply/apply.ts';
import type { Inbox, StoredRequest } from '../inbox/inbox.ts';
import type { Incident } from '../model/incident.ts';
import { addMs, BEGINNING, type Instant, toMs } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import { advance, nextDue } from '../response/advance.ts';
import { respond } from '../response/respond.ts';
import type { IncidentBook, SignalOutcome } from '../response/response.ts';
import type { Outcome } from '../signals/adapter.ts';
import type { OwnVendors } from '../signals/source-adapter.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { createAlarm } from './alarm.ts';
import { type Interpretation, interpret, problemsOf, readRequest } from './interpret.ts';
import { incidentOf, quarantined, settlementsOf } from './settlement.ts';
import { createStandingKeeper, type StandingKeeper } from './standing.ts';
import { addSuspects } from './suspicion.ts';

/** What the worker needs of the world. */
export type WorkerDependencies = {
  readonly inbox: Inbox;
  readonly workspace: Workspace;
  /** The organisation of the newest commit; asked at every look. */
  readonly organisation: () => Promise<Organisation>;
  /** The incidents of the commit that the organisation was read from last. */
  readonly incidents: () => readonly Incident[];
  /** The adapters of the organisation's own modules. */
  readonly ownVendors?: () => OwnVendors;
  readonly now: () => Instant;
  /** How long the worker rests at most. */
  readonly lookEveryMs: number;
  /** Told after commits were made. */
  readonly onApplied: (applied: Applied) => void;
  /** Told in one sentence when something does not work; once for as long as it stays the same. */
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
  const look = createLook(dependencies);
  const end = createAlarm();
  let awake = createAlarm();
  const loop = async (): Promise<void> => {
    while (!end.isRung()) {
      const ringing = awake;
      const rest = await look();
      if (rest.ms > 0 && !end.isRung())
        await (rest.kind === 'outage' ? end : ringing).wait(rest.ms);
      if (ringing.isRung()) awake = createAlarm();
    }
  };
  const running = loop();
  return {
    wake: () => awake.ring(),
    stop: async () => {
      end.ring();
      awake.ring();
      await running;
    },
  };
}

/** For how long there is nothing to do; during an outage not even new requests are a reason to look. */
export type Rest = { readonly kind: 'idle' | 'outage'; readonly ms: number };

const BATCH = 200;
const MAX_ATTEMPTS = 6;
/** Never a busy loop, whatever claims to be due. */
const MIN_REST_MS = 20;
const MAX_OUTAGE_REST_MS = 15_000;

/** What one look leaves for the next ones. */
type Memory = {
  /** When time alone has something to do; null when it has nothing. */
  due: Instant | null;
  /** What decisions know of the past. */
  readonly standing: StandingKeeper;
  /** When each request that was put off is tried again. */
  readonly retries: Map<number, Instant>;
  readonly troubles: Set<string>;
  outages: number;
};

/** A function that looks once: one batch of requests, and what is due. */
export function createLook(dependencies: WorkerDependencies): () => Promise<Rest> {
  const memory: Memory = {
    due: BEGINNING,
    standing: createStandingKeeper(),
    retries: new Map(),
    troubles: new Set(),
    outages: 0,
  };
  return async () => {
    try {
      const rest = await lookOnce(dependencies, memory);
      if (memory.outages > 0)
        dependencies.onTrouble('it works again; what waited is being worked on');
      memory.outages = 0;
      return rest;
    } catch (error) {
      if (memory.outages === 0) {
        dependencies.onTrouble(
          `${reasonOf(error)}; requests are accepted and kept until it works again`,
        );
      }
      memory.outages += 1;
      return { kind: 'outage', ms: Math.min(MAX_OUTAGE_REST_MS, 500 * 2 ** memory.outages) };
    }
  };
}

async function lookOnce(dependencies: WorkerDependencies, memory: Memory): Promise<Rest> {
  const { inbox, now, lookEveryMs } = dependencies;
  const organisation = await dependencies.organisation();
  const requests = await inbox.claim(now(), BATCH);
  const commits = await handle({ ...dependencies, memory, organisation }, requests);
  const isDue = memory.due !== null && memory.due <= now();
  const late =
    requests.length === 0 || isDue ? await passTime({ ...dependencies, memory, organisation }) : 0;
  // After own commits the next look takes the new state over at once.
  if (requests.length === BATCH || commits + late > 0) return { kind: 'idle', ms: 0 };
  const next = [...memory.retries.values(), ...(memory.due === null ? [] : [memory.due])];
  const waits = next.map((instant) => Math.max(MIN_REST_MS, toMs(instant) - toMs(now()) + 1));
  return { kind: 'idle', ms: Math.min(lookEveryMs, ...waits) };
}

type Look = Omit<WorkerDependencies, 'organisation'> & {
  readonly organisation: Organisation;
  readonly memory: Memory;
};

/** A batch that fails is taken apart, so that one request cannot hold up the others. Gives the number of commits. */
async function handle(look: Look, requests: readonly StoredRequest[]): Promise<number> {
  const [first] = requests;
  if (first === undefined) return 0;
  try {
    return await work(look, requests, (request) =>
      readRequest(request, look.organisation, look.ownVendors?.()),
    );
  } catch (error) {
    if (isOutside(error)) throw error;
    if (requests.length === 1) return await putOff(look, first, error);
    const half = Math.ceil(requests.length / 2);
    const done = await handle(look, requests.slice(0, half));
    return done + (await handle(look, requests.slice(half)));
  }
}

type Reader = (request: StoredRequest) => Outcome;

/** Nothing of work that failed stays in memory: what was stored of it is asked for anew. */
async function work(look: Look, requests: readonly StoredRequest[], read: Reader): Promise<number> {
  try {
    return await workOn(look, requests, read);
  } catch (error) {
    look.memory.standing.forget();
    throw error;
  }
}

async function workOn(
  look: Look,
  requests: readonly StoredRequest[],
  read: Reader,
): Promise<number> {
  const { inbox, workspace, organisation, now, memory } = look;
  const interpretations = await addSuspects(
    inbox,
    organisation,
    await interpretAll(look, requests, read),
  );
  const operations = interpretations
    .flatMap(({ decisions }) => decisions)
    .map(
      (decision): Operation =>
        (book) =>
          respond(organisation, withStanding(book, memory), decision, now()),
    );
  const applied = await applyOperations(workspace, operations);
  if (applied.commits.length > 0) look.onApplied(applied);
  const decisions = interpretations.flatMap((each) => each.decisions);
  memory.standing.note(
    decisions.map((decision, index) => ({
      decision,
      incident: incidentOf(applied.outcomes[index]),
    })),
    applied.book.incidents,
  );
  const settlements = settlementsOf(interpretations, applied.outcomes);
  await Promise.all(settlements.map(([id, settlement]) => inbox.settle(id, settlement)));
  for (const { id } of requests) memory.retries.delete(id);
  memory.due = nextDue(organisation, withStanding(applied.book, memory));
  return applied.commits.length;
}

async function interpretAll(
  look: Look,
  requests: readonly StoredRequest[],
  read: Reader,
): Promise<readonly Interpretation[]> {
  const { inbox, organisation } = look;
  const outcomes = requests.map((request) => ({ request, outcome: read(request) }));
  const ids = outcomes.flatMap(({ request, outcome }) =>
    problemsOf(organisation, request, outcome),
  );
  const incidents = look.incidents();
  const sources = { inbox, organisation, incidents, now: look.now() };
  const standing = await look.memory.standing.about(ids, sources);
  return outcomes.map(({ request, outcome }) =>
    interpret(organisation, request, outcome, standing),
  );
}

/** The incidents with what is known of problems beyond their files. */
function withStanding(book: IncidentBook, memory: Memory): IncidentBook {
  const standing = memory.standing.current();
  return standing === null ? book : { ...book, standing };
}

/** Does what is due without any request. An incident that cannot be changed holds up nothing but this. */
async function passTime({
  organisation,
  workspace,
  now,
  memory,
  onApplied,
  onTrouble,
}: Look): Promise<number> {
  try {
    const applied = await applyOperations(workspace, [
      (book) => ({
        outcome: TIME,
        effects: advance(organisation, withStanding(book, memory), now()),
      }),
    ]);
    if (applied.commits.length > 0) onApplied(applied);
    memory.due = nextDue(organisation, withStanding(applied.book, memory));
    return applied.commits.length;
  } catch (error) {
    if (isOutside(error)) throw error;
    sayOnce(memory, onTrouble, `what is due could not be done: ${reasonOf(error)}`);
    memory.due = null;
    return 0;
  }
}

const TIME: SignalOutcome = { kind: 'ignored', reason: 'time went on' };

async function putOff(look: Look, request: StoredRequest, error: unknown): Promise<number> {
  const { inbox, now, onTrouble, memory } = look;
  const reason = reasonOf(error);
  if (request.attempts + 1 >= MAX_ATTEMPTS) return await putAside(look, request, reason);
  sayOnce(
    memory,
    onTrouble,
    `request ${request.id} of ${request.source} failed and is tried again: ${reason}`,
  );
  const nextAt = addMs(now(), 500 * 2 ** request.attempts);
  await inbox.retry(request.id, nextAt, reason);
  memory.retries.set(request.id, nextAt);
  return 0;
}

/** The owner of the source hears of it like of any other request that cannot be understood. */
async function putAside(look: Look, request: StoredRequest, reason: string): Promise<number> {
  const sentence = `failed ${MAX_ATTEMPTS} times: ${reason}`;
  look.onTrouble(
    `request ${request.id} of ${request.source} ${sentence}; it is kept in quarantine`,
  );
  look.memory.retries.delete(request.id);
  try {
    return await work(look, [request], () => quarantined(sentence));
  } catch (error) {
    if (isOutside(error)) throw error;
    const [settlement] = settlementsOf(
      [
        {
          request,
          decisions: [],
          changes: [],
          counts: 'quarantined',
          recordings: [],
          hops: [{ stage: 'work', result: sentence }],
        },
      ],
      [],
    );
    if (settlement !== undefined) await look.inbox.settle(...settlement);
    return 0;
  }
}

function sayOnce(
  { troubles }: Memory,
  onTrouble: (sentence: string) => void,
  sentence: string,
): void {
  if (troubles.has(sentence)) return;
  if (troubles.size > 1000) troubles.clear();
  troubles.add(sentence);
  onTrouble(sentence);
}

/** Git that does not answer is nobody's poison: such requests are tried for as long as it takes. */
function isOutside(error: unknown): boolean {
  return error instanceof Error && OUTSIDE.has(error.name);
}

const OUTSIDE: ReadonlySet<string> = new Set(['GitError', 'BranchBusy', 'InboxUnavailable']);

function reasonOf(error: unknown): string {
  return error instanceof Error
    ? error.message.slice(0, 300)
    : 'something that is no error was thrown';
}
