// The room of an incident whose file somebody took out of the repository.
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { git } from '../apply/testing/repository.ts';
import type { Issue } from '../github/issues.ts';
import { valueOf } from '../projection/testing/world.ts';
import { showAll } from './show-all.ts';
import { sweep } from './sweep.ts';
import { eachConversation } from './testing/each-conversation.ts';
import type { Conversation } from './testing/room.ts';

const ID = '2026-11-21-shop';
const FILE = `incidents/2026/${ID}.md`;

let talk: Conversation;
eachConversation((begun) => {
  talk = begun;
});

const room = async (): Promise<Issue> => valueOf(await talk.world.github.issues.read(1));
const words = async (): Promise<readonly string[]> =>
  valueOf(await talk.world.github.comments.list(1)).map(({ body }) => body);
const last = async (): Promise<string> => (await words()).at(-1) ?? '';
const askTimeline = async (): Promise<void> => {
  await talk.say('write', 1, '/timeline');
  await talk.listen();
};
const remove = (): void => {
  rmSync(join(talk.world.folder, FILE));
  talk.world.commit();
};

describe('the room of an incident whose file was removed', () => {
  test('is closed, says why, and loses the labels of an incident that runs', async () => {
    await askTimeline();
    remove();
    const head = git(talk.world.folder, 'rev-parse', 'HEAD');
    expect(await talk.world.sync()).toMatchObject({ healed: [1], refused: [], again: null });
    expect(await room()).toMatchObject({
      state: 'closed',
      closedAs: 'not_planned',
      title: `[removed] ${ID}`,
      labels: ['incident'],
    });
    expect((await room()).body).toContain(`Commit ${head} took it out`);
    expect((await room()).body).not.toContain('Nobody has taken it yet');
    expect(await last()).toContain(`**The file of \`${ID}\` was removed.**`);
    expect(await words()).toEqual(['/timeline', expect.anything(), await last()]);
    talk.world.takeWrites();
    await talk.world.sync();
    expect(talk.world.takeWrites()).toEqual([]);
  });

  test('keeps none of our answers in a public repository', async () => {
    await askTimeline();
    const settings = talk.world.read('tocsin.yaml');
    talk.world.edit('tocsin.yaml', () => `${settings}repository: public\n`);
    remove();
    await talk.world.sync();
    expect(await words()).toEqual(['/timeline', expect.stringContaining('was removed')]);
  });

  test('is opened again with everything once the file is brought back', async () => {
    const before = await room();
    remove();
    await talk.world.sync();
    git(talk.world.folder, 'revert', '--no-edit', 'HEAD');
    await talk.world.sync();
    const { title, body, state, labels } = await room();
    expect({ title, body, state }).toEqual({
      title: before.title,
      body: before.body,
      state: 'open',
    });
    expect(labels.toSorted()).toEqual(before.labels.toSorted());
    expect(await talk.world.rooms()).toHaveLength(1);
  });

  test('is closed again where somebody opens it by hand, and says nothing twice', async () => {
    remove();
    await talk.world.sync();
    valueOf(await talk.as('write').issues.update(1, { state: 'open', reason: 'reopened' }));
    await talk.world.sync();
    expect((await room()).state).toBe('closed');
    expect(await words()).toHaveLength(1);
  });

  test('is kept for a file of another name that was moved, which gets no room of its own', async () => {
    const other = '2026-11-21-till';
    renameSync(join(talk.world.folder, FILE), join(talk.world.folder, FILE.replace(ID, other)));
    talk.world.commit();
    const before = await room();
    const { created, healed, refused } = await talk.world.sync();
    expect({ created, healed }).toEqual({ created: [], healed: [] });
    expect(refused).toEqual([
      { incident: other, sentence: expect.stringContaining(`rename it to \`${FILE}\` again`) },
    ]);
    expect(await room()).toEqual(before);
    // The writer of everything does so.
    expect(await showAll(talk.desk)).toBeNull();
    expect(await talk.world.incidents()).toMatchObject([{ id: ID, room: 1 }]);
    expect(await talk.world.rooms()).toMatchObject([{ state: 'open', number: 1 }]);
    expect(git(talk.world.folder, 'status', '--porcelain')).toBe('');
  });

  test('answers a command with what happened, once, also before it was closed', async () => {
    remove();
    const early = await talk.say('write', 1, '/ack');
    await talk.listen();
    expect(await talk.reactions(early)).toEqual(['confused']);
    expect(await last()).toContain(`**Not done.** The file of \`${ID}\` was removed`);
    await talk.world.sync();
    const late = await talk.say('write', 1, '/sev 1');
    await talk.listen();
    expect(await talk.reactions(late)).toEqual(['confused']);
    expect(await last()).toContain('**Not done.** The file of');
    expect(await sweep(talk.desk)).toEqual([]);
  });

  test('answers a command whose delivery was lost', async () => {
    remove();
    await talk.say('write', 1, '/ack');
    talk.miss();
    expect(await sweep(talk.desk)).toHaveLength(1);
    expect(await last()).toContain('**Not done.** The file of');
    expect(await sweep(talk.desk)).toEqual([]);
  });
});

describe('a room stays as it is', () => {
  const expectLeft = async (): Promise<void> => {
    const before = await room();
    talk.world.takeWrites();
    expect((await talk.world.sync()).healed).toEqual([]);
    expect(await room()).toEqual(before);
    expect((await words()).join('\n')).not.toContain('was removed');
  };

  test('where its file cannot be read', async () => {
    talk.world.edit(FILE, (text) => text.replace(/^severity: .*$/m, 'severity: [oops'));
    await expectLeft();
  });

  test('where its file was moved into a wrong folder', async () => {
    renameSync(join(talk.world.folder, FILE), join(talk.world.folder, `incidents/${ID}.md`));
    talk.world.commit();
    await expectLeft();
  });

  test('where the repository is read as it was before the incident', async () => {
    const first = git(talk.world.folder, 'rev-list', '--max-parents=0', 'HEAD');
    git(talk.world.folder, 'reset', '--hard', '--quiet', first);
    await expectLeft();
    const said = await talk.say('write', 1, '/ack');
    await talk.listen();
    expect(await talk.reactions(said)).toEqual([]);
  });

  test('where its file was removed and the history with it', async () => {
    remove();
    const tree = git(talk.world.folder, 'write-tree');
    const commit = git(talk.world.folder, 'commit-tree', tree, '-m', 'Begin anew');
    git(talk.world.folder, 'reset', '--hard', '--quiet', commit);
    await expectLeft();
  });

  test('where the commit of the incident is not here yet', async () => {
    const marker = '<!-- tocsin:room 2026-11-21-ledger -->\n';
    const made = await talk.world.github.issues.create({
      title: '[sev1] 2026-11-21-ledger',
      body: marker,
      labels: ['incident'],
    });
    expect((await talk.world.sync()).healed).toEqual([]);
    expect(valueOf(await talk.world.github.issues.read(valueOf(made).number))).toMatchObject({
      state: 'open',
      body: marker,
    });
  });
});
