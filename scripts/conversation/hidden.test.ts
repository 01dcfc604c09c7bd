// What is restricted, in a repository that everybody may read: no room, no label, no title, no answer tells of it.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Issue } from '../github/issues.ts';
import { valueOf } from '../projection/testing/world.ts';
import { smallFiles } from '../rules/testing/organisation.ts';
import { sweep } from './sweep.ts';
import { type Conversation, startConversation } from './testing/room.ts';

const SECRET = '2026-11-21-shop';
const FILE = `incidents/2026/${SECRET}.md`;
const OPEN = '2026-11-20-cart';

let talk: Conversation;
/** The room that the secret one had before it was one. */
let former: number;
/** Another one, made by mistake. */
let second: number;

beforeEach(async () => {
  const settings = smallFiles().find(({ path }) => path === 'tocsin.yaml');
  const text = settings !== undefined && 'text' in settings ? settings.text : '';
  talk = await startConversation({
    isPrivate: false,
    files: {
      'tocsin.yaml': `${text}repository: public\n`,
      [`incidents/2026/${OPEN}.md`]: openIncident(),
    },
  });
  const known = (await talk.world.incidents()).find(({ id }) => id === SECRET);
  former = known?.room ?? 0;
  await talk.say('write', former, '/timeline');
  await talk.listen();
  await talk.say('write', former, 'My own words.');
  const made = await talk.world.github.issues.create({
    title: SECRET,
    body: `<!-- tocsin:room ${SECRET} -->\n`,
    labels: ['incident', 'sev/1'],
  });
  second = valueOf(made).number;
  talk.world.edit(FILE, (file) =>
    file.replace(/^public:[\s\S]*?(?=^\S)/m, 'public: {visibility: restricted}\n'),
  );
  await talk.world.sync();
  talk.miss();
});
afterEach(async () => {
  expect(talk.world.double.takeViolations()).toEqual([]);
  await talk.close();
});

