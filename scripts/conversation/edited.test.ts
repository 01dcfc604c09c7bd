// Somebody merges a change of an incident's file: the room follows, and so does everything that a command would have done.
import { describe, expect, test } from 'vitest';
import type { Announcement } from '../apply/apply.ts';
import { commitFiles } from '../projection/commit-files.ts';
import type { Desk } from './desk.ts';
import { hearRun } from './run.ts';
import { showAll } from './show-all.ts';
import { eachConversation } from './testing/each-conversation.ts';
import type { Conversation } from './testing/room.ts';

const ID = '2026-11-21-shop';
const FILE = `incidents/2026/${ID}.md`;

let talk: Conversation;
let called: string[];
let desk: Desk;
eachConversation(async (begun) => {
  talk = begun;
  called = [];
  const announce = async (all: readonly Announcement[]): Promise<void> => {
    called.push(...all.map(({ notification: { event, severity } }) => `${event} ${severity}`));
  };
  desk = { ...talk.desk, announce };
  await talk.world.send({ service: 'ledger', severity: 'medium', dedupKey: 'l1' });
  await talk.world.sync();
});

const LEDGER = '2026-11-21-ledger';
const roomOf = async (id: string): Promise<string> => {
  const room = (await talk.world.rooms()).find(({ title }) => title.endsWith(id));
  return `${room?.title} ${room?.state} ${room?.labels.toSorted().join(' ')}\n${room?.body}`;
};
const raise = (): void =>
  talk.world.edit(`incidents/2026/${LEDGER}.md`, (text) =>
    text.replace('severity: sev3', 'severity: sev1'),
  );

describe('a merged change of a file', () => {
  test.each([
    ['by a pass over everything', async () => void (await showAll(desk))],
    [
      'by a run of a workflow',
      async () =>
        void (await hearRun(
          desk,
          { kind: 'look_asked' },
          { mostMs: 0, wait: async () => undefined },
        )),
    ],
  ])('%s calls people and shows in the room, once', async (_who, pass) => {
    raise();
    await pass();
    expect(called).toEqual(['raised sev1']);
    const room = await roomOf(LEDGER);
    expect(room).toMatch(/^\[sev1\] \S+ open .*sev\/1.*state\/investigating/);
    expect(room).toContain('`[raised]` sev3 `→` sev1 by A person in');
    talk.world.takeWrites();
    await pass();
    expect(called).toHaveLength(1);
    expect(talk.world.takeWrites()).toEqual([]);
  });

  test('that makes it a repeat of another closes its room, and the other one learns of it', async () => {
    talk.world.edit(`incidents/2026/${LEDGER}.md`, (text) =>
      text
        .replace(/^state: .*$/m, 'state: duplicate')
        .replace(/^at:$/m, `relations: {duplicate_of: ${ID}}\nat:`),
    );
    await showAll(desk);
    expect(await roomOf(LEDGER)).toContain(' closed ');
    expect(talk.world.read(FILE)).toMatch(/\[duplicate\] \[2026-11-21-ledger\].* is the same/);
    const [shop, ledger] = (await talk.world.incidents()).toSorted((left, right) =>
      left.id > right.id ? -1 : 1,
    );
    expect(Object.keys(shop?.problems ?? {})).toHaveLength(2);
    expect(ledger?.problems).toEqual({});
  });

  test('is not hidden by a commit of ours on top: that waits', async () => {
    raise();
    const path = `incidents/2026/${LEDGER}.md`;
    const change = async (): Promise<boolean> =>
      await commitFiles(talk.world.workspace, () => ({
        message: 'tocsin: a word',
        changes: [{ path, text: talk.world.read(path).replace('_Not written', '_Never written') }],
      }));
    expect(await change()).toBe(false);
    await showAll(desk);
    expect(called).toEqual(['raised sev1']);
    expect(await change()).toBe(true);
  });

  test('is followed before a command that is said after it', async () => {
    raise();
    const room = (await talk.world.incidents()).find(({ id }) => id === LEDGER)?.room ?? 0;
    await talk.say('maintain', room, '/sev 2 half of it');
    await talk.listen();
    expect(talk.world.read(`incidents/2026/${LEDGER}.md`)).toMatch(
      /\[raised\] sev3 → sev1 by A person[\s\S]*\[lowered\] sev1 → sev2 by @/,
    );
  });
});
