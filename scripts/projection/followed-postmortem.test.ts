// The pull request of a post-mortem follows the incident, and the incident what people chose in it.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readRecord } from '../incidents/record.ts';
import { parsePostmortem } from '../postmortems/refresh.ts';
import {
  BRANCH,
  ID,
  INCIDENT_PATH,
  PATH,
  type PostmortemWorld,
  PROPOSED,
  startPostmortemWorld,
} from './testing/postmortem-world.ts';

let world: PostmortemWorld;
beforeEach(async () => {
  world = await startPostmortemWorld();
});
afterEach(async () => {
  expect(world.double.takeViolations()).toEqual([]);
  await world.close();
});

describe('the pull request of a post-mortem', () => {
  test('follows timeline, items and notes and keeps what people wrote', async () => {
    await world.sync();
    const mine = 'One in five payments failed.';
    world.edit(BRANCH, {
      [PATH]: (text) => text.replace(/_Not written yet: what failed[^_]*_/, mine),
      [`postmortems/2026/${ID}/notes/yara-haddad.md`]: () => 'I saw the pool first.\n',
    });
    world.edit('main', {
      [`incidents/2026/${ID}.md`]: (text) =>
        `${text}- 09:40 rolled back <!-- e:ic-9 -->\n`.replace(
          'due: 2026-12-12}',
          'due: 2026-12-12}\n  - {id: A2, title: More, type: detect, status: proposed, owner_team: payments}',
        ),
    });
    expect(await world.sync()).toMatchObject({ begun: [], changed: [ID] });
    const text = await world.show(BRANCH, PATH);
    expect(text).toContain(mine);
    expect(text).toContain('- 09:40 rolled back');
    expect(text).toContain('**yara-haddad**\n\n> I saw the pool first.');
    expect(parsePostmortem(ID, text)?.actionItems.map(({ id }) => id)).toEqual(['A1', 'A2']);
    expect(await world.commitsOf(BRANCH)).toBe(3);
  });

  test('takes over what became of its items, and gives another number to one that was proposed twice', async () => {
    await world.sync();
    world.edit(BRANCH, {
      [PATH]: (text) =>
        text.replace(
          /(due: 2026-12-12\n)/,
          '$1  - {id: A2, title: Alert on it, type: detect, status: proposed, owner_team: payments}\n',
        ),
    });
    world.edit('main', { [`incidents/2026/${ID}.md`]: PROPOSED });
    expect(await world.sync()).toMatchObject({ changed: [ID] });
    expect(await world.items(BRANCH)).toEqual([
      'A1 Pin the pool done 3',
      'A3 Alert on it proposed null',
      'A2 Tell support proposed 5',
    ]);
    expect(await world.sync()).toMatchObject({ changed: [] });
  });

  test('says what people changed in the file, and gets the owner whom the room names', async () => {
    await world.sync();
    world.edit(BRANCH, {
      [PATH]: (text) =>
        text
          .replace(/^meeting: .*$/m, 'meeting: 2026-11-30T14:00:00Z')
          .replace(/^due: .*$/m, 'due: 2026-12-01')
          .replace(/^owner: .*$/m, 'owner: jonas-lindqvist'),
    });
    await world.sync();
    const [told] = await world.pullRequests();
    expect(told?.body).toMatch(
      /^@jonas-lindqvist writes it, until 2026-12-01\. .* 2026-11-30 14:00 UTC/m,
    );
    expect(told?.body).toContain('Somebody else than @jonas-lindqvist, who');
    const owned = (login: string) => (text: string) =>
      text.replace(
        /^(postmortem_begun: .*\n)?room:/m,
        `postmortem_begun: {at: 2026-11-20T12:00:00Z, owner: ${login}}\nroom:`,
      );
    world.edit('main', { [`incidents/2026/${ID}.md`]: owned('yara-haddad') });
    expect(await world.sync()).toMatchObject({ changed: [ID], reasons: [] });
    expect(parsePostmortem(ID, await world.show(BRANCH, PATH))?.owner).toBe('yara-haddad');
    expect((await world.pullRequests())[0]?.body).toContain('Somebody else than @yara-haddad, who');
    // Who changes it in the file after that has the last word.
    world.edit(BRANCH, { [PATH]: (text) => text.replace(/^owner: .*$/m, 'owner: bram-verhoeven') });
    await world.sync();
    expect(await world.sync()).toMatchObject({ changed: [], reasons: [] });
    expect(parsePostmortem(ID, await world.show(BRANCH, PATH))?.owner).toBe('bram-verhoeven');
    world.edit(BRANCH, { [PATH]: (text) => text.replace('state: draft', 'state: in_review') });
    world.edit('main', { [`incidents/2026/${ID}.md`]: owned('teodora-ilic') });
    expect((await world.sync()).reasons.map(({ sentence }) => sentence)).toEqual([
      expect.stringContaining('@bram-verhoeven stands in it as its owner, and not @teodora-ilic'),
    ]);
  });

  test('tells the file of its incident the day and meeting that people chose in it', async () => {
    await world.sync();
    const proposed = await world.show(BRANCH, PATH);
    const choose = (due: string, meeting: string) =>
      world.edit(BRANCH, {
        [PATH]: (text) =>
          text.replace(/^due: .*$/m, `due: ${due}`).replace(/^meeting: .*\n/m, meeting),
      });
    const read = async () => {
      const file = { path: INCIDENT_PATH, text: await world.show('main', INCIDENT_PATH) };
      return readRecord(file)?.incident.postmortemDraft;
    };
    choose('2026-12-05', 'meeting: 2026-11-30T14:00:00Z\n');
    expect(await world.sync()).toMatchObject({ followed: [ID] });
    expect(await read()).toEqual({ due: '2026-12-05', meeting: '2026-11-30T14:00:00.000Z' });
    expect(await world.sync()).toMatchObject({ followed: [] });
    choose('2026-12-05', '');
    await world.sync();
    expect(await read()).toEqual({ due: '2026-12-05', meeting: null });
    world.edit(BRANCH, { [PATH]: () => proposed });
    await world.sync();
    expect(await world.show('main', INCIDENT_PATH)).not.toContain('postmortem_draft');
  });

  test('is left to people once others are asked to read it', async () => {
    await world.sync();
    world.edit(BRANCH, { [PATH]: (text) => text.replace('state: draft', 'state: in_review') });
    world.edit('main', { [`incidents/2026/${ID}.md`]: (text) => `${text}- 09:40 rolled back\n` });
    expect(await world.sync()).toMatchObject({ changed: [] });
    expect(await world.show(BRANCH, PATH)).not.toContain('rolled back');
  });
});

