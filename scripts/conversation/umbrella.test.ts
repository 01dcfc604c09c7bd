// The room of a storm is talked in: each command says which incident it is for, and the files say what came of it.
import { expect, test } from 'vitest';
import { git, write } from '../apply/testing/repository.ts';
import { valueOf } from '../projection/testing/world.ts';
import { UMBRELLA_TITLE, umbrellaBody } from '../rooms/umbrella.ts';
import { sweep } from './sweep.ts';
import { eachConversation } from './testing/each-conversation.ts';
import { type Conversation, nextSecond } from './testing/room.ts';

const FIRST = '2026-11-21-shop-2';
const SECOND = '2026-11-21-shop-3';

let talk: Conversation;
let umbrella: number;

eachConversation(async (begun) => {
  talk = begun;
  const file = talk.world.read('incidents/2026/2026-11-21-shop.md');
  for (const id of [FIRST, SECOND])
    write(
      talk.world.folder,
      `incidents/2026/${id}.md`,
      file.replace(/^room: .*\n/m, '').replaceAll(/ <!-- e:.*? -->/g, ` <!-- e:op-${id} -->`),
    );
  talk.world.commit();
  const waiting = (await talk.world.incidents()).filter(({ room }) => room === null);
  expect(waiting).toHaveLength(2);
  const made = await talk.world.github.issues.create({
    title: UMBRELLA_TITLE,
    body: umbrellaBody(waiting, ''),
    labels: ['storm'],
  });
  umbrella = valueOf(made).number;
  talk.miss();
});

const fileOf = (id: string): string => talk.world.read(`incidents/2026/${id}.md`);

test('every command of one comment is carried out, also several for one incident', async () => {
  const said = await talk.say(
    'write',
    umbrella,
    `/ack ${FIRST}\n/note ${SECOND} only in one shop\n/note ${FIRST} pool exhausted\n/sev ${FIRST} 2`,
  );
  await talk.listen();
  expect(fileOf(FIRST)).toContain('acknowledged:');
  expect(fileOf(FIRST)).toContain('pool exhausted');
  expect(fileOf(FIRST)).not.toContain('only in one shop');
  expect(fileOf(SECOND)).toContain('only in one shop');
  expect(fileOf(SECOND)).not.toContain('acknowledged:');
  const [answer, ...more] = valueOf(await talk.world.github.comments.list(umbrella)).slice(1);
  expect(more).toEqual([]);
  expect(answer?.body).toContain('**Not done.** Lowering `sev1`');
  expect(await talk.reactions(said)).toEqual(['confused']);
});

test('a comment for one incident is one commit', async () => {
  const before = await talk.world.workspace.readHead();
  await talk.say('write', umbrella, `/ack ${FIRST}\n/note ${FIRST} pool exhausted`);
  await talk.listen();
  const commits = git(talk.world.folder, 'log', '--format=%s', `${before}..`).split('\n');
  expect(commits.filter((subject) => !subject.endsWith(' roomed'))).toEqual([
    `tocsin: ${FIRST} changed`,
  ]);
});

test('a command without an id of the list is refused, and the others are carried out', async () => {
  await talk.say('write', umbrella, `/ack\n/ack ${SECOND}`);
  await talk.listen();
  expect(fileOf(SECOND)).toContain('acknowledged:');
  const answers = valueOf(await talk.world.github.comments.list(umbrella)).slice(1);
  expect(answers).toHaveLength(1);
  expect(answers[0]?.body).toContain('**Not done.** `/ack` here needs the id of an incident');
});

test('a command for what got its room since is carried out, and the answer names the room', async () => {
  const housed = '2026-11-21-shop';
  const { number } = await talk.room();
  const said = await talk.say('write', umbrella, `/ack ${housed}\n/ack ${FIRST}`);
  await talk.listen();
  expect(fileOf(housed)).toContain('acknowledged:');
  const [answer, ...more] = valueOf(await talk.world.github.comments.list(umbrella)).slice(1);
  expect(more).toEqual([]);
  expect(answer?.body.split('\n\n').slice(1)).toEqual([
    `\`${housed}\` has a room of its own by now: go on in #${number}.`,
  ]);
  expect(await talk.reactions(said)).toEqual(['rocket']);
});

