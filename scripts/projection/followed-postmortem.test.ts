// The pull request of a post-mortem follows the incident, and the incident what people chose in it.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readRecord } from '../incidents/record.ts';
import { parsePostmortem } from '../postmortems/refresh.ts';
import {
  BRANCH,
  giveTo,
  ID,
  INCIDENT_PATH,
  PATH,
  type PostmortemWorld,
  PROPOSED,
  startPostmortemWorld,
} from './testing/postmortem-world.ts';
import { valueOf } from './testing/world.ts';

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

  test('moves day and meeting that nobody chose along, and tells the incident of none of it', async () => {
    const drafted = async () =>
      (await world.show(BRANCH, PATH)).match(/^(?:due|meeting): .*$/gm)?.join(', ');
    const follow = async (change: (text: string) => string) => {
      world.edit('main', { [INCIDENT_PATH]: change });
      await world.sync();
      expect(await world.show('main', INCIDENT_PATH)).not.toContain('postmortem_draft');
    };
    await world.sync();
    expect(await drafted()).toBe('due: 2026-12-04, meeting: 2026-11-27T10:00:00Z');
    world.edit('main', SOONER);
    await follow((text) => text.replace('severity: sev2', 'severity: sev1'));
    expect(await drafted()).toBe('due: 2026-11-25, meeting: 2026-11-23T10:00:00Z');
    await follow((text) =>
      text.replace(/state: resolved/, 'state: investigating').replace(/, resolved: \S+Z/, ''),
    );
    await follow((text) =>
      text
        .replace('state: investigating', 'state: resolved')
        .replace(/acknowledged: \S+Z/, '$&, resolved: 2026-11-24T01:00:00Z'),
    );
    expect(await drafted()).toBe('due: 2026-11-29, meeting: 2026-11-27T10:00:00Z');
    world.edit(BRANCH, { [PATH]: (text) => text.replace('state: draft', 'state: in_review') });
    await follow((text) => text.replace('resolved: 2026-11-24', 'resolved: 2026-11-25'));
    expect(await drafted()).toBe('due: 2026-11-29, meeting: 2026-11-27T10:00:00Z');
    world.edit(BRANCH, { [PATH]: (text) => text.replace('state: in_review', 'state: draft') });
    await world.sync();
    expect(await drafted()).toBe('due: 2026-11-30, meeting: 2026-11-27T10:00:00Z');
  });

  test('counts as chosen what a milder level gave, once somebody puts it back', async () => {
    await world.sync();
    world.edit('main', {
      ...SOONER,
      [INCIDENT_PATH]: (text) => text.replace('severity: sev2', 'severity: sev1'),
    });
    await world.sync();
    world.edit(BRANCH, { [PATH]: (text) => text.replace(/^due: .*$/m, 'due: 2026-12-04') });
    expect(await world.sync()).toMatchObject({ followed: [ID], changed: [] });
    expect(await world.show('main', INCIDENT_PATH)).toMatch(/^postmortem_draft: .*2026-12-04/m);
    expect(await world.sync()).toMatchObject({ followed: [], changed: [] });
  });

  test('that somebody closed takes the day and meeting that were chosen in it along', async () => {
    await world.sync();
    world.edit(BRANCH, { [PATH]: (text) => text.replace(/^due: .*$/m, 'due: 2027-03-01') });
    await world.sync();
    expect(await world.show('main', INCIDENT_PATH)).toContain('postmortem_draft');
    const { pullRequests } = world.github;
    valueOf(await pullRequests.update(1, { state: 'closed' }));
    expect(await world.sync()).toMatchObject({ followed: [ID] });
    expect(await world.show('main', INCIDENT_PATH)).not.toContain('postmortem_draft');
    expect(await world.sync()).toMatchObject({ followed: [] });
    valueOf(await pullRequests.update(1, { state: 'open' }));
    expect(await world.sync()).toMatchObject({ followed: [ID] });
    expect(await world.show('main', INCIDENT_PATH)).toMatch(/^postmortem_draft: .*2027-03-01/m);
  });

  test('is left to people once others are asked to read it', async () => {
    await world.sync();
    world.edit(BRANCH, { [PATH]: (text) => text.replace('state: draft', 'state: in_review') });
    world.edit('main', { [`incidents/2026/${ID}.md`]: (text) => `${text}- 09:40 rolled back\n` });
    expect(await world.sync()).toMatchObject({ changed: [] });
    expect(await world.show(BRANCH, PATH)).not.toContain('rolled back');
  });
});

