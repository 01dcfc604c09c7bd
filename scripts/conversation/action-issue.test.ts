// Commands in the issue of an action item.
import { expect, test } from 'vitest';
import { wantedActionIssues } from '../postmortems/action-issues.ts';
import { bodyOf } from '../projection/action-issue.ts';
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

test('are answered with the room of the incident, once', async () => {
  const { number } = await talk.room();
  await talk.say('write', number, '/action Pin the pool debt:hotfix due:2026-12-01');
  await talk.listen();
  const [incident] = await talk.world.incidents();
  const [wanted] =
    incident === undefined ? [] : wantedActionIssues(incident, null, talk.desk.now());
  if (wanted === undefined) throw new Error('there is no action item');
  const { title, labels } = wanted;
  expect(labels).toContain('debt/hotfix');
  const body = bodyOf(wanted, '', []);
  const made = await talk.world.github.issues.create({ title, body, labels });
  const issue = valueOf(made).number;
  const said = await talk.say('write', issue, '/note done that');
  await talk.say('write', issue, 'I pinned it.');
  await talk.listen();
  expect(await talk.reactions(said)).toEqual(['confused']);
  const words = valueOf(await talk.world.github.comments.list(issue)).map((each) => each.body);
  expect(words).toEqual([
    '/note done that',
    'I pinned it.',
    expect.stringContaining(`say it in #${number}, the room of the incident`),
  ]);
  expect(await sweep(talk.desk)).toEqual([]);
});