describe('in a public repository', () => {
  test('the rooms of what became restricted lose title, card, labels and answers, and are closed', async () => {
    const github = talk.world.github;
    expect(second).not.toBe(former);
    for (const issue of await everyIssue()) {
      if (issue.number !== former && issue.number !== second) continue;
      expect([issue.title, issue.state, issue.labels]).toEqual(['Not shown here', 'closed', []]);
      expect(issue.body).toMatch(/^<!-- tocsin:hidden -->/);
    }
    const comments = valueOf(await github.comments.list(former));
    expect(comments.map(({ body }) => body)).toEqual(['/timeline', 'My own words.']);
    await expectSilence();
    talk.world.takeWrites();
    await talk.world.sync();
    expect(talk.world.takeWrites()).toEqual([]);
  });

  test('a room that was full before loses its title as well', async () => {
    const number = await openRoom();
    for (const text of ['one', 'two', 'three']) await talk.say('write', number, text);
    await talk.world.sync();
    expect(await openRoom()).not.toBe(number);
    talk.world.edit(`incidents/2026/${OPEN}.md`, (text) =>
      text.replace('---\n\n', 'public: {visibility: restricted}\n---\n\n'),
    );
    // No more than so many writes a minute.
    talk.world.passTime(120_000);
    await talk.world.sync();
    for (const each of [number, await openRoom()]) {
      const { title, body } = valueOf(await talk.world.github.issues.read(each));
      expect([title, body.includes(OPEN)]).toEqual(['Not shown here', false]);
    }
  });

  test('its former room takes no command and gives no answer, not even by the sweep', async () => {
    const before = talk.world.read(FILE);
    await talk.say('admin', former, '/timeline\n/ack\n/note who knows');
    await talk.listen();
    await sweep(talk.desk);
    expect(talk.world.read(FILE)).toBe(before);
    expect(valueOf(await talk.world.github.comments.list(former))).toHaveLength(3);
    await expectSilence();
  });

  test('the command that takes a mistake back is heard there, and the room is back as its file says', async () => {
    const number = await openRoom();
    talk.world.passTime(120_000);
    talk.world.edit(`incidents/2026/${OPEN}.md`, (text) =>
      text.replace('category: errors', 'category: security'),
    );
    await talk.world.sync();
    const emptied = valueOf(await talk.world.github.issues.read(number));
    expect(emptied).toMatchObject({ title: 'Not shown here', state: 'closed' });
    expect(emptied.body).toContain('Lead it with `tocsin incident` at the command line');
    talk.world.passTime(120_000);
    const comment = await talk.say('write', number, '/set category down');
    await talk.listen();
    expect(await talk.reactions(comment)).toEqual(['eyes', 'rocket']);
    expect(await openRoom()).toBe(number);
    const back = valueOf(await talk.world.github.issues.read(number));
    expect(back).toMatchObject({ title: `[sev3] ${OPEN}`, state: 'open' });
    expect(back.body).toMatch(new RegExp(`^<!-- tocsin:room ${OPEN} -->`));
    expect(back.labels).toContain('sev/3');
    talk.world.passTime(120_000);
    await talk.say('write', number, '/resolve it was nothing');
    await talk.listen();
    const over = (await talk.world.incidents()).find(({ id }) => id === OPEN);
    expect(over).toMatchObject({ state: 'resolved' });
  });

  test.each([
    '/update investigating Somebody copies data of customers.',
    '/publish "Data of customers"',
    '/set category down\n/update investigating Somebody copies data of customers.',
  ])('nothing else that would end its secrecy is heard there: %j', async (text) => {
    const number = await openRoom();
    talk.world.passTime(120_000);
    talk.world.edit(`incidents/2026/${OPEN}.md`, (file) =>
      file.replace('category: errors', 'category: security'),
    );
    await talk.world.sync();
    const before = talk.world.read(`incidents/2026/${OPEN}.md`);
    const comment = await talk.say('admin', number, text);
    await talk.listen();
    expect(await talk.reactions(comment)).toEqual([]);
    expect(talk.world.read(`incidents/2026/${OPEN}.md`)).toBe(before);
    const emptied = valueOf(await talk.world.github.issues.read(number));
    expect(emptied).toMatchObject({ title: 'Not shown here', state: 'closed' });
  });

  test('what was said there meanwhile is not heard later', async () => {
    const file = `incidents/2026/${OPEN}.md`;
    const number = await openRoom();
    talk.world.edit(file, (text) => text.replace('category: errors', 'category: security'));
    talk.world.passTime(120_000);
    await talk.world.sync();
    const unheard = await talk.say('admin', number, '/resolve it was nothing');
    await talk.listen();
    talk.world.edit(file, (text) => text.replace('category: security', 'category: errors'));
    // Comments of the double have the time of the machine.
    talk.world.passTime(Date.now() - talk.world.nowMs() + 120_000);
    await talk.world.sync();
    await sweep(talk.desk);
    expect(await talk.reactions(unheard)).toEqual([]);
    const incident = (await talk.world.incidents()).find(({ id }) => id === OPEN);
    expect(incident).toMatchObject({ state: 'investigating', room: number });
  });

  test('an edit of the file that makes it everybody’s brings back the very room', async () => {
    talk.world.edit(FILE, (text) => text.replace('visibility: restricted', 'visibility: none'));
    talk.world.passTime(120_000);
    await talk.world.sync();
    const known = (await talk.world.incidents()).find(({ id }) => id === SECRET);
    expect(known?.room).toBe(former);
    const back = valueOf(await talk.world.github.issues.read(former));
    expect(back).toMatchObject({ title: `[sev1] ${SECRET}`, state: 'open' });
    const comments = valueOf(await talk.world.github.comments.list(former));
    expect(comments.map(({ body }) => body)).toEqual([
      '/timeline',
      'My own words.',
      expect.stringContaining('What happened before this room began again'),
    ]);
  });

  test.each([
    ['/duplicate', SECRET],
    ['/caused-by', SECRET],
    ['/duplicate', '2026-11-21-shoop'],
    ['/duplicate', '#FORMER'],
  ])('%s %s in the room of another one knows of nothing', async (command, word) => {
    const said = word.replace('FORMER', String(former));
    const number = await openRoom();
    const comment = await talk.say('admin', number, `${command} ${said}`);
    await talk.listen();
    expect(await talk.reactions(comment)).toEqual(['eyes', 'confused']);
    const answers = valueOf(await talk.world.github.comments.list(number));
    expect(answers.at(-1)?.body).toMatch(/No incident (is called|has the room)/);
    expect(answers.at(-1)?.body.replace(said, '')).not.toContain(SECRET);
    expect(talk.world.read(FILE)).not.toContain('duplicate');
  });

  test('/similar and the card of another one leave it out', async () => {
    const number = await openRoom();
    await talk.say('admin', number, '/similar');
    await talk.listen();
    await expectSilence();
  });

  test('a relation that its file holds is told without its name', async () => {
    talk.world.edit(`incidents/2026/${OPEN}.md`, (text) =>
      text.replace('---\n\n', `relations: {caused_by: [${SECRET}]}\n---\n\n`),
    );
    await talk.world.sync();
    const room = valueOf(await talk.world.github.issues.read(await openRoom()));
    expect(room.body).toContain('caused by an incident that is not shown here');
    await expectSilence();
  });

  test('lines of Tocsin on its timeline and in its decision are told without its name', async () => {
    const link = `[${SECRET}](../2026/${SECRET}.md)`;
    talk.world.edit(`incidents/2026/${OPEN}.md`, (text) =>
      text
        .replace(
          '## Timeline',
          `## Decision\n\nexplained by cart → shop, incident ${SECRET}; x\n\n$&`,
        )
        .concat(`\n### 2026-11-20 (UTC)\n\n- 08:10 [linked] ${link} explains it <!-- e:abc -->\n`),
    );
    await talk.world.sync();
    const number = await openRoom();
    await talk.say('admin', number, '/timeline');
    await talk.listen();
    const { body } = valueOf(await talk.world.github.issues.read(number));
    const answers = valueOf(await talk.world.github.comments.list(number));
    for (const told of [body, answers.at(-1)?.body])
      expect(told).toContain('an incident that is not shown here explains it');
    expect(body).toContain('explained by cart → shop, an incident that is not shown here; x');
    await expectSilence();
  });

  test.each(['/resolve', '/duplicate 2026-11-20-none', '/unduplicate'])(
    '%s in the room of a duplicate of it does not say of which',
    async (command) => {
      talk.world.edit(`incidents/2026/${OPEN}.md`, (text) =>
        text
          .replace('state: investigating', 'state: duplicate')
          .replace('---\n\n', `relations: {duplicate_of: ${SECRET}}\n---\n\n`),
      );
      await talk.world.sync();
      await talk.say('admin', await openRoom(), command);
      await talk.listen();
      expect(valueOf(await talk.world.github.comments.list(await openRoom()))).not.toHaveLength(0);
      await expectSilence();
    },
  );

  test('opening the room of a duplicate of it by hand does not say of which', async () => {
    talk.world.edit(`incidents/2026/${OPEN}.md`, (text) =>
      text
        .replace('state: investigating', 'state: duplicate')
        .replace('---\n\n', `relations: {duplicate_of: ${SECRET}}\n---\n\n`),
    );
    await talk.world.sync();
    talk.miss();
    const number = await openRoom();
    valueOf(await talk.as('admin').issues.update(number, { state: 'open', reason: 'reopened' }));
    await talk.listen();
    const [said] = valueOf(await talk.world.github.comments.list(number));
    expect(said?.body).toContain('a duplicate of an incident that is not shown here');
    await expectSilence();
  });

  test('a security form with odd answers is answered nowhere that others read, and no edit is', async () => {
    const made = await talk.as('triage').issues.create({
      title: 'Keys of the shop were copied',
      body: form('prod-eu', 'Keys of the shop were copied.'),
      labels: ['incident'],
    });
    const { number } = valueOf(made);
    await talk.listen();
    const declared = (await talk.world.incidents()).find(({ room }) => room === number);
    const id = declared?.id ?? '';
    expect(declared?.public).toEqual({ visibility: 'restricted' });
    expect(talk.world.read(`incidents/2026/${id}.md`)).toMatch(/\[declared\] .*prod-eu/);
    const empty = valueOf(await talk.world.github.issues.read(number));
    expect(empty).toMatchObject({ title: 'Not shown here', state: 'closed' });
    expect(valueOf(await talk.world.github.comments.list(number))).toEqual([]);
    // Its author writes the form again, and wrongly.
    talk.world.passTime(120_000);
    const body = form('production', 'They are mine.');
    valueOf(await talk.as('triage').issues.update(number, { title: 'Again', body }));
    await talk.listen();
    expect(valueOf(await talk.world.github.comments.list(number))).toEqual([]);
    const again = valueOf(await talk.world.github.issues.read(number));
    expect(again).toMatchObject({ title: 'Not shown here', state: 'closed' });
    expect(await talk.world.incidents()).toHaveLength(3);
    for (const { body: left } of [empty, again]) expect(left).not.toContain('Severity');
  });
});