/** Somebody gives A1 to a person: in the incident's file, where it stands on one line, and in the post-mortem's. */
const giveTo =
  (login: string) =>
  (text: string): string =>
    text
      .replace(/^ *assignee: .*\n/m, '')
      .replace(/, assignee: [\w-]+/, '')
      .replace(/^( *)owner_team: payments$/m, `$&\n$1assignee: ${login}`)
      .replace(/, owner_team: payments/, `$&, assignee: ${login}`);
const ownerOf = async (): Promise<string | null | undefined> =>
  parsePostmortem(ID, await world.show(BRANCH, PATH))?.actionItems[0]?.assignee;

test('an item belongs to whom it was given last, and the room is told whose it was', async () => {
  const sentences = async (): Promise<string> =>
    (await world.sync()).reasons.map(({ sentence }) => sentence).join('\n');
  await world.sync();
  world.edit('main', { [INCIDENT_PATH]: giveTo('bram-verhoeven') });
  expect(await sentences()).toBe('');
  expect(await ownerOf()).toBe('bram-verhoeven');
  world.edit(BRANCH, { [PATH]: giveTo('noor-elamrani') });
  expect(await sentences()).toBe('');
  expect(await ownerOf()).toBe('noor-elamrani');
  world.edit('main', { [INCIDENT_PATH]: giveTo('yara-haddad') });
  expect(await sentences()).toContain("in place of @noor-elamrani's: it was given to @yara-haddad");
  expect(await ownerOf()).toBe('yara-haddad');
  expect(await sentences()).toBe('');
  world.edit(BRANCH, { [PATH]: (text) => text.replace('state: draft', 'state: in_review') });
  await world.sync();
  world.edit('main', { [INCIDENT_PATH]: giveTo('bram-verhoeven') });
  expect(await sentences()).toContain("is @bram-verhoeven's on GitHub and @yara-haddad's in the");
  expect(await ownerOf()).toBe('yara-haddad');
  const text = await world.show(BRANCH, PATH);
  world.edit('main', { [PATH]: () => text });
  expect(await sentences()).toContain(
    "its action item A1 is @yara-haddad's, as the post-mortem says, and @bram-verhoeven's no longer",
  );
});
