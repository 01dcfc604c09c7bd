// Looks at repository and inbox again and again: takes accepted requests through decision and commit, lets time pass,
// and forgets no request before its effect is committed.
import { BEGINNING, toMs } from '../model/instant.ts';
import { createAlarm } from './alarm.ts';
import type { Bell } from './bell.ts';
import { createStandingKeeper } from './standing.ts';
import type { Memory, WorkerDependencies } from './look.ts';
import { datePublishedOrSay, handle, passTime, reasonOf, tellOrSay } from './work.ts';

/** A worker that runs until it is stopped. */
export type Worker = {
  /** Ends after the step that is running. */
  readonly stop: () => Promise<void>;
};

/** Starts working on the inbox; the bell says that there may be something new in it. */
export function startWorker(dependencies: WorkerDependencies, bell: Bell): Worker {
  const look = createLook(dependencies);
  const end = createAlarm();
  const loop = async (): Promise<void> => {
    while (!end.isRung()) {
      const ringing = bell.beginTurn();
      const rest = await look();
      if (rest.ms > 0 && !end.isRung())
        await (rest.kind === 'outage' ? end : ringing).wait(rest.ms);
    }
  };
  const running = loop();
  return {
    stop: async () => {
      end.ring();
      bell.ring();
      await running;
    },
  };
}

/** For how long there is nothing to do; during an outage not even new requests are a reason to look. */
export type Rest = { readonly kind: 'idle' | 'outage'; readonly ms: number };

const BATCH = 200;
/** Never a busy loop, whatever claims to be due. */
const MIN_REST_MS = 20;
const MAX_OUTAGE_REST_MS = 15_000;

/** A function that looks once: one batch of requests, and what is due. */
export function createLook(dependencies: WorkerDependencies): () => Promise<Rest> {
  const memory: Memory = {
    due: BEGINNING,
    standing: createStandingKeeper(),
    retries: new Map(),
    troubles: new Set(),
    wrong: null,
    unstated: null,
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
  const told = await tellOrSay({ ...dependencies, memory, organisation });
  const dated = await datePublishedOrSay({ ...dependencies, memory, organisation });
  const requests = await inbox.claim(now(), BATCH);
  const commits = await handle({ ...dependencies, memory, organisation }, requests);
  const isDue = memory.due !== null && memory.due <= now();
  const late =
    requests.length === 0 || isDue ? await passTime({ ...dependencies, memory, organisation }) : 0;
  // After own commits the next look takes the new state over at once.
  if (requests.length === BATCH || told + dated + commits + late > 0)
    return { kind: 'idle', ms: 0 };
  const next = [...memory.retries.values(), ...(memory.due === null ? [] : [memory.due])];
  const waits = next.map((instant) => Math.max(MIN_REST_MS, toMs(instant) - toMs(now()) + 1));
  return { kind: 'idle', ms: Math.min(lookEveryMs, ...waits) };
}
