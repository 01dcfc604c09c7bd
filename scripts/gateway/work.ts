// The work of one look: requests become decisions and commits, what is due is done, what fails is put off.
import { applyOperations, type Operation } from '../apply/apply.ts';
import type { StoredRequest } from '../inbox/inbox.ts';
import { addMs } from '../model/instant.ts';
import { notePublished, unstated } from '../projection/published-postmortem.ts';
import { advance } from '../response/advance.ts';
import { respond } from '../response/respond.ts';
import { entered, type SignalOutcome } from '../response/response.ts';
import type { Outcome } from '../signals/adapter.ts';
import { type Interpretation, interpret, problemsOf, readRequest } from './interpret.ts';
import type { Look, Memory } from './look.ts';
import { tellOwners } from './misconfiguration.ts';
import { dueOf, release, withStanding } from './release.ts';
import { quarantined, settlementsOf } from './settlement.ts';
import { addSuspects } from './suspicion.ts';

/** Takes requests through decision and commit. A batch that fails is taken apart, so that one request cannot hold up the others. Gives the number of commits. */
export async function handle(look: Look, requests: readonly StoredRequest[]): Promise<number> {
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
  const applied = await applyOperations(workspace, operations, look.announce);
  await look.onApplied(applied);
  const decisions = interpretations.flatMap((each) => each.decisions);
  memory.standing.note(
    decisions.map((decision, index) => ({
      decision,
      incident: entered(decision, applied.outcomes[index]),
    })),
    applied.book.incidents,
  );
  const settlements = settlementsOf(interpretations, applied.outcomes);
  await Promise.all(settlements.map(([id, settlement]) => inbox.settle(id, settlement)));
  for (const { id } of requests) memory.retries.delete(id);
  memory.due = dueOf(look, applied.book);
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

/** Does what is due without any request. An incident that cannot be changed holds up nothing but this. */
export async function passTime(look: Look): Promise<number> {
  const { organisation, workspace, now, memory, onApplied, onTrouble } = look;
  const released = await releaseOrSay(look);
  try {
    const passing: Operation = (book) => ({
      outcome: TIME,
      effects: advance(organisation, withStanding(book, memory), now()),
    });
    const applied = await applyOperations(workspace, [passing], look.announce);
    await onApplied(applied);
    memory.due = dueOf(look, applied.book);
    return released + applied.commits.length;
  } catch (error) {
    if (isOutside(error)) throw error;
    sayOnce(memory, onTrouble, `what is due could not be done: ${reasonOf(error)}`);
    memory.due = null;
    return released;
  }
}

/** What cannot be decided again holds up nothing else, and is tried at every look. */
async function releaseOrSay(look: Look): Promise<number> {
  return await orSay(look, 'what was held back could not be decided again', release);
}

/** Owners of files that cannot be used hear of it; where that fails, it is tried at every look. */
export async function tellOrSay(look: Look): Promise<number> {
  return await orSay(look, 'the owners of wrong files could not be told', tellOwners);
}

/** Post-mortems that people published say since when; where that fails, it is tried at every look. */
export async function datePublishedOrSay(look: Look): Promise<number> {
  const failed = 'since when post-mortems are published could not be written down';
  return await orSay(look, failed, datePublished);
}

async function datePublished({ memory, postmortems, workspace }: Look): Promise<number> {
  const published = postmortems();
  const seen = unstated(published).join(' ');
  if (memory.unstated === seen) return 0;
  const head = await workspace.readHead();
  const noted = await notePublished(workspace, { postmortems: published, head });
  memory.unstated = seen;
  return noted.length;
}

/** Gives the number of commits; what failed is said once, and nothing else waits for it. */
async function orSay(
  look: Look,
  failed: string,
  task: (look: Look) => Promise<number>,
): Promise<number> {
  try {
    return await task(look);
  } catch (error) {
    if (isOutside(error)) throw error;
    sayOnce(look.memory, look.onTrouble, `${failed}: ${reasonOf(error)}`);
    return 0;
  }
}

const TIME: SignalOutcome = { kind: 'ignored', reason: 'time went on' };

const MAX_ATTEMPTS = 6;

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

/** Git that does not answer is nobody's poison: what needs it is tried for as long as it takes. */
export function isOutside(error: unknown): boolean {
  return error instanceof Error && OUTSIDE.has(error.name);
}

const OUTSIDE: ReadonlySet<string> = new Set(['GitError', 'BranchBusy', 'InboxUnavailable']);

/** What went wrong, in a sentence of bearable length. */
export function reasonOf(error: unknown): string {
  return error instanceof Error
    ? error.message.slice(0, 300)
    : 'something that is no error was thrown';
}
