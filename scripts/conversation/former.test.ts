// A room that another one took the place of, and how many questions a run asks however much was said.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { incidentPath } from '../model/history-path.ts';
import { valueOf } from '../projection/testing/world.ts';
import { syncActions } from '../projection/sync-actions.ts';
import { hearRun, type Patience } from './run.ts';
import { sweep } from './sweep.ts';
import { type Conversation, nextSecond, startConversation } from './testing/room.ts';

const patience: Patience = { mostMs: 0, wait: async () => undefined };
let talk: Conversation;

beforeEach(async () => {
  talk = await startConversation();
});
afterEach(async () => {
  expect(talk.world.double.takeViolations()).toEqual([]);
  await talk.close();
});

describe('a command in a room that was continued', () => {
  const wordsIn = async (number: number): Promise<string> =>
    valueOf(await talk.world.github.comments.list(number)).at(-1)?.body ?? '';

  beforeEach(async () => {
    for (const text of ['one', 'two', 'three']) await talk.say('write', 1, text);
    await talk.world.sync();
    talk.miss();
  });

  test('is answered with the room that counts, once', async () => {
    expect(valueOf(await talk.world.github.issues.read(1)).body).toContain('This room is full');
    const said = await talk.say('write', 1, '/ack');
    await talk.listen();
    expect(await talk.reactions(said)).toEqual(['confused']);
    expect(await wordsIn(1)).toContain('**Not done.** This is not the room');
    expect(await wordsIn(1)).toContain('say it in #2');
    expect(await sweep(talk.desk)).toEqual([]);
  });

  test('is found by the sweep where its delivery was lost', async () => {
    await talk.say('write', 1, '/ack');
    talk.miss();
    expect(await sweep(talk.desk)).toHaveLength(1);
    expect(await wordsIn(1)).toContain('say it in #2');
    expect(await sweep(talk.desk)).toEqual([]);
  });
});

test('a room that was continued stays closed and bare, whoever opens it, and what is to be done moves on', async () => {
  const actions = async (): Promise<void> => {
    const { workspace, sight } = talk.world;
    const state = talk.world.load(await workspace.readFiles(await workspace.readHead()));
    const place = { ...sight, issueUrl: talk.desk.issueUrl };
    expect(await syncActions(place, state)).toMatchObject({ kind: 'done' });
  };
  const below = async (room: number): Promise<readonly string[]> =>
    valueOf(await talk.world.github.issues.listSubIssues(room)).map(({ title }) =>
      title.slice(0, 2),
    );
  await talk.say('write', 1, '/action Pin the pool\n/action Watch the pool');
  await talk.listen();
  await actions();
  expect(await below(1)).toEqual(['A1', 'A2']);
  for (const text of ['two', 'three']) await talk.say('write', 1, text);
  await talk.world.sync();
  const [{ room } = { room: null }] = await talk.world.incidents();
  await actions();
  expect([await below(1), await below(room ?? 0)]).toEqual([[], ['A1', 'A2']]);
  const former = async () => valueOf(await talk.world.github.issues.read(1));
  expect(await former()).toMatchObject({ state: 'closed', labels: ['incident'] });
  talk.miss();

  valueOf(await talk.as('write').issues.update(1, { state: 'open', reason: 'reopened' }));
  await talk.listen();
  expect(await former()).toMatchObject({ state: 'closed', labels: ['incident'] });
  const words = valueOf(await talk.world.github.comments.list(1)).at(-1)?.body;
  expect(words).toContain(`go on there. This one was closed again`);
  valueOf(await talk.as('write').issues.update(1, { state: 'open', reason: 'reopened' }));
  valueOf(await talk.as('write').labels.add(1, ['sev/1']));
  talk.miss();
  expect(await talk.world.sync()).toMatchObject({ healed: [1] });
  expect(await former()).toMatchObject({ state: 'closed', labels: ['incident'] });
  expect(await talk.world.sync()).toMatchObject({ healed: [] });
});

test('what was noted in a room that was continued is still edited and struck there', async () => {
  const { id } = (await talk.world.incidents())[0] ?? { id: '' };
  const text = (): string => talk.world.read(incidentPath(id));
  const said = await talk.say('write', 1, '/note customer ACME is hit');
  const other = await talk.say('write', 1, '/note one of two hosts');
  await talk.listen();
  await talk.say('write', 1, 'three');
  await talk.say('write', 1, 'four');
  await talk.world.sync();
  talk.miss();
  expect(valueOf(await talk.world.github.issues.read(1)).body).toContain('This room is full');
  valueOf(await talk.as('write').comments.remove(said.id));
  await nextSecond();
  valueOf(await talk.as('write').comments.edit(other.id, '/note two of two hosts\n/ack'));
  await talk.listen();
  expect(text()).toMatch(/~~.*ACME.*~~/);
  expect(text()).toContain('two of two hosts');
  expect(text()).not.toContain('[acknowledged]');
  const last = valueOf(await talk.world.github.comments.list(1)).at(-1)?.body;
  expect(last).toContain('say it in #2');
});

test('a run asks GitHub at most twenty times, however many commands were said before', async () => {
  // The double gives comments the time of this machine.
  const long = await startConversation({ startMs: Date.now() - 3_600_000 });
  long.world.passTime(3_600_000);
  const desk = { ...long.desk, mostComments: 1900 };
  const { number } = await long.room();
  const asked: number[] = [];
  for (let count = 0; count < 9; count += 1) {
    const comment = await long.say('write', number, `/note finding ${count}`);
    long.world.passTime(60_000);
    const issue = valueOf(await long.world.github.issues.read(number));
    const before = long.world.double.seen().length;
    await hearRun(desk, { kind: 'comment_made', issue, comment }, patience);
    asked.push(long.world.double.seen().length - before);
  }
  expect(Math.max(...asked)).toBeLessThanOrEqual(20);
  const [incident] = await long.world.incidents();
  expect([...(incident?.keys ?? [])].filter((key) => key.startsWith('ic-'))).toHaveLength(9);
  await long.close();
});