/** The worst severity asks for its post-mortem after five days. */
const SOONER = {
  'ownership/levels.yaml': (text: string) => text.replace('due: 14d', 'due: 5d'),
};

const ownerOf = async (): Promise<string | null | undefined> =>
  parsePostmortem(ID, await world.show(BRANCH, PATH))?.actionItems[0]?.assignee;

const sentences = async (): Promise<string> =>
  (await world.sync()).reasons.map(({ sentence }) => sentence).join('\n');

test('an item stays with whom reviewers chose knowing whom GitHub names, also when it is a draft again', async () => {
  await world.sync();
  world.edit(BRANCH, { [PATH]: giveTo('noor-elamrani') });
  await world.sync();
  const setState = (from: string, to: string) =>
    world.edit(BRANCH, { [PATH]: (text) => text.replace(`state: ${from}`, `state: ${to}`) });
  setState('draft', 'in_review');
  await world.sync();
  world.edit('main', { [INCIDENT_PATH]: giveTo('bram-verhoeven') });
  expect(await sentences()).toContain("is @bram-verhoeven's on GitHub and @noor-elamrani's in the");
  world.edit(BRANCH, { [PATH]: giveTo('yara-haddad') });
  expect(await sentences()).toBe('');
  setState('in_review', 'draft');
  expect(await sentences()).toBe('');
  expect(await ownerOf()).toBe('yara-haddad');
  setState('draft', 'in_review');
  await world.sync();
  world.edit('main', { [INCIDENT_PATH]: giveTo('teodora-ilic') });
  await world.sync();
  setState('in_review', 'draft');
  expect(await sentences()).toContain('it was given to @teodora-ilic last');
  expect(await ownerOf()).toBe('teodora-ilic');
});

test('an item that was given to somebody while no request was open is theirs in the next one', async () => {
  await world.sync();
  world.edit('main', { [INCIDENT_PATH]: giveTo('noor-elamrani') });
  await world.sync();
  valueOf(await world.github.pullRequests.update(1, { state: 'closed' }));
  await world.sync();
  world.edit('main', {
    [INCIDENT_PATH]: (text) =>
      giveTo('bram-verhoeven')(text).replace(/pull_request: 1/, 'pull_request: 1, again: true'),
  });
  expect(await sentences()).toContain(
    "in place of @noor-elamrani's: it was given to @bram-verhoeven",
  );
  expect((await world.pullRequests()).map(({ number, state }) => [number, state])).toEqual([
    [2, 'open'],
    [1, 'closed'],
  ]);
  expect(await ownerOf()).toBe('bram-verhoeven');
  expect(await sentences()).toBe('');
});

test('where nothing says who was given an item last, the room says that both name an owner, once', async () => {
  await world.sync();
  world.edit('main', { [INCIDENT_PATH]: giveTo('noor-elamrani') });
  await world.sync();
  const [made] = await world.pullRequests();
  const body = made?.body.replace(/^<!-- tocsin:items.*\n/m, '') ?? '';
  valueOf(await world.github.pullRequests.update(1, { body }));
  world.edit('main', { [INCIDENT_PATH]: giveTo('bram-verhoeven') });
  expect(await sentences()).toContain('nothing says who was given it last');
  expect(await ownerOf()).toBe('noor-elamrani');
  expect(await sentences()).toBe('');
});

test('an item belongs to whom it was given last, and the room is told whose it was', async () => {
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
