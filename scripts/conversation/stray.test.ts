// Issues with the label of rooms that are none: nobody may believe that somebody was called.
import { expect, test } from 'vitest';
import type { Issue } from '../github/issues.ts';
import { valueOf } from '../projection/testing/world.ts';
import { sweep } from './sweep.ts';
import { eachConversation } from './testing/each-conversation.ts';
import type { Conversation } from './testing/room.ts';

let talk: Conversation;
eachConversation(
  (begun) => {
    talk = begun;
  },
  () => ({ mostComments: 1900 }),
);

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

test('a command there whose delivery was lost is refused by the sweep, once', async () => {
  const issue = await open(['incident']);
  await talk.listen();
  const said = await talk.say('maintain', issue.number, '/sev 1 all down');
  await talk.say('maintain', issue.number, 'It is the queue.');
  talk.miss();
  expect(await sweep(talk.desk)).toHaveLength(1);
  expect(await talk.reactions(said)).toEqual(['confused']);
  const refusal = expect.stringContaining('**Not done.** Nobody was called');
  expect(await answers(issue)).toEqual([TOLD, refusal]);
  await sweep(talk.desk);
  expect(await answers(issue)).toEqual([TOLD, refusal]);
});

test('in an ordinary issue it stays unread, and in a form that the same sweep hears it counts with the next one', async () => {
  const ordinary = await open([]);
  await talk.say('maintain', ordinary.number, '/sev 1 all down');
  const form = valueOf(
    await talk.as('maintain').issues.create({
      title: 'Customers cannot pay',
      labels: ['incident'],
      body: '### Severity\n\nsev2\n\n### Service\n\nshop\n\n### Kind of failure\n\nerrors\n\n### Environment\n\n_No response_\n\n### Began\n\n09:02\n\n### Another one\n\nyes: another failure of the same service\n\n### What happens\n\nNobody can pay.',
    }),
  );
  const said = await talk.say('maintain', form.number, '/note the queue is full');
  talk.miss();
  await sweep(talk.desk);
  expect(await answers(form)).not.toContainEqual(expect.stringContaining('Nobody was called'));
  await sweep(talk.desk);
  expect(await talk.reactions(said)).toContain('rocket');
  expect(await answers(ordinary)).toEqual([]);
});
