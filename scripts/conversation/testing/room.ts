// A room with people in it: they talk through clients of their own, and every webhook of the double is kept to be heard.
import { setTimeout as wait } from 'node:timers/promises';
import { readEvent } from '../../github/event.ts';
import type { Github } from '../../github/github.ts';
import type { Comment } from '../../github/comments.ts';
import type { Issue } from '../../github/issues.ts';
import {
  openDoubled,
  type ProjectionWorld,
  startWorld,
  valueOf,
  type WorldOptions,
} from '../../projection/testing/world.ts';
import type { Desk, Heard } from '../desk.ts';
import { hear } from '../hear.ts';

/** Who may talk: the people of the double by their level. */
export type Voice = 'admin' | 'maintain' | 'write' | 'triage' | 'read' | 'none';

/** A conversation in a test. */
export type Conversation = {
  readonly world: ProjectionWorld;
  readonly desk: Desk;
  /** Somebody's own client. */
  readonly as: (voice: Voice) => Github;
  readonly say: (voice: Voice, issue: number, text: string) => Promise<Comment>;
  /** Hears what the double delivered since the last time, in order; gives what came of it. */
  readonly listen: () => Promise<readonly Heard[]>;
  /** Says it in the room as somebody who maintains the repository; gives the newest comment there then. */
  readonly ask: (text: string) => Promise<string>;
  /** Forgets what was delivered, as when no delivery arrives. */
  readonly miss: () => void;
  readonly room: () => Promise<Issue>;
  readonly comments: () => Promise<readonly Comment[]>;
  readonly reactions: (comment: Comment) => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
};

/** One incident of the small organisation with its room. */
export async function startConversation(options: WorldOptions = {}): Promise<Conversation> {
  const world = await startWorld(options);
  const { double, sight } = world;
  const desk: Desk = {
    ...sight,
    branches: null,
    issueUrl: (number) => `https://rooms.example/${number}`,
    load: world.load,
    announce: async () => undefined,
  };
  await world.send({});
  await world.sync();
  const as = (voice: Voice): Github =>
    openDoubled(double, world.budget, world.nowMs, double.accounts[voice].token);
  let heard = double.webhooks.deliveries().length;
  const room = async (): Promise<Issue> => {
    const [first] = await world.rooms();
    if (first === undefined) throw new Error('there is no room');
    return first;
  };
  const say: Conversation['say'] = async (voice, issue, text) =>
    valueOf(await as(voice).comments.create(issue, text));
  const listen = async (): Promise<readonly Heard[]> => {
    const all: Heard[] = [];
    for (;;) {
      const delivery = double.webhooks.deliveries()[heard];
      if (delivery === undefined) return all;
      heard += 1;
      all.push(await hear(desk, readEvent(delivery.event, delivery.payload)));
    }
  };
  const comments = async (): Promise<readonly Comment[]> =>
    valueOf(await world.github.comments.list((await room()).number));
  return {
    world,
    desk,
    as,
    say,
    listen,
    ask: async (text) => {
      await say('maintain', (await room()).number, text);
      await listen();
      return (await comments()).at(-1)?.body ?? '';
    },
    miss: () => {
      heard = double.webhooks.deliveries().length;
    },
    room,
    comments,
    reactions: async ({ id }) =>
      valueOf(await world.github.comments.listReactions(id)).map(({ reaction }) => reaction),
    close: async () => await world.close(),
  };
}

/** GitHub counts the times of comments in seconds: an edit in the second of its comment looks like none. */
export async function nextSecond(): Promise<void> {
  await wait(1100);
}
