import { afterEach, beforeEach, expect, test } from 'vitest';
import { removeFolders, write } from '../apply/testing/repository.ts';
import type { Github } from '../github/github.ts';
import type { Issue } from '../github/issues.ts';
import { readDocuments } from '../config/document-set.ts';
import { readPostmortem } from '../postmortems/document.ts';
import { type ActionCount, syncActions } from './sync-actions.ts';
import { openDoubled, type ProjectionWorld, startWorld, valueOf } from './testing/world.ts';

const ID = '2026-11-20-shop';
const INCIDENT = `incidents/2026/${ID}.md`;
const POSTMORTEM = `postmortems/2026/${ID}.md`;
const TEXT = `---
schema: tocsin/incident@1
title: The shop fails
state: resolved
severity: sev3
category: errors
environment: production
owner: {team: shop, function: backend}
at: {declared: 2026-11-20T09:00:00Z, acknowledged: 2026-11-20T09:05:00Z, resolved: 2026-11-20T10:12:00Z}
actions:
  - {id: A1, title: "Pin *the* pool @all", type: prevent, debt: hotfix, status: accepted, owner_team: shop, due: 2026-11-20} # soon
  - {id: A2, title: Alert on it, type: detect, status: proposed, owner_team: shop}
---
`;

let world: ProjectionWorld;
let room: Issue;

beforeEach(async () => {
  world = await startWorld({ files: { [INCIDENT]: TEXT } });
  const made = await world.github.issues.create({ title: 'Room', body: '', labels: ['incident'] });
  room = valueOf(made);
  world.edit(INCIDENT, (text) => text.replace('actions:', `room: ${room.number}\nactions:`));
});
afterEach(async () => {
  expect(world.double.takeViolations()).toEqual([]);
  await world.close();
  removeFolders();
});

async function sync(): Promise<ActionCount> {
  const files = await world.workspace.readFiles(await world.workspace.readHead());
  const { documents } = readDocuments(files);
  const step = await syncActions(
    {
      ...world.sight,
      issueUrl: (number) => `https://rooms.example/${number}`,
    },
    {
      organisation: world.load(files).organisation,
      incidents: await world.incidents(),
      postmortems: documents.postmortem.map(readPostmortem),
    },
  );
  if (step.kind !== 'done') throw new Error(step.sentence);
  return step.value;
}

/** Somebody's own client: what a program closes is nobody's word. */
const person = (): Github =>
  openDoubled(world.double, world.budget, world.nowMs, world.double.accounts.write.token);

const below = async (): Promise<readonly Issue[]> =>
  valueOf(await world.github.issues.listSubIssues(room.number));
const issueOf = async (item: string): Promise<Issue> => {
  const found = (await below()).find(({ title }) => title.startsWith(`${item} of`));
  if (found === undefined) throw new Error(`no issue of ${item}`);
  return found;
};

test('each item becomes an issue below the room, its words as text, its number in the file', async () => {
  expect(await sync()).toEqual({ made: 2, changed: 0 });
  const first = await issueOf('A1');
  expect(first.title).toBe(`A1 of ${ID}`);
  expect(first.body).toContain('Pin `*the*` pool `@all`');
  expect(first.body).toContain('| State | accepted, late since 2026-11-20 |');
  expect(first.labels.toSorted()).toEqual(['action-item', 'action/overdue', 'debt/hotfix']);
  const [one, two] = (await world.incidents()).find(({ id }) => id === ID)?.actions ?? [];
  expect([one?.issue, two?.issue]).toEqual([first.number, (await issueOf('A2')).number]);
  expect(world.read(INCIDENT)).toContain('# soon');
});

test('what is shown already costs no write and no commit', async () => {
  await sync();
  world.takeWrites();
  const head = await world.workspace.readHead();
  expect(await sync()).toEqual({ made: 0, changed: 0 });
  expect(world.takeWrites()).toEqual([]);
  expect(await world.workspace.readHead()).toBe(head);
});

