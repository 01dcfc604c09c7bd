// The whole life of an incident in Actions mode: every step by a process of its own that gets what GitHub delivered.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { alert, temporaryFolder } from '../apply/testing/repository.ts';
import type { Comment } from '../github/comments.ts';
import type { Issue } from '../github/issues.ts';
import type { PullRequest } from '../github/pull-requests.ts';
import type { Delivery } from '../github/testing/webhooks.ts';
import { readRecord } from '../incidents/record.ts';
import { incidentPath, postmortemPath } from '../model/history-path.ts';
import { notePath } from '../postmortems/notes.ts';
import { parsePostmortem } from '../postmortems/refresh.ts';
import { valueOf } from '../projection/testing/world.ts';
import { type Finished, type Organisation, startOrganisation } from './testing/runs.ts';
import { until } from './testing/process.ts';

const DAY = new Date().toISOString().slice(0, 10);
const ID = `${DAY}-shop`;
const FILE = incidentPath(ID);
const POSTMORTEM = postmortemPath(ID);
const LATER = new Date(Date.now() + 14 * 24 * 3_600_000).toISOString().slice(0, 10);
const PEOPLE = { mara: 'maintain', wim: 'write', tove: 'triage' } as const;
const BRANCH = `tocsin/postmortem/${ID}`;

let here: Organisation;
beforeAll(async () => {
  here = await startOrganisation();
  here.double.setNeededApprovals(1);
});
afterAll(async () => {
  expect(here.double.takeViolations()).toEqual([]);
  await here.close();
});

beforeEach(async () => await here.passHour());

