// The room of an incident whose file somebody made unreadable.
import { expect, test } from 'vitest';
import { showAll } from './show-all.ts';
import { eachConversation } from './testing/each-conversation.ts';
import type { Conversation } from './testing/room.ts';

const FILE = 'incidents/2026/2026-11-21-shop.md';

let talk: Conversation;
eachConversation((begun) => {
  talk = begun;
});

const slip = (text: string): string => text.replace(/^severity: .*$/m, 'severity: sev9');

test('a command in it is carried out, and the file says what became of the slip', async () => {
  talk.world.edit(FILE, slip);
  const comment = await talk.say('write', 1, '/ack');
  await talk.listen();
  expect(await talk.reactions(comment)).toEqual(['eyes', 'rocket']);
  expect(talk.world.read(FILE)).toMatch(/state: investigating/);
  expect(talk.world.read(FILE)).toContain('[restored] its front matter is as in commit');
});

test('a pass over everything puts it back, and the card tells of it', async () => {
  talk.world.edit(FILE, slip);
  await showAll(talk.desk);
  expect(talk.world.read(FILE)).not.toContain('sev9\n');
  expect((await talk.room()).body).toContain('[restored]');
});