test('closing an issue says that the item is done, or dropped; reopening it takes it up again', async () => {
  await sync();
  const { number } = await issueOf('A1');
  const second = await issueOf('A2');
  await person().issues.update(number, { state: 'closed', reason: 'completed' });
  await person().issues.update(second.number, { state: 'closed', reason: 'not_planned' });
  await sync();
  expect(world.read(INCIDENT)).toContain('status: done');
  expect(world.read(INCIDENT)).toContain('done: 2026-11-21');
  expect(world.read(INCIDENT)).toContain('status: dropped');
  expect((await issueOf('A1')).labels).not.toContain('action/overdue');
  await world.github.issues.update(number, { state: 'open', reason: 'reopened' });
  await sync();
  expect(world.read(INCIDENT)).toContain('status: accepted');
  expect(world.read(INCIDENT)).not.toContain('done: 2026');
});

test('an item that a person ends in the file closes its issue', async () => {
  await sync();
  world.edit(INCIDENT, (text) => text.replace('status: accepted', 'status: done'));
  expect(await sync()).toEqual({ made: 0, changed: 1 });
  expect(await issueOf('A1')).toMatchObject({ state: 'closed' });
  expect(world.read(INCIDENT)).toContain('status: done');
});

test('the words of the post-mortem count, and it is written where it states the item', async () => {
  await sync();
  const postmortem =
    '---\nschema: tocsin/postmortem@1\nstate: reviewed\nowner: ada\ndue: 2026-12-01\naction_items:\n  - id: A1\n    title: Pin it for good\n    type: prevent\n    status: accepted\n    owner_team: shop\n    due: 2027-01-15\n---\n\n## Action items\n\n<!-- tocsin:begin actions -->\n\n<!-- tocsin:end actions -->\n';
  world.edit(INCIDENT, (text) => text.replace('room:', `postmortem: "${ID}"\nroom:`));
  write(world.folder, POSTMORTEM, postmortem);
  world.commit();
  await sync();
  const first = await issueOf('A1');
  expect(first.body).toContain('Pin it for good');
  expect(world.read(POSTMORTEM)).toContain(`issue: ${first.number}`);
  expect(world.read(POSTMORTEM)).toContain(`[issue ${first.number}](https://rooms.example/`);
  await person().issues.update(first.number, { state: 'closed', reason: 'completed' });
  await sync();
  expect(world.read(POSTMORTEM)).toContain('status: done');
  expect(world.read(POSTMORTEM)).toMatch(/\*\*A1\*\* .*; done;/);
});

test('the issues of an incident that nobody may read any more are emptied and closed, once', async () => {
  await sync();
  const numbers = [(await issueOf('A1')).number, (await issueOf('A2')).number];
  world.write('tocsin.yaml', (text) => `${text}repository: public\n`);
  world.edit(INCIDENT, (text) => text.replace('room:', 'public: {visibility: restricted}\nroom:'));
  expect(await sync()).toEqual({ made: 0, changed: 2 });
  for (const number of numbers) {
    const { title, body, state, labels } = valueOf(await world.github.issues.read(number));
    expect([title, state, labels]).toEqual(['Not shown here', 'closed', []]);
    expect(body).not.toMatch(/Pin|Alert|2026-11-20/);
  }
  world.takeWrites();
  expect(await sync()).toEqual({ made: 0, changed: 0 });
  expect(world.takeWrites()).toEqual([]);
  // Once everybody may read it, the same issues say again what is to be done.
  world.edit(INCIDENT, (text) => text.replace('public: {visibility: restricted}\n', ''));
  world.passTime(120_000);
  expect(await sync()).toEqual({ made: 0, changed: 2 });
  expect([(await issueOf('A1')).number, (await issueOf('A2')).number]).toEqual(numbers);
  expect(await issueOf('A1')).toMatchObject({ state: 'open' });
  expect(await sync()).toEqual({ made: 0, changed: 0 });
});

test('they are emptied also where only the room knows them', async () => {
  await sync();
  const { number } = await issueOf('A2');
  valueOf(await person().labels.remove(number, 'action-item'));
  world.write('tocsin.yaml', (text) => `${text}repository: public\n`);
  world.edit(INCIDENT, (text) =>
    text
      .replace('room:', 'public: {visibility: restricted}\nroom:')
      .replace(new RegExp(`,? *issue: ${number}`), ''),
  );
  expect(world.read(INCIDENT)).not.toContain(`issue: ${number}`);
  expect(await sync()).toEqual({ made: 0, changed: 2 });
  expect((await below()).map(({ title }) => title)).toEqual(['Not shown here', 'Not shown here']);
});