test('what nobody heard there is heard by the next sweep, once', async () => {
  const said = await talk.say('maintain', umbrella, `/sev ${FIRST} 2 fewer than thought`);
  talk.miss();
  expect((await sweep(talk.desk)).map(({ incidents }) => incidents)).toEqual([[FIRST]]);
  expect(fileOf(FIRST)).toContain('severity: sev2');
  expect(await talk.reactions(said)).toEqual(['rocket']);
  expect(await sweep(talk.desk)).toEqual([]);
});

test('what somebody wrote into the comment of somebody else is nobody’s command there either', async () => {
  const said = await talk.say('maintain', umbrella, 'I look at them');
  await nextSecond();
  valueOf(await talk.as('write').comments.edit(said.id, `/sev ${FIRST} 4 no customers`));
  talk.miss();
  expect(await sweep(talk.desk)).toHaveLength(1);
  expect(fileOf(FIRST)).toContain('severity: sev1');
  const answers = valueOf(await talk.world.github.comments.list(umbrella)).slice(1);
  expect(answers.map(({ body }) => body)).toEqual([
    expect.stringContaining('Say it again in a new comment.'),
  ]);
  expect(await sweep(talk.desk)).toEqual([]);
});

const answers = async (): Promise<readonly string[]> =>
  valueOf(await talk.world.github.comments.list(umbrella))
    .filter(({ isBot }) => isBot)
    .map(({ body }) => body);

test('a mistyped id is corrected where it stands, and what was done is not done again', async () => {
  const said = await talk.say('write', umbrella, `/ack ${FIRST}\n/ack 2026-11-21-shpo`);
  await talk.listen();
  expect(await answers()).toHaveLength(1);
  await nextSecond();
  valueOf(await talk.as('write').comments.edit(said.id, `/ack ${FIRST}\n/ack ${SECOND}`));
  await talk.listen();
  for (const id of [FIRST, SECOND]) expect(fileOf(id).split('[acknowledged]')).toHaveLength(2);
  expect(await talk.reactions(said)).toEqual(expect.arrayContaining(['confused', 'rocket']));
  // Both have a room by then.
  expect((await answers()).slice(1)).toEqual([expect.stringContaining('go on in #')]);
  await nextSecond();
  valueOf(await talk.as('write').comments.edit(said.id, `/ack ${FIRST}\n/ack 2026-11-21-shoop`));
  await talk.listen();
  expect((await answers()).at(-1)).toContain('needs the id of an incident of the list');
  expect(await answers()).toHaveLength(3);
});

test('the line of a note there follows its edit and is struck with its comment', async () => {
  const said = await talk.say('write', umbrella, `/note ${FIRST} pool exhausted`);
  await talk.listen();
  await nextSecond();
  valueOf(await talk.as('write').comments.edit(said.id, `/note ${FIRST} disk full`));
  await talk.listen();
  expect(fileOf(FIRST)).toContain(': disk full');
  expect(fileOf(FIRST)).not.toContain('pool exhausted');
  valueOf(await talk.as('write').comments.remove(said.id));
  await talk.listen();
  expect(fileOf(FIRST)).toMatch(/~~.*disk full.*~~/);
});

test('an edit by somebody else is refused with the reason, and changes nothing', async () => {
  const said = await talk.say('write', umbrella, `/note ${FIRST} pool exhausted`);
  await talk.listen();
  await nextSecond();
  valueOf(await talk.as('maintain').comments.edit(said.id, `/sev ${FIRST} 4 no customers`));
  await talk.listen();
  expect(fileOf(FIRST)).toContain('pool exhausted');
  expect(fileOf(FIRST)).toContain('severity: sev1');
  expect((await answers()).at(-1)).toContain('says nothing in their name');
});
