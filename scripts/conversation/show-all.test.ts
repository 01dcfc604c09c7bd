import { expect, test } from 'vitest';
import { parsePostmortem } from '../postmortems/refresh.ts';
import type { Learned } from '../projection/show.ts';
import { write } from '../apply/testing/repository.ts';
import { showAll, tellLearned } from './show-all.ts';
import { eachConversation } from './testing/each-conversation.ts';
import type { Conversation } from './testing/room.ts';

const SENTENCE =
  'the post-mortem was merged without the approval of somebody else than @mara-okafor: let somebody read it, and set `state: reviewed` by pull request';

let talk: Conversation;

eachConversation((begun) => {
  talk = begun;
});

test('why a post-mortem does not go on is said in the room of its incident, once', async () => {
  const [incident] = await talk.world.incidents();
  const learned: Learned = {
    begun: [],
    changed: [],
    followed: [],
    actions: { made: 0, changed: 0 },
    mutes: { opened: 0, ended: 0 },
    reasons: [
      { incident: incident?.id ?? '', sentence: SENTENCE },
      { incident: '2026-11-20-nothing', sentence: SENTENCE },
    ],
    refused: [],
    again: null,
  };
  for (let pass = 1; pass <= 2; pass += 1) expect(await tellLearned(talk.desk, learned)).toBeNull();
  const said = (await talk.comments()).map(({ body }) => body.split('\n').at(-1));
  expect(said).toEqual([`**Post-mortem:** ${SENTENCE}.`]);
});

test('a published post-mortem says since when, also where no branches can be pushed', async () => {
  const id = (await talk.world.incidents())[0]?.id ?? '';
  const path = `postmortems/2026/${id}.md`;
  const front =
    'schema: tocsin/postmortem@1\nstate: published\nowner: ann\ndue: 2026-12-03\npublic: true';
  write(talk.world.folder, path, `---\n${front}\n---\n\n## Customer message\n\nWe are sorry.\n`);
  talk.world.commit();
  expect(await showAll({ ...talk.desk, branches: null })).toBeNull();
  expect(parsePostmortem(id, talk.world.read(path))?.published).toBe(talk.desk.now());
});