test('they are emptied also where people took the label off and the room is gone', async () => {
  await sync();
  const [first, second] = [await issueOf('A1'), await issueOf('A2')];
  for (const { number } of [first, second])
    valueOf(await person().labels.remove(number, 'action-item'));
  await world.double.deleteIssue(room.number);
  const own = await world.github.issues.create({ title: 'Own', body: 'Own words.', labels: [] });
  world.write('tocsin.yaml', (text) => `${text}repository: public\n`);
  world.edit(INCIDENT, (text) =>
    text
      .replace('room:', 'public: {visibility: restricted}\nroom:')
      // A number that means something else here is nothing of ours.
      .replace(
        /\n---\n$/,
        `\n  - {id: A3, title: Other, type: detect, status: proposed, owner_team: shop, issue: ${valueOf(own).number}}$&`,
      ),
  );
  expect(await sync()).toEqual({ made: 0, changed: 2 });
  for (const { number } of [first, second])
    expect(valueOf(await world.github.issues.read(number))).toMatchObject({
      title: 'Not shown here',
      state: 'closed',
    });
  expect(valueOf(await world.github.issues.read(valueOf(own).number)).title).toBe('Own');
  world.takeWrites();
  expect(await sync()).toEqual({ made: 0, changed: 0 });
  expect(world.takeWrites()).toEqual([]);
});

test('an item whose issue is twice there keeps the older one; the other is closed and says so', async () => {
  await sync();
  const first = await issueOf('A2');
  const { title, body, labels } = first;
  const other = valueOf(await world.github.issues.create({ title, body, labels }));
  expect(await sync()).toEqual({ made: 0, changed: 1 });
  const healed = valueOf(await world.github.issues.read(other.number));
  expect(healed).toMatchObject({ state: 'closed', closedAs: 'not_planned' });
  expect(healed.body).toContain(`Another issue of the same item counts: #${first.number}.`);
  expect(await issueOf('A2')).toMatchObject({ state: 'open' });
  expect(world.read(INCIDENT)).toContain('status: proposed');
  expect(await sync()).toEqual({ made: 0, changed: 0 });
});

test('an issue that was deleted is made again as its item is, below the room', async () => {
  await sync();
  world.edit(INCIDENT, (text) => text.replace('status: proposed', 'status: done'));
  await sync();
  const before = await Promise.all(['A1', 'A2'].map(issueOf));
  for (const { number } of before) await world.double.deleteIssue(number);
  world.passTime(60_000);
  expect(await sync()).toEqual({ made: 2, changed: 0 });
  const after = await Promise.all(['A1', 'A2'].map(issueOf));
  const shape = ({ title, body, state, labels }: Issue): unknown => [title, body, state, labels];
  expect(after.map(shape)).toEqual(before.map(shape));
  expect(after.map(({ state }) => state)).toEqual(['open', 'closed']);
  for (const { number } of after) expect(world.read(INCIDENT)).toContain(`issue: ${number}`);
  expect(await sync()).toEqual({ made: 0, changed: 0 });
});

test('the issues of a room that was deleted stand below the one that is made again', async () => {
  await sync();
  const before = await below();
  await world.double.deleteIssue(room.number);
  room = valueOf(
    await world.github.issues.create({ title: 'Room', body: '', labels: ['incident'] }),
  );
  world.edit(INCIDENT, (text) => text.replace(/^room: .*/m, `room: ${room.number}`));
  expect(await sync()).toEqual({ made: 0, changed: 2 });
  expect((await below()).map(({ number }) => number)).toEqual(before.map(({ number }) => number));
  expect((await issueOf('A1')).body).toContain(`#${room.number}`);
  expect(await sync()).toEqual({ made: 0, changed: 0 });
});

test('an issue that no list shows yet is not made again', async () => {
  world.double.setListLag(20_000);
  world.double.faults.plan('issues/create', { kind: 'lost-reply' });
  await expect(sync()).rejects.toThrow('create');
  await expect(sync()).rejects.toThrow("GitHub's list is waited for");
  world.passTime(31_000);
  await sync();
  const all = await world.github.issues.list({ label: 'action-item', state: 'all' });
  expect(valueOf(all).map(({ title }) => title)).toEqual([`A1 of ${ID}`]);
  world.passTime(31_000);
  await sync();
  expect((await below()).map(({ title }) => title)).toEqual([`A1 of ${ID}`, `A2 of ${ID}`]);
});

