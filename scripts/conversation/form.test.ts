// Issue forms as GitHub delivers them: with the labels that the repository knows.
import { expect, test } from 'vitest';
import { valueOf } from '../projection/testing/world.ts';
import { eachConversation } from './testing/each-conversation.ts';
import type { Conversation } from './testing/room.ts';

let talk: Conversation;
eachConversation(
  (begun) => {
    talk = begun;
  },
  () => ({ mostComments: 1900 }),
);

const FORM = [
  ['Severity', 'sev2: many customers are hit'],
  ['Service', 'shop'],
  ['Kind of failure', 'errors: requests fail'],
  ['Environment', '_No response_'],
  ['Began', '09:02'],
  ['Another one', 'yes: another failure of the same service'],
  ['What happens', 'Nothing can be put into the cart.'],
]
  .map(([heading, answer]) => `### ${heading}\n\n${answer}`)
  .join('\n\n');

test('a form without the label that the repository did not know is the room all the same', async () => {
  const before = await talk.world.incidents();
  const made = await talk
    .as('maintain')
    .issues.create({ title: 'The cart is broken', body: FORM, labels: [] });
  const { number } = valueOf(made);
  await talk.listen();
  const known = new Set(before.map(({ id }) => id));
  const declared = (await talk.world.incidents()).find(({ id }) => !known.has(id));
  expect(declared).toMatchObject({ room: number });
  const issue = valueOf(await talk.world.github.issues.read(number));
  expect(issue.labels).toContain('incident');
  expect(issue.body).toContain(`<!-- tocsin:room ${declared?.id} -->`);
  expect(await talk.world.rooms()).toHaveLength(2);
  const said = await talk.say('maintain', number, '/ack');
  await talk.listen();
  expect(await talk.reactions(said)).toEqual(['eyes', 'rocket']);
});
