// Works off what GitHub said: in order for each issue, each until it is settled. What cannot be heard whatever is tried
// is put aside, so that it holds up nobody.
import { type Desk, type Heard, unheard } from '../conversation/desk.ts';
import { changeOf, isSpeech } from '../conversation/comment-change.ts';
import { hear } from '../conversation/hear.ts';
import { type GithubEvent, readEvent } from '../github/event.ts';
import type { GithubShelf, StoredDelivery } from '../inbox/github-shelf.ts';
import { addMs, type Instant, toMs } from '../model/instant.ts';
import { isOutside, reasonOf } from './work.ts';

/** What hearing needs of the world. */
export type HearingDependencies = {
  readonly shelf: GithubShelf;
  readonly desk: Desk;
  readonly now: () => Instant;
  /** The branch of the organisation moved. */
  readonly onPush: () => void;
  /** A pull request or a branch of its own changed. */
  readonly onPullRequest: () => void;
  readonly onHeard: (heard: Heard) => void;
  readonly onTrouble: (sentence: string) => void;
};

/** What came of a round. */
export type HearingRest = {
  /** How long there is nothing to do; null until something arrives. */
  readonly ms: number | null;
  /** Whether files changed. */
  readonly isChanged: boolean;
};

/** A function that hears what is due, a few at a time; it throws where git or the inbox does not answer. */
export function createHearing(dependencies: HearingDependencies): () => Promise<HearingRest> {
  const { shelf, now, onTrouble } = dependencies;
  let waits = 0;
  return async () => {
    const due = await shelf.claim(now(), MOST_AT_ONCE);
    let isChanged = false;
    let held = 0;
    const late = new Set<number>();
    for (const delivery of due) {
      if (delivery.issue !== null && late.has(delivery.issue)) continue;
      const heard = await attempt(dependencies, delivery);
      if (heard === null || heard.again !== null) {
        if (delivery.issue !== null) late.add(delivery.issue);
      }
      if (heard === null) continue;
      if (heard.incidents.length > 0) isChanged = true;
      if (heard.again === null) {
        waits = 0;
        await shelf.settle(delivery.id, 'heard');
        continue;
      }
      if (waits === 0) onTrouble(`${heard.again.sentence}; what was said on GitHub is kept`);
      waits += 1;
      held += 1;
      const ms = Math.max(heard.again.afterMs, Math.min(LONGEST_MS, 500 * 2 ** waits));
      const nextAt = addMs(now(), ms);
      await shelf.putOff(delivery.id, { nextAt, reason: heard.said, isFailure: false });
      // What GitHub holds back it mostly holds back for all: the others need not ask, too.
      if (held === MOST_HELD) return { ms, isChanged };
    }
    if (due.length > 0) return { ms: 0, isChanged };
    const next = await shelf.nextDue(now());
    return { ms: next === null ? null : Math.max(0, toMs(next) - toMs(now())) + 1, isChanged };
  };
}

const MOST_AT_ONCE = 20;
const MOST_HELD = 3;
const LONGEST_MS = 60_000;
const MAX_ATTEMPTS = 6;

/** Null where it failed and is tried again, or was put aside. */
async function attempt(
  dependencies: HearingDependencies,
  delivery: StoredDelivery,
): Promise<Heard | null> {
  try {
    const event = readEvent(delivery.name, JSON.parse(new TextDecoder().decode(delivery.body)));
    const heard = await hearHere(dependencies, event);
    if (heard.again === null && isWorthSaying(event)) dependencies.onHeard(heard);
    return heard;
  } catch (error) {
    if (isOutside(error)) throw error;
    await fail(dependencies, delivery, reasonOf(error));
    return null;
  }
}

/** What only says that files changed leads to a look at them: this program follows them anyway. */
async function hearHere(
  { desk, onPush, onPullRequest }: HearingDependencies,
  event: GithubEvent,
): Promise<Heard> {
  if (event.kind === 'branch_pushed' && event.branch === desk.workspace.branch) {
    onPush();
    return unheard('the branch is looked at');
  }
  if (event.kind === 'branch_pushed' || event.kind === 'pull_request_changed') {
    onPullRequest();
    return unheard('post-mortems are looked at');
  }
  return await hear(desk, event);
}

async function fail(
  { shelf, now, onTrouble }: HearingDependencies,
  { id, name, attempts }: StoredDelivery,
  reason: string,
): Promise<void> {
  const which = `delivery ${id} of GitHub (${name.slice(0, 40)})`;
  if (attempts + 1 >= MAX_ATTEMPTS) {
    onTrouble(`${which} failed ${MAX_ATTEMPTS} times: ${reason}; it is put aside`);
    await shelf.settle(id, 'put_aside');
    return;
  }
  onTrouble(`${which} failed and is tried again: ${reason}`);
  await shelf.putOff(id, { nextAt: addMs(now(), 500 * 2 ** attempts), reason, isFailure: true });
}

/** Chatter, and what programs do, ourselves included, is not worth a line. */
function isWorthSaying(event: GithubEvent): boolean {
  switch (event.kind) {
    case 'comment_made':
    case 'comment_edited':
    case 'comment_deleted':
      return isSpeech(changeOf(event));
    case 'ignored':
    case 'branch_pushed':
    case 'pull_request_changed':
    case 'look_asked':
      return false;
    default:
      return !event.by.isBot;
  }
}
