// Labels, closing and opening by hand whose deliveries were lost: the next sweep finds them in what GitHub remembers.
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { valueOf } from '../projection/testing/world.ts';
import { sweep } from './sweep.ts';
import { type Conversation, startConversation } from './testing/room.ts';

let talk: Conversation;
let number: number;

beforeEach(async () => {
  // What GitHub remembers has the time of the machine.
  talk = await startConversation({ startMs: Date.now() - 180_000 });
  ({ number } = await talk.room());
});
afterEach(async () => {
  expect(talk.world.double.takeViolations()).toEqual([]);
  await talk.close();
});

const incident = async (): Promise<object | undefined> => (await talk.world.incidents())[0];

describe('what somebody did by hand and nobody heard', () => {
  test('is done by the next sweep, though another run took the labels off before', async () => {
    valueOf(await talk.as('maintain').labels.add(number, ['sev/2', 'state/monitoring']));
    talk.miss();
    await talk.world.sync();
    expect((await talk.room()).labels).toEqual(expect.arrayContaining(['sev/1']));
    const heard = await sweep(talk.desk);
    expect(heard.map(({ said }) => said)).toEqual([
      `issue ${number}: /sev done`,
      `issue ${number}: /mitigated done`,
    ]);
    expect(await incident()).toMatchObject({ severity: 'sev2', state: 'monitoring' });
    expect((await talk.room()).labels).toEqual(
      expect.arrayContaining(['sev/2', 'state/monitoring']),
    );
    expect(await sweep(talk.desk)).toEqual([]);
  });

  test('is refused by the next sweep, with the reason, once', async () => {
    valueOf(await talk.as('write').issues.update(number, { state: 'closed' }));
    valueOf(await talk.as('triage').labels.add(number, ['state/resolved']));
    talk.miss();
    await talk.world.sync();
    expect((await talk.room()).state).toBe('open');
    await sweep(talk.desk);
    const answers = (await talk.comments()).map(({ body }) => body.split('\n')[2]);
    expect(answers).toEqual([
      expect.stringContaining('**Not done.** `/close` is for'),
      expect.stringContaining('**Not done.** `/resolve` is for'),
    ]);
    await sweep(talk.desk);
    expect(await talk.comments()).toHaveLength(2);
    expect(await incident()).toMatchObject({ state: 'investigating' });
  });

  test('is explained where the incident went on meanwhile: what is newer counts', async () => {
    valueOf(await talk.as('maintain').labels.add(number, ['sev/2']));
    talk.miss();
    await wait(1100);
    await talk.say('maintain', number, '/sev 3 only one shop');
    talk.world.passTime(300_000);
    await talk.listen();
    await sweep(talk.desk);
    expect(await incident()).toMatchObject({ severity: 'sev3' });
    const [answer] = (await talk.comments()).filter(({ body }) => body.includes('put the label'));
    expect(answer?.body).toMatch(
      /\*\*Not done\.\*\* @\S+ put the label `sev\/2` on at .+ UTC, which was not delivered, and the incident went on meanwhile: it was taken off\. Say `\/sev 2` if that is still meant\.$/,
    );
    const { length } = await talk.comments();
    await sweep(talk.desk);
    expect(await talk.comments()).toHaveLength(length);
  });

  test('and took back is nothing', async () => {
    valueOf(await talk.as('maintain').labels.add(number, ['sev/2']));
    valueOf(await talk.as('maintain').labels.remove(number, 'sev/2'));
    talk.miss();
    expect(await sweep(talk.desk)).toEqual([]);
    expect(await incident()).toMatchObject({ severity: 'sev1' });
  });
});

test('what was heard by hand is not heard again, done, refused or put back', async () => {
  valueOf(await talk.as('maintain').labels.add(number, ['sev/2']));
  valueOf(await talk.as('triage').labels.add(number, ['state/resolved']));
  valueOf(await talk.as('write').labels.remove(number, 'team/shop'));
  await talk.listen();
  const before = await talk.comments();
  expect(await sweep(talk.desk)).toEqual([]);
  expect(await talk.comments()).toEqual(before);
  expect(await incident()).toMatchObject({ severity: 'sev2' });
});