describe('an incident', { timeout: 300_000 }, () => {
  test('begins with a webhook that comes as a dispatch', async () => {
    const startsAt = new Date(Date.now() - 60_000).toISOString();
    const body: unknown = JSON.parse(alert('Down', { startsAt }).replace('critical', 'high'));
    const file = join(temporaryFolder(), 'event.json');
    writeFileSync(file, JSON.stringify({ client_payload: { source: 'watch', body } }));
    const run = await here.run('ingest', '--dispatched', file, '--remote', 'origin');
    expect(run).toEqual({ code: 0, out: `applied: incident ${ID}\n`, err: '' });
    expect(await record()).toContain('severity: sev2');
  });

  test('has a room when its files are shown', async () => {
    // The two steps of `signals.yml`.
    expect(await here.run('reconcile', '--remote', 'origin')).toMatchObject({ code: 0, err: '' });
    const room = await theRoom();
    expect(room.title).toBe(`[sev2] ${ID}`);
    expect(await record()).toContain(`\nroom: ${room.number}\n`);
    here.takeDeliveries();
  });

  test(
    'is taken, led, told of and mended by what people say in the room',
    { timeout: 600_000 },
    async () => {
      await say('tove', '/ack');
      await say('wim', '/sev 1 every order fails');
      await say('tove', 'Mara leads.\n\n/role manager @mara\n/role lead @wim');
      expect((await theRoom()).assignees.toSorted()).toEqual(['mara', 'tove', 'wim']);
      await say('mara', '/update investigating Orders fail. We look into it. next 30m');
      await say('wim', '/update identified A pool is too small.');
      expect(await updates()).toEqual(['Orders fail. We look into it.']);
      await say('mara', '/approve');
      expect(await updates()).toEqual(['Orders fail. We look into it.', 'A pool is too small.']);
      await say('wim', '/mitigated pool doubled');
      await say(
        'wim',
        `/action Pin the pool type:prevent owner:shop\n/action Watch the pool type:detect owner:@tove due:${LATER}`,
      );
      await say('mara', '/resolve pool doubled');
      await say('mara', '/update resolved Orders work again.');
      const room = await theRoom();
      expect(room.title).toBe(`[sev1] ${ID}`);
      expect(room.labels).toEqual(expect.arrayContaining(['sev/1', 'state/resolved', 'team/shop']));
      const below = valueOf(await here.as('app').issues.listSubIssues(room.number));
      expect(below.map(({ title }) => title)).toEqual([`A1 of ${ID}`, `A2 of ${ID}`]);
    },
  );

  test('is not closed while its post-mortem is not reviewed', async () => {
    await say('mara', '/close', 'refused');
    expect((await lastAnswer()).body).toContain(`finish the pull request of \`${BRANCH}\``);
    expect(await record()).toContain('state: resolved');
  });

  test('has a post-mortem that people edit, approve and merge', async () => {
    const [request, ...more] = await requests(BRANCH);
    expect(more).toEqual([]);
    expect(request).toMatchObject({ title: `Post-mortem ${ID}`, state: 'open' });
    here.push(BRANCH, {
      [notePath(ID, 'wim')]: () => 'I saw the pool first.\n',
    });
    expect(await here.run('reconcile', '--remote', 'origin')).toMatchObject({ code: 0 });
    expect(await here.show(BRANCH, POSTMORTEM)).toContain('> I saw the pool first.');
    here.push(BRANCH, {
      [POSTMORTEM]: (text) =>
        text
          .replaceAll(/_Not written yet:[^_]*_/g, 'We are sorry: 7 of 9.')
          .replace('state: draft', 'state: in_review')
          .replaceAll('status: proposed', 'status: accepted'),
    });
    expect(await merge(BRANCH)).toContain('approv');
    await approve(BRANCH, 'wim');
    expect(await merge(BRANCH)).toBe('merged');
    await hearAll(2);
    expect(await record()).toContain(`postmortem: "${ID}"`);
    expect(parsePostmortem(ID, await here.show('main', POSTMORTEM))).toMatchObject({
      state: 'reviewed',
      actionItems: [
        { id: 'A1', status: 'accepted', due: null },
        { id: 'A2', status: 'accepted', due: LATER },
      ],
    });
  });

  test('is not closed while an accepted item has no day', async () => {
    await say('mara', '/close', 'refused');
    expect((await lastAnswer()).body).toContain('A1 is accepted and lacks a due date');
    here.push(
      'a-day-for-the-pool',
      {
        [POSTMORTEM]: (text) =>
          text.replace(/(id: A1[^]*?status: accepted)/, `$1\n    due: ${LATER}`),
      },
      'main',
    );
    const person = here.as('maintain').pullRequests;
    valueOf(
      await person.create({ title: 'A day', body: '', branch: 'a-day-for-the-pool', base: 'main' }),
    );
    await approve('a-day-for-the-pool', 'wim');
    expect(await merge('a-day-for-the-pool')).toBe('merged');
    expect(await here.run('reconcile', '--remote', 'origin')).toMatchObject({ code: 0, err: '' });
    expect((await items())[0]?.body).toContain(`| Promised | until ${LATER} |`);
  });

  test('has an item that is done when somebody closes its issue', async () => {
    const [, second] = await items();
    valueOf(await here.as('triage').issues.update(second?.number ?? 0, { state: 'closed' }));
    await hearAll();
    expect(parsePostmortem(ID, await here.show('main', POSTMORTEM))?.actionItems[1]).toMatchObject({
      status: 'done',
      done: DAY,
    });
  });

  test('is closed when nothing is in the way any more', async () => {
    await say('mara', '/close');
    expect(await record()).toContain('state: closed');
    expect(await theRoom()).toMatchObject({ state: 'closed', closedAs: 'completed' });
  });

  test('left nobody without an answer, and no commit with somebody’s words', async () => {
    const comments = valueOf(await here.as('app').comments.list((await theRoom()).number));
    const asked = comments.filter(({ isBot }) => !isBot);
    expect(asked).toHaveLength(13);
    for (const { id } of asked) {
      const reactions = valueOf(await here.as('app').comments.listReactions(id));
      expect(reactions.map(({ reaction }) => reaction)).toContain('eyes');
      expect(reactions).toHaveLength(2);
    }
    const log = await here.double.remote.git([
      'log',
      '--format=%an%x09%B',
      '--author=Tocsin',
      'main',
    ]);
    for (const line of log
      .toString('utf8')
      .split('\n')
      .filter((each) => each !== ''))
      expect(line).toMatch(new RegExp(`^Tocsin\ttocsin: (${ID} [a-z -]+|number [a-z0-9 -]+)$`));
  });

  test('has equal rooms, labels and items after all of them were deleted', async () => {
    const before = await projections();
    expect(before).toHaveLength(3);
    const sawRequests = await requests(BRANCH);
    for (const { number } of [await theRoom(), ...(await items())])
      await here.double.deleteIssue(number);
    await here.double.deleteLabels();
    expect(await projections()).toEqual([]);
    expect(await here.run('reconcile', '--remote', 'origin')).toMatchObject({ code: 0, err: '' });
    expect(await projections()).toEqual(before);
    expect(await requests(BRANCH)).toEqual(sawRequests);
    const below = valueOf(await here.as('app').issues.listSubIssues((await theRoom()).number));
    expect(below.map(({ number }) => number)).toEqual((await items()).map(({ number }) => number));
    const head = await here.double.remote.readBranch('main');
    expect(await here.run('reconcile', '--remote', 'origin')).toMatchObject({ code: 0, err: '' });
    expect(await here.double.remote.readBranch('main')).toBe(head);
  });
});

