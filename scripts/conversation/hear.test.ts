// People talk in a room of the double; what GitHub delivers is heard; files and room say what came of it.
import { describe, expect, test } from 'vitest';
import { readEvent } from '../github/event.ts';
import { valueOf } from '../projection/testing/world.ts';
import { hear } from './hear.ts';
import { sweep } from './sweep.ts';
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

describe('a comment', () => {
  test('with commands becomes one commit, the room follows, and a rocket says so', async () => {
    const said = await talk.say('write', number, 'I am on it.\n\n/ack\n/note pool exhausted');
    await talk.listen();
    expect(file()).toMatch(/acknowledged: 2026/);
    expect(file()).toContain(`pool exhausted <!-- e:ic-${said.id}`);
    expect(await talk.reactions(said)).toEqual(['eyes', 'rocket']);
    expect((await talk.room()).body).not.toContain('Nobody has taken it yet');
    expect(await talk.comments()).toHaveLength(1);
  });

  test('heard again changes nothing and answers nothing', async () => {
    await talk.say('write', number, '/sev 3 only one shop');
    await talk.listen();
    const [delivery] = talk.world.double.webhooks
      .deliveries()
      .filter(({ event }) => event === 'issue_comment');
    const before = [file(), await talk.comments()];
    if (delivery === undefined) throw new Error('nothing was delivered');
    await hear(talk.desk, readEvent(delivery.event, delivery.payload));
    expect([file(), await talk.comments()]).toEqual(before);
  });

  test('that opened another incident and could not be answered then is told of its unknown word', async () => {
    talk.world.edit(FILE, (text) => text.replace('services: [shop]', 'services: [shop, cart]'));
    const said = await talk.say('write', number, '/split cart\n/frobnicate');
    talk.world.double.faults.plan('issues/create-comment', { kind: 'broken', status: 503 }, 9);
    await talk.listen();
    talk.world.double.faults.clear();
    expect((await talk.world.incidents()).map(({ id }) => id)).toContain('2026-11-21-cart');
    talk.world.passTime(120_000);
    const [delivery] = talk.world.double.webhooks
      .deliveries()
      .filter(({ event }) => event === 'issue_comment');
    if (delivery === undefined) throw new Error('nothing was delivered');
    await hear(talk.desk, readEvent(delivery.event, delivery.payload));
    expect((await talk.comments()).at(-1)?.body).toContain('There is no command `/frobnicate`.');
    expect(await talk.reactions(said)).toEqual(['eyes', 'confused']);
  });

  test('of somebody who may not is refused with the rule and the fix', async () => {
    const said = await talk.say('read', number, '/resolve');
    await talk.listen();
    expect(await talk.reactions(said)).toEqual(['eyes', 'confused']);
    const [, answer] = await talk.comments();
    expect(answer?.body).toContain('**Not done.** `/resolve` is for responders');
    expect(file()).toContain('state: investigating');
  });

  test('without a command asks GitHub nothing', async () => {
    await talk.say('write', number, 'see /var/log, and `/ack` is a command');
    talk.world.takeWrites();
    const asked = talk.world.double.seen().length;
    await talk.listen();
    expect(talk.world.double.seen()).toHaveLength(asked);
  });

  test('of a program is not listened to', async () => {
    valueOf(await talk.world.github.comments.create(number, '/resolve'));
    await talk.listen();
    expect(file()).toContain('state: investigating');
  });

  test('gives the commands of an edit when it gave none before', async () => {
    const plain = await talk.say('write', number, 'looking');
    await talk.listen();
    valueOf(await talk.as('write').comments.edit(plain.id, '/ack'));
    await talk.listen();
    expect(file()).toContain('acknowledged:');
  });

  test('is heard once somebody corrected what was mistyped or refused, and what was done is not done again', async () => {
    const said = await talk.say('maintain', number, '/ack\n/updte All is slow.\n/sev 9');
    await talk.listen();
    expect(await talk.reactions(said)).toEqual(['eyes', 'confused']);
    await nextSecond();
    const edit = '/ack\n/impact customers=7\n/sev 2';
    valueOf(await talk.as('maintain').comments.edit(said.id, edit));
    await talk.listen();
    expect(file()).toContain('customers: 7');
    expect(file()).toContain('severity: sev2');
    expect(file().match(/\[acknowledged\]/g)).toHaveLength(1);
    const after = file();
    await nextSecond();
    valueOf(await talk.as('maintain').comments.edit(said.id, edit.replace('/sev 2', '/sev 1')));
    await talk.listen();
    expect(file()).toBe(after);
    expect((await talk.comments()).at(-1)?.body).toContain(
      '`/sev` was carried out as it stood here before',
    );
    expect(await sweep(talk.desk)).toEqual([]);
    expect(file()).toBe(after);
  });

  test('that is edited has its notes followed wherever they stand in it', async () => {
    const said = await talk.say('write', number, '/help\n/note on tow hosts');
    await talk.listen();
    valueOf(await talk.as('write').comments.edit(said.id, '/help\n/note on two hosts'));
    await talk.listen();
    expect(file()).toContain('on two hosts');
    expect(file()).not.toContain('tow hosts');
    valueOf(await talk.as('write').comments.edit(said.id, '/help\n/ack\n/note on two hosts'));
    await talk.listen();
    expect(file()).toMatch(/: on two hosts <!--/);
    expect(file()).toContain('acknowledged:');
  });

  test('that is deleted strikes its note', async () => {
    const said = await talk.say('write', number, '/note wrong host');
    await talk.listen();
    valueOf(await talk.as('write').comments.remove(said.id));
    await talk.listen();
    expect(file()).toMatch(/~~.*wrong host.*~~/);
  });
});

