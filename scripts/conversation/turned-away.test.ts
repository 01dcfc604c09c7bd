// Anybody on GitHub may write into a room of a public repository; each answer takes from the writes that people wait for.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { smallFiles } from '../rules/testing/organisation.ts';
import { sweep } from './sweep.ts';
import { type Conversation, startConversation } from './testing/room.ts';

let talk: Conversation;
let number: number;

beforeEach(async () => {
  const settings = smallFiles().find(({ path }) => path === 'tocsin.yaml');
  const text = settings !== undefined && 'text' in settings ? settings.text : '';
  talk = await startConversation({ files: { 'tocsin.yaml': `${text}repository: public\n` } });
  number = (await talk.room()).number;
});
afterEach(async () => {
  await talk.close();
});

describe('whoever has no say in a public repository', () => {
  test('is answered once in a room, whatever they write there, and costs nothing more', async () => {
    await talk.say('read', number, '/ack');
    await talk.listen();
    const answered = await talk.comments();
    expect(answered.at(-1)?.body).toContain('**Not done.** `/ack` is for');
    const further = await Promise.all(
      ['/ack', '/sevrity 1', '/resolve\n/close'].map(
        async (text) => await talk.say('read', number, text),
      ),
    );
    expect((await talk.listen()).map(({ said }) => said)).toEqual(
      further.map(({ id }) => `comment ${id}: of a stranger, who was answered`),
    );
    await sweep(talk.desk);
    expect(await talk.comments()).toHaveLength(answered.length + further.length);
    for (const comment of further) expect(await talk.reactions(comment)).toEqual([]);
  });

  test('takes nothing from those who have', async () => {
    for (const voice of ['read', 'read', 'triage', 'triage'] as const)
      await talk.say(voice, number, '/resolve');
    await talk.listen();
    const refused = (await talk.comments()).filter(({ body }) => body.includes('**Not done.**'));
    expect(refused).toHaveLength(3);
  });
});
