// Issues with the label of rooms that are none: nobody may believe that somebody was called.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Issue } from '../github/issues.ts';
import { valueOf } from '../projection/testing/world.ts';
import { sweep } from './sweep.ts';
import { type Conversation, startConversation } from './testing/room.ts';

let talk: Conversation;
beforeEach(async () => {
  talk = await startConversation({ mostComments: 1900 });
});
afterEach(async () => {
  expect(talk.world.double.takeViolations()).toEqual([]);
  await talk.close();
});

const BLANK = { title: 'Checkout is down!!', body: 'Everything is on fire, please help' };
const open = async (labels: readonly string[]): Promise<Issue> =>
  valueOf(await talk.as('maintain').issues.create({ ...BLANK, labels: [...labels] }));
const answers = async ({ number }: Issue): Promise<readonly string[]> =>
  valueOf(await talk.world.github.comments.list(number)).flatMap(({ body, isBot }) =>
    isBot ? [body] : [],
  );
const TOLD = expect.stringContaining('**No incident was declared.** Nobody was called');

test('an issue without a form is answered once with how to declare one', async () => {
  const issue = await open(['incident']);
  await talk.listen();
  expect(await answers(issue)).toEqual([TOLD]);
  await sweep(talk.desk);
  expect(await answers(issue)).toEqual([TOLD]);
  expect(await talk.world.incidents()).toHaveLength(1);
});

test('one whose delivery was lost is answered by the sweep', async () => {
  const issue = await open(['incident']);
  talk.miss();
  await sweep(talk.desk);
  expect(await answers(issue)).toEqual([TOLD]);
});

test('one that gets the label later is answered then; one without it stays an ordinary issue', async () => {
  const issue = await open([]);
  await talk.say('maintain', issue.number, '/sev 1 all down');
  await talk.listen();
  await sweep(talk.desk);
  expect(await answers(issue)).toEqual([]);
  valueOf(await talk.as('triage').labels.add(issue.number, ['incident']));
  await talk.listen();
  expect(await answers(issue)).toEqual([TOLD]);
});

test('a command there is refused with a sign and the way to declare', async () => {
  const issue = await open(['incident']);
  await talk.listen();
  const said = await talk.say('maintain', issue.number, '/sev 1 all down');
  await talk.say('maintain', issue.number, 'It is the queue.');
  await talk.listen();
  expect(await talk.reactions(said)).toEqual(['confused']);
  expect(await answers(issue)).toEqual([
    TOLD,
    expect.stringContaining('**Not done.** Nobody was called'),
  ]);
});