test('closing an issue as a duplicate says that the item is dropped', async () => {
  await sync();
  const { number } = await issueOf('A1');
  valueOf(await person().issues.update(number, { state: 'closed', reason: 'duplicate' }));
  await sync();
  expect(world.read(INCIDENT)).toMatch(/id: A1,.*status: dropped/);
});

test('what a program closes ends no item, and is opened again', async () => {
  await sync();
  const { number } = await issueOf('A1');
  const before = world.read(INCIDENT);
  valueOf(await world.github.issues.update(number, { state: 'closed', reason: 'not_planned' }));
  await sync();
  expect(world.read(INCIDENT)).toBe(before);
  expect(await issueOf('A1')).toMatchObject({ state: 'open' });
  const said = valueOf(await world.github.comments.list(number)).map(({ body }) => body);
  expect(said).toEqual([expect.stringContaining('A program does not say that something is done')]);
  valueOf(await person().issues.update(number, { state: 'closed', reason: 'not_planned' }));
  await sync();
  expect(world.read(INCIDENT)).toMatch(/id: A1,.*status: dropped/);
  expect(valueOf(await world.github.comments.list(number))).toHaveLength(1);
});

test('what people write into an issue stays, above and below the table', async () => {
  await sync();
  const first = await issueOf('A1');
  const own = `Seen in **March** as well.\n\n${first.body}\n## Plan\n\n- [x] add alert\n- [ ] test it\n`;
  valueOf(await person().issues.update(first.number, { body: own.replaceAll('\n', '\r\n') }));
  world.edit(INCIDENT, (text) => text.replace('title: "Pin *the* pool @all"', 'title: Pin both'));
  expect(await sync()).toEqual({ made: 0, changed: 1 });
  const { body, number } = await issueOf('A1');
  expect(number).toBe(first.number);
  expect(body).toContain('Pin both');
  expect(body).toContain('Seen in **March** as well.');
  expect(body.replaceAll('\r\n', '\n')).toContain('\n## Plan\n\n- [x] add alert\n- [ ] test it\n');
  expect(body.match(/tocsin:action/g)).toHaveLength(1);
  expect(await sync()).toEqual({ made: 0, changed: 0 });
});

test('an issue whose text somebody replaced is the same one, and closing it is heard', async () => {
  await sync();
  const { number } = await issueOf('A1');
  valueOf(await person().issues.update(number, { body: 'Add an alert.\n\n- [ ] test it' }));
  valueOf(await person().issues.update(number, { state: 'closed', reason: 'completed' }));
  expect(await sync()).toMatchObject({ made: 0 });
  expect((await below()).map(({ title }) => title)).toEqual([`A1 of ${ID}`, `A2 of ${ID}`]);
  expect(await issueOf('A1')).toMatchObject({ number, state: 'closed' });
  expect((await issueOf('A1')).body).toContain('Add an alert.\n\n- [ ] test it');
  expect((await issueOf('A1')).body).toContain('| State | done |');
  expect(world.read(INCIDENT)).toMatch(/id: A1,.*status: done/);
  expect(await sync()).toEqual({ made: 0, changed: 0 });
});

test('one whose text somebody replaced is emptied as well when nobody may read it', async () => {
  await sync();
  const { number } = await issueOf('A1');
  valueOf(await person().issues.update(number, { body: 'The secret.' }));
  world.write('tocsin.yaml', (text) => `${text}repository: public\n`);
  world.edit(INCIDENT, (text) => text.replace('room:', 'public: {visibility: restricted}\nroom:'));
  expect(await sync()).toEqual({ made: 0, changed: 2 });
  const { title, body } = valueOf(await world.github.issues.read(number));
  expect([title, body]).toEqual(['Not shown here', expect.not.stringContaining('secret')]);
});

/** The file gives A2 to somebody, who is in the team. */
const ownA2 = (login: string, changes = ''): void => {
  world.write('ownership/teams/shop.yaml', (text) =>
    text.replace(/^members: .*$/m, 'members: [shop-lead, mara, wim, tove]'),
  );
  world.edit(INCIDENT, (text) =>
    text.replace(
      /(id: A2.*?owner_team: shop)(, assignee: \w+)?(, due: [\d-]+)?/,
      `$1, assignee: ${login}${changes}`,
    ),
  );
};