describe('a comment that somebody else edits', () => {
  test('gives no command in the name of its author, and says so once', async () => {
    const said = await talk.say('maintain', number, 'I look at it');
    await talk.listen();
    for (const text of ['I look at it\n\n/sev 4 no customers', 'I look at it\n\n/resolve'])
      valueOf(await talk.as('write').comments.edit(said.id, text));
    await talk.listen();
    expect(file()).toContain('severity: sev1');
    expect(file()).toContain('state: investigating');
    expect(await talk.reactions(said)).toEqual(['confused']);
    const answers = (await talk.comments()).filter(({ isBot }) => isBot);
    expect(answers.map(({ body }) => body.split('\n').at(-1))).toEqual([
      expect.stringContaining('Say it in a comment of your own.'),
    ]);
    expect(await sweep(talk.desk)).toEqual([]);
  });

  test('keeps the words of its notes', async () => {
    const said = await talk.say('maintain', number, '/note pool exhausted');
    await talk.listen();
    const before = file();
    await nextSecond();
    valueOf(await talk.as('write').comments.edit(said.id, '/note all is well'));
    await talk.listen();
    expect(file()).toBe(before);
    expect((await talk.comments()).at(-1)?.body).toContain('says nothing in their name');
    expect(await sweep(talk.desk)).toEqual([]);
    expect(file()).toBe(before);
    expect(await talk.comments()).toHaveLength(2);
  });

  test('beside its commands is no matter', async () => {
    const said = await talk.say('maintain', number, 'I look at ti\n\n/note pool exhausted');
    await talk.listen();
    valueOf(await talk.as('write').comments.edit(said.id, 'I look at it\n\n/note pool exhausted'));
    await talk.listen();
    expect(await talk.comments()).toHaveLength(1);
  });

  test('and that nobody heard is said by nobody: who edited it is not known', async () => {
    const said = await talk.say('maintain', number, 'I look at it');
    await nextSecond();
    valueOf(await talk.as('write').comments.edit(said.id, '/sev 4'));
    talk.miss();
    await sweep(talk.desk);
    expect(file()).toContain('severity: sev1');
    expect((await talk.comments()).at(-1)?.body).toContain('Say it again in a new comment.');
    expect(await sweep(talk.desk)).toEqual([]);
  });

  test('is judged by whoever deletes it', async () => {
    const said = await talk.say('write', number, '/note wrong host');
    await talk.listen();
    valueOf(await talk.as('maintain').comments.remove(said.id));
    const heard = await talk.listen();
    expect(heard.map(({ said: words }) => words)).toContain(`comment ${said.id}: /note done`);
    expect(file()).toMatch(/~~.*wrong host.*~~/);
  });
});
