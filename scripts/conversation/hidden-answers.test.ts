// What Tocsin answered about an incident before it became restricted, in a repository that everybody may read: in its own
// room, in the room of a storm, and in those of others.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { write } from '../apply/testing/repository.ts';
import { valueOf } from '../projection/testing/world.ts';
import { smallFiles } from '../rules/testing/organisation.ts';
import { UMBRELLA_TITLE, umbrellaBody } from '../rooms/umbrella.ts';
import { type Conversation, startConversation } from './testing/room.ts';

const OTHER = '2026-11-21-shop';
const SECRET = '2026-11-21-shop-2';
const FILE = `incidents/2026/${SECRET}.md`;

let talk: Conversation;
/** The room of the other incident, and that of a storm. */
let other: number;
let umbrella: number;

beforeEach(async () => {
  const settings = smallFiles().find(({ path }) => path === 'tocsin.yaml');
  const text = settings !== undefined && 'text' in settings ? settings.text : '';
  talk = await startConversation({
    isPrivate: false,
    files: { 'tocsin.yaml': `${text}repository: public\n` },
  });
  other = (await talk.room()).number;
  const file = talk.world.read(`incidents/2026/${OTHER}.md`);
  write(
    talk.world.folder,
    FILE,
    file
      .replace(/^room: .*\n/m, '')
      .replace(/^group: .*\n/m, '')
      .replaceAll(/ <!-- e:.*? -->/g, ' <!-- e:op-x -->'),
  );
  talk.world.commit();
  const made = await talk.world.github.issues.create({
    title: UMBRELLA_TITLE,
    body: umbrellaBody(
      (await talk.world.incidents()).filter(({ id }) => id === SECRET),
      '',
    ),
    labels: ['storm'],
  });
  umbrella = valueOf(made).number;
  talk.miss();
});
afterEach(async () => {
  expect(talk.world.double.takeViolations()).toEqual([]);
  await talk.close();
});

const words = async (number: number): Promise<readonly string[]> =>
  valueOf(await talk.world.github.comments.list(number)).map(({ body }) => body);
const say = async (number: number, text: string): Promise<void> => {
  await talk.say('admin', number, text);
  await talk.listen();
};
const restrict = async (): Promise<void> => {
  talk.world.edit(FILE, (file) =>
    file.replace(/^public:[\s\S]*?(?=^\S)/m, 'public: {visibility: restricted}\n'),
  );
  // No more than so many writes a minute.
  talk.world.passTime(120_000);
  await talk.world.sync();
};

describe('answers about what became restricted in a public repository', () => {
  test('go from the room of a storm, whether or not the answer names it, and others stay', async () => {
    await say(umbrella, `/timeline ${SECRET}`);
    await say(umbrella, `/timeline ${OTHER}`);
    expect(await words(umbrella)).toHaveLength(4);
    await restrict();
    const [own, asked, answer, ...more] = await words(umbrella);
    expect([own, asked]).toEqual([`/timeline ${SECRET}`, `/timeline ${OTHER}`]);
    expect(answer).toContain('[opened]');
    expect(more).toEqual([]);
    talk.world.takeWrites();
    await talk.world.sync();
    expect(talk.world.takeWrites()).toEqual([]);
  });

  test('go from the rooms of others that name its room, and what does not name it stays', async () => {
    await talk.world.sync();
    const room = (await talk.world.incidents()).find(({ id }) => id === SECRET)?.room ?? 0;
    expect(room).toBeGreaterThan(0);
    talk.miss();
    await say(other, `/caused-by ${SECRET}`);
    await say(other, '/help');
    const [, named, , help] = await words(other);
    expect(named).toContain(`\`${SECRET}\` (#${room})`);
    await restrict();
    expect(await words(other)).toEqual([`/caused-by ${SECRET}`, '/help', help]);
  });

  test('go as well while it waits for its room', async () => {
    await say(umbrella, `/who ${SECRET}`);
    talk.world.edit(FILE, (file) => file.replace(/^state: .*/m, 'state: declined'));
    await restrict();
    expect((await talk.world.incidents()).find(({ id }) => id === SECRET)?.room).toBeNull();
    expect(await words(umbrella)).toEqual([`/who ${SECRET}`]);
  });

  test('go although they were written with the token of a person', async () => {
    await talk.world.sync();
    const room = (await talk.world.incidents()).find(({ id }) => id === SECRET)?.room ?? 0;
    await talk.say('admin', room, '<!-- tocsin:answer ic-1 -->\n\n10:01 `[opened]` watch');
    await talk.say('write', room, 'My own words.');
    await restrict();
    expect(await words(room)).toEqual(['My own words.']);
  });

  test('go when its file is removed', async () => {
    await say(umbrella, `/timeline ${SECRET}`);
    await talk.world.sync();
    rmSync(join(talk.world.folder, FILE));
    talk.world.commit();
    talk.world.passTime(120_000);
    await talk.world.sync();
    expect(await words(umbrella)).toEqual([`/timeline ${SECRET}`]);
  });
});