/** Somebody says something in the room; every run that GitHub starts because of it ends. */
async function say(login: keyof typeof PEOPLE, text: string, outcome = 'done'): Promise<void> {
  const { number } = await theRoom();
  await here.passHour();
  valueOf(await here.as(PEOPLE[login]).comments.create(number, text));
  const [run, ...more] = await hearAll();
  expect(more).toEqual([]);
  expect(run).toMatchObject({ code: 0, err: '' });
  for (const word of text.match(/^\/\w+/gm) ?? []) expect(run?.out).toContain(`${word} ${outcome}`);
}

/** The runs that GitHub starts for so many things that happened. */
async function hearAll(count = 1): Promise<readonly Finished[]> {
  const deliveries: Delivery[] = [];
  await until(
    () => {
      deliveries.push(...here.takeDeliveries());
      return deliveries.length < count ? null : deliveries;
    },
    () => 'a delivery',
  );
  const runs: Finished[] = [];
  for (const delivery of deliveries) runs.push(await here.hear(delivery));
  return runs;
}

async function record(): Promise<string> {
  return await here.show('main', FILE);
}

/** What people told the public; the first word of the page is its own. */
async function updates(): Promise<readonly string[]> {
  const said = readRecord({ path: FILE, text: await record() })?.incident.updates ?? [];
  // What the component says by itself: that it fails, and that it got worse.
  return said.slice(2).map(({ text }) => text);
}

async function theRoom(): Promise<Issue> {
  const [room, ...more] = await listed('incident');
  expect(more).toEqual([]);
  if (room === undefined) throw new Error('there is no room');
  return room;
}

async function items(): Promise<readonly Issue[]> {
  return await listed('action-item');
}

async function listed(label: string): Promise<readonly Issue[]> {
  return valueOf(await here.as('app').issues.list({ label, state: 'all' }));
}

async function lastAnswer(): Promise<Comment> {
  const comments = valueOf(await here.as('app').comments.list((await theRoom()).number));
  const last = comments.findLast(({ isBot }) => isBot);
  if (last === undefined) throw new Error('nothing was answered');
  return last;
}

async function requests(branch: string): Promise<readonly PullRequest[]> {
  return valueOf(await here.as('app').pullRequests.listOfBranch(branch));
}

async function approve(branch: string, login: keyof typeof PEOPLE): Promise<void> {
  const [request] = await requests(branch);
  const { url, owner, repository, accounts } = here.double;
  const path = `/repos/${owner}/${repository}/pulls/${request?.number}/reviews`;
  await fetch(`${url}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${accounts[PEOPLE[login]].token}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ event: 'APPROVE', body: 'reads well' }),
  });
}

/** Somebody merges the pull request of a branch; says why GitHub does not let them. */
async function merge(branch: string): Promise<string> {
  const [request] = await requests(branch);
  const answer = await here
    .as('maintain')
    .pullRequests.merge(request?.number ?? 0, request?.commit ?? '');
  return answer.kind === 'answered' ? 'merged' : answer.sentence;
}

/** Everything on GitHub that files make, without the numbers that GitHub gives. */
async function projections(): Promise<readonly unknown[]> {
  const issues = [...(await listed('incident')), ...(await items())];
  const labels = valueOf(await here.as('app').labels.list());
  return issues.map(({ title, body, state, closedAs, labels: names, assignees }) => ({
    title,
    // How far comments were heard is no projection of a file.
    body: body.replace(/<!-- tocsin:cursor .*\n/, '').replaceAll(/#\d+|issues\/\d+/g, '#N'),
    state,
    closedAs,
    labels: labels.filter(({ name }) => names.includes(name)).toSorted(byName),
    assignees: assignees.toSorted(),
  }));
}

function byName(left: { readonly name: string }, right: { readonly name: string }): number {
  return left.name < right.name ? -1 : 1;
}
