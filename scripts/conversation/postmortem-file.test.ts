// The file of a post-mortem that somebody made unreadable: whoever asks for what is missing learns where the mistake is.
import { expect, test } from 'vitest';
import { write } from '../apply/testing/repository.ts';
import { showAll } from './show-all.ts';
import { eachConversation } from './testing/each-conversation.ts';
import type { Conversation } from './testing/room.ts';

const ID = '2026-11-21-shop';
const FILE = `incidents/2026/${ID}.md`;
const POSTMORTEM = `postmortems/2026/${ID}.md`;
const MISTAKE = `cannot be read: \`${POSTMORTEM}:3\`: unexpected \`@mara reviewd\``;
const WRITTEN = `---
schema: tocsin/postmortem@1
state: reviewed
owner: mara-okafor
due: 2026-12-04
---

## Summary

Orders failed for 7 minutes.
`;

let talk: Conversation;

eachConversation(
  async (begun) => {
    talk = begun;
    await talk.world.send({ action: 'resolve' });
    await say('/set category errors\n/resolve the queue drains');
    write(
      talk.world.folder,
      POSTMORTEM,
      WRITTEN.replace('state: reviewed', 'state: "@mara reviewd"'),
    );
    talk.world.commit();
  },
  () => ({ mostComments: 1900 }),
);

const say = async (text: string): Promise<string> => await talk.ask(text);

const firstLineOfCard = async (): Promise<string> =>
  /^\*\*.*\*\*$/m.exec((await talk.room()).body)?.[0] ?? '';

test.each([
  ['that the incident names', (text: string) => text.replace(/^at:$/m, `postmortem: ${ID}\nat:`)],
  ['that has its name', (text: string) => `${text}\n`],
])('of the post-mortem %s is named with line and mistake by card and gate', async (_what, edit) => {
  talk.world.edit(FILE, edit);
  expect(await showAll(talk.desk)).toBeNull();
  expect(await firstLineOfCard()).toContain(MISTAKE);
  const answer = await say('/close');
  expect(answer).toContain(`the post-mortem of it ${MISTAKE}`);
  expect(answer).not.toMatch(/none is merged|and there is none/);
  expect(await say('/postmortem owner @mara-okafor')).toContain('There is one already');
  talk.world.edit(POSTMORTEM, () => WRITTEN);
  expect(await say('/close')).not.toContain('Not done');
  expect(await talk.world.incidents()).toMatchObject([{ state: 'closed' }]);
});