test('an owner whom GitHub does not let be assigned is told of once, and assigned when the issue is written with access', async () => {
  world.double.setLevel('tove', 'none');
  ownA2('tove');
  await sync();
  const { number, assignees } = await issueOf('A2');
  expect(assignees).toEqual([]);
  const said = async (): Promise<readonly string[]> =>
    valueOf(await world.github.comments.list(number)).map(({ body }) => body);
  expect(await said()).toEqual([
    'GitHub does not let @tove be assigned, so no notification of this issue reaches them: reach them yourself, and give them access to the repository.',
  ]);
  world.takeWrites();
  expect(await sync()).toEqual({ made: 0, changed: 0 });
  expect(world.takeWrites()).toEqual([]);
  ownA2('tove', ', due: 2027-01-15');
  expect(await sync()).toEqual({ made: 0, changed: 1 });
  expect(await said()).toHaveLength(1);
  world.double.setLevel('tove', 'write');
  ownA2('tove', ', due: 2027-01-16');
  await sync();
  expect((await issueOf('A2')).assignees).toEqual(['tove']);
  expect((await issueOf('A2')).body).not.toContain('left-out');
  expect(await said()).toHaveLength(1);
  expect(await sync()).toEqual({ made: 0, changed: 0 });
});

test('who takes over from an owner whom GitHub left out is assigned, and nothing is said of them', async () => {
  world.double.setLevel('tove', 'none');
  ownA2('tove');
  await sync();
  const { number } = await issueOf('A2');
  await person().issues.assign(number, ['wim']);
  await sync();
  expect(world.read(INCIDENT)).toMatch(/id: A2.*assignee: wim/);
  expect((await issueOf('A2')).body).not.toContain('left-out');
  expect(valueOf(await world.github.comments.list(number))).toHaveLength(1);
});

test('the owner is assigned also where the answer to making the issue never came', async () => {
  ownA2('mara');
  world.edit(INCIDENT, (text) => text.replace(/^ {2}- \{id: A1.*\n/m, ''));
  world.double.faults.plan('issues/create', { kind: 'lost-reply' });
  await expect(sync()).rejects.toThrow('create');
  world.passTime(31_000);
  await sync();
  expect((await issueOf('A2')).assignees).toEqual(['mara']);
});

test('another owner in the file is assigned in place of the one before; another one on GitHub goes into the file', async () => {
  ownA2('tove');
  await sync();
  expect((await issueOf('A2')).assignees).toEqual(['tove']);
  ownA2('mara');
  await sync();
  const { number, assignees, body } = await issueOf('A2');
  expect(assignees).toEqual(['mara']);
  expect(body).toContain('| Owner | `mara` |');
  expect(await sync()).toEqual({ made: 0, changed: 0 });
  await person().issues.unassign(number, ['mara']);
  await sync();
  expect(world.read(INCIDENT)).toContain('assignee: mara');
  await person().issues.assign(number, ['wim']);
  await sync();
  expect(world.read(INCIDENT)).toMatch(/id: A2.*assignee: wim/);
  expect(await issueOf('A2')).toMatchObject({ assignees: ['wim'] });
  await person().issues.assign(number, ['rosa']);
  await person().issues.unassign(number, ['wim']);
  await sync();
  // Who is in no team cannot own it; the issue says who does.
  expect(world.read(INCIDENT)).toMatch(/id: A2.*assignee: wim/);
  expect(await sync()).toEqual({ made: 0, changed: 0 });
});

test('labels by which people sort what is to be done stay; those that tell how it stands are put right', async () => {
  await sync();
  const { number } = await issueOf('A1');
  const labels = ['team/shop', 'duplicate', 'mine', 'debt/definitive'];
  valueOf(await person().labels.add(number, labels));
  await sync();
  expect((await issueOf('A1')).labels.toSorted()).toEqual(
    ['action-item', 'action/overdue', 'debt/hotfix', 'duplicate', 'mine', 'team/shop'].toSorted(),
  );
  expect(await sync()).toEqual({ made: 0, changed: 0 });
});