/** What GitHub makes of the form for security incidents. */
function form(environment: string, seen: string): string {
  return [
    ['Severity', 'sev2: many customers are hit'],
    ['Affected service', 'shop'],
    ['Environment', environment],
    ['Noticed', '09:02'],
    ['What was seen', seen],
  ]
    .map(([heading, answer]) => `### ${heading}\n\n${answer}`)
    .join('\n\n');
}

async function openRoom(): Promise<number> {
  const found = (await talk.world.incidents()).find(({ id }) => id === OPEN);
  return found?.room ?? 0;
}

async function everyIssue(): Promise<readonly Issue[]> {
  const numbers = Array.from({ length: 12 }, (_, index) => index + 1);
  const asked = await Promise.all(
    numbers.map(async (number) => await talk.world.github.issues.read(number)),
  );
  return asked.flatMap((answer) => (answer.kind === 'answered' ? [answer.value] : []));
}

/** Nothing that we wrote anywhere names it. */
async function expectSilence(): Promise<void> {
  for (const issue of await everyIssue()) {
    const comments = valueOf(await talk.world.github.comments.list(issue.number));
    const ours = comments.filter(({ isBot }) => isBot).map(({ body }) => body);
    const all = [issue.title, issue.body, ...issue.labels, ...ours].join('\n');
    expect(all.includes(SECRET), all).toBe(false);
  }
}

function openIncident(): string {
  return `---
schema: tocsin/incident@1
title: The cart is slow
state: investigating
severity: sev3
category: errors
environment: production
owner: {team: shop, function: backend, product: sales}
group: service=shop environment=production host=till
services: [shop]
at: {declared: 2026-11-20T08:00:00Z, acknowledged: 2026-11-20T08:05:00Z}
---

## Timeline
`;
}
