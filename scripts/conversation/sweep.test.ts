// What was said while nobody listened is heard by the next sweep, once.
import { describe, expect, test } from 'vitest';
import { valueOf } from '../projection/testing/world.ts';
import { sweep } from './sweep.ts';
import { form } from './testing/form.ts';
import { eachConversation } from './testing/each-conversation.ts';
import { type Conversation, nextSecond } from './testing/room.ts';

const ID = '2026-11-21-shop';
const FILE = `incidents/2026/${ID}.md`;

let talk: Conversation;
let number: number;
const file = (): string => talk.world.read(FILE);

eachConversation(async (begun) => {
  talk = begun;
  number = (await talk.room()).number;
  talk.miss();
});

describe('what nobody heard', () => {
  test('is heard by the next sweep, in order, once', async () => {
    await talk.say('write', number, '/ack');
    const second = await talk.say('maintain', number, '/sev 2 fewer than thought');
    talk.miss();
    const heard = await sweep(talk.desk);
    expect(heard.map(({ said }) => said.replace(/\d+/, 'N'))).toEqual([
      'comment N: /ack done',
      'comment N: /sev done',
    ]);
    expect(file()).toContain('severity: sev2');
    expect(await talk.reactions(second)).toContain('rocket');
    expect(await sweep(talk.desk)).toEqual([]);
  });

  test('is told apart from what was answered with the token of a person', async () => {
    const desk = { ...talk.desk, github: talk.as('maintain') };
    const said = await talk.say('write', number, '/sev 9');
    talk.miss();
    expect(await sweep(desk)).toHaveLength(1);
    expect((await talk.comments()).map(({ isBot }) => isBot)).toEqual([false, false]);
    expect(await sweep(desk)).toEqual([]);
    expect(await talk.comments()).toHaveLength(2);
    expect(await talk.reactions(said)).toEqual(['eyes', 'confused']);
    valueOf(await talk.as('read').comments.react(said.id, 'rocket'));
    expect(await sweep(desk)).toEqual([]);
  });

  test('is also an edit: nobody can tell by whom, so its notes stay and that is said, once', async () => {
    const said = await talk.say('write', number, '/note wrong host');
    await talk.listen();
    const before = file();
    await nextSecond();
    valueOf(await talk.as('maintain').comments.edit(said.id, '/note right host\n/note second'));
    talk.miss();
    expect(await sweep(talk.desk)).toHaveLength(1);
    expect(file()).toBe(before);
    expect((await talk.comments()).at(-1)?.body).toContain('Say it again in a new comment.');
    expect(await sweep(talk.desk)).toEqual([]);
    expect(await talk.comments()).toHaveLength(2);
  });

  test('is also a form: its incident is declared by the next sweep, once', async () => {
    const lost = await talk.as('triage').issues.create({
      title: 'Card payments fail in the shop',
      body: form('sev2: many customers are hit'),
      labels: ['incident'],
    });
    const bad = await talk.as('read').issues.create({
      title: 'Card payments fail in the shop',
      body: form('sev2: many customers are hit'),
      labels: ['incident'],
    });
    talk.miss();
    const heard = await sweep(talk.desk);
    const declared = (await talk.world.incidents()).find(
      ({ room }) => room === valueOf(lost).number,
    );
    expect(declared).toMatchObject({ severity: 'sev2', owner: { team: 'shop' } });
    expect(heard.map(({ incidents }) => incidents)).toEqual([[declared?.id]]);
    await sweep(talk.desk);
    expect(await talk.world.incidents()).toHaveLength(2);
    expect(valueOf(await talk.world.github.comments.list(valueOf(bad).number))).toHaveLength(1);
  });
});
