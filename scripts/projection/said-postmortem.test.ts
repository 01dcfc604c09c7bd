// What a post-mortem's pass changes for good is said in the room before it, whatever ends the pass afterwards.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Github } from '../github/github.ts';
import { parsePostmortem } from '../postmortems/refresh.ts';
import type { Branches } from '../workspace/branches.ts';
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
let room: number;
beforeEach(async () => {
  world = await startPostmortemWorld();
  const made = await world.github.issues.create({ title: 'Room', body: '', labels: [] });
  room = valueOf(made).number;
  world.edit('main', { [INCIDENT_PATH]: (text) => text.replace(/^room: .*/m, `room: ${room}`) });
});
afterEach(async () => {
  expect(world.double.takeViolations()).toEqual([]);
  await world.close();
});

const said = async (): Promise<readonly string[]> =>
  valueOf(await world.github.comments.list(room)).map(({ body }) => body.split('\n').at(-1) ?? '');
const owner = async (): Promise<string | null | undefined> =>
  parsePostmortem(ID, await world.show(BRANCH, PATH))?.actionItems[0]?.assignee;
const GIVEN = [
  expect.stringContaining("in place of @noor-elamrani's: it was given to @yara-haddad last"),
];

test.each([
  ['the request cannot be changed', 'pulls/update', { kind: 'broken', status: 503 }],
  ['nobody can be asked to read it', 'pulls/request-reviewers', { kind: 'broken', status: 503 }],
  ['the answer to the word is lost', 'issues/create-comment', { kind: 'lost-reply' }],
  ['the word cannot be said yet', 'issues/create-comment', { kind: 'broken', status: 503 }],
  ['nothing goes wrong', null, null],
] as const)(
  'whom an item was taken from is said once, also where %s',
  async (_, operation, fault) => {
    world.edit('main', { [INCIDENT_PATH]: giveTo('noor-elamrani') });
    await world.sync();
    world.edit(BRANCH, {
      [PATH]: (text) =>
        text
          .replace(/^reviewers: .*$/m, 'reviewers: [wim]')
          .replace(/^(owner: .*\n)(?![\s\S]*^reviewers:)/m, '$1reviewers: [wim]\n'),
    });
    world.edit('main', { [INCIDENT_PATH]: giveTo('yara-haddad') });
    if (fault !== null) world.double.faults.plan(operation, fault, 9);
    const { again } = await world.sync();
    if (fault !== null) expect(world.double.faults.left()).toBeLessThan(9);
    world.double.faults.clear();
    expect(again === null).toBe(fault === null);
    // Where it is said nowhere yet, nothing was changed.
    expect((await said()).length > 0).toBe(
      (await owner()) === 'yara-haddad' || fault?.kind === 'lost-reply',
    );
    for (let pass = 1; pass <= 2; pass += 1) await world.sync();
    expect(await said()).toEqual(GIVEN);
    expect(await owner()).toBe('yara-haddad');
  },
);

test('where its room is gone an item changes hands all the same', async () => {
  world.edit('main', { [INCIDENT_PATH]: giveTo('noor-elamrani') });
  await world.sync();
  await world.double.deleteIssue(room);
  world.edit('main', { [INCIDENT_PATH]: giveTo('yara-haddad') });
  expect(await world.sync()).toMatchObject({ changed: [ID], again: null });
  expect(await owner()).toBe('yara-haddad');
});

test.each([
  ['the answer to the word is lost', { kind: 'lost-reply' }],
  ['the word cannot be said yet', { kind: 'broken', status: 503 }],
  ['nothing goes wrong', null],
] as const)('what a merge renumbered is said once, also where %s', async (_, fault) => {
  await world.sync();
  await mergeWithItem();
  if (fault !== null) world.double.faults.plan('issues/create-comment', fault);
  const first = await world.sync();
  expect(first.followed).toEqual(fault === null ? [ID] : []);
  expect(first.again === null).toBe(fault === null);
  for (let pass = 1; pass <= 2; pass += 1) await world.sync();
  const words = (await said()).filter((each) => each.includes('is called'));
  expect(words).toEqual([
    '**Post-mortem:** its action item A2 is called A3 from now on, since another A2 was proposed here while it was written.',
  ]);
  expect(await world.show('main', INCIDENT_PATH)).toContain('\npostmortem: ');
});

test('what was said of an item is taken back where others read the draft before it follows', async () => {
  world.edit('main', { [INCIDENT_PATH]: giveTo('noor-elamrani') });
  await world.sync();
  world.edit('main', { [INCIDENT_PATH]: giveTo('yara-haddad') });
  let isFirst = true;
  const write: Branches['write'] = async (change) => {
    if (isFirst)
      world.edit(BRANCH, { [PATH]: (text) => text.replace('state: draft', 'state: in_review') });
    isFirst = false;
    return await world.branches.write(change);
  };
  await world.sync({ branches: { ...world.branches, write } });
  expect(await owner()).toBe('noor-elamrani');
  expect(await said()).toEqual([
    ...GIVEN,
    expect.stringMatching(
      /^\*\*Post-mortem:\*\* this, which was said above, does not count, .*: its action item A1 is @yara-haddad's in the draft/,
    ),
  ]);
  await world.sync();
  expect(await said()).toHaveLength(2);
});

test.each(['', ' by a pass that died'])(
  'what was said of a merge%s is taken back where another number is taken meanwhile',
  async (death) => {
    await world.sync();
    await mergeWithItem();
    const { comments } = world.github;
    let isFirst = true;
    const create: Github['comments']['create'] = async (issue, body) => {
      const made = await comments.create(issue, body);
      if (!isFirst) return made;
      isFirst = false;
      world.edit('main', {
        [INCIDENT_PATH]: (text) => text.replace(/^ +- \{id: A2.*$/m, `$&\n${THIRD}`),
      });
      if (death !== '') throw new Error('the process died');
      return made;
    };
    const github = { ...world.github, comments: { ...comments, create } };
    const first = world.sync({ github });
    if (death === '') await first;
    else await expect(first).rejects.toThrow('the process died');
    for (let pass = 1; pass <= 2; pass += 1) await world.sync();
    const renumbered = (number: string): string =>
      `its action item A2 is called ${number} from now on, since another A2 was proposed here while it was written.`;
    expect((await said()).filter((each) => each.includes('is called'))).toEqual([
      `**Post-mortem:** ${renumbered('A3')}`,
      `**Post-mortem:** this, which was said above, does not count, since somebody changed a file at the same time: ${renumbered('A3')}`,
      `**Post-mortem:** ${renumbered('A4')}`,
    ]);
    expect(await world.items('main')).toEqual(
      expect.arrayContaining([expect.stringMatching(/^A4 Alert on it/)]),
    );
  },
);

const THIRD =
  '  - {id: A3, title: Ask the bank, type: detect, status: accepted, owner_team: payments}';

/** The post-mortem is merged with an item A2 of its own, while the incident got another A2. */
async function mergeWithItem(): Promise<void> {
  world.edit(BRANCH, {
    [PATH]: (text) =>
      text
        .replace('state: draft', 'state: in_review')
        .replace(
          /(due: 2026-12-12\n)/,
          '$1  - {id: A2, title: Alert on it, type: detect, status: accepted, owner_team: payments}\n',
        ),
  });
  world.edit('main', { [INCIDENT_PATH]: PROPOSED });
  const [made] = await world.pullRequests();
  const number = made?.number ?? 0;
  const { commit } = valueOf(await world.github.pullRequests.read(number));
  valueOf(await world.github.pullRequests.merge(number, commit));
}
