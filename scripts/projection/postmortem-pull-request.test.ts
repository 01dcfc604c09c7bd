// The pull request of a post-mortem: when it is opened, who is asked to read it, and that there is one.
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Github } from '../github/github.ts';
import { clientOf } from '../github/testing/client.ts';
import { at, list } from '../github/testing/exchange.ts';
import { parsePostmortem } from '../postmortems/refresh.ts';
import type { Branches } from '../workspace/branches.ts';
import {
  BRANCH,
  ID,
  INCIDENT,
  PATH,
  type PostmortemWorld,
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

/** Who is asked to review a pull request at this moment, as GitHub shows it. */
async function askedOn(number: number): Promise<readonly string[]> {
  const path = `/repos/${world.double.owner}/${world.double.repository}/pulls/${number}`;
  const headers = { authorization: `Bearer ${world.double.accounts.app.token}` };
  const pull: unknown = await (await fetch(`${world.double.url}${path}`, { headers })).json();
  return list(at(pull, 'requested_reviewers'))
    .map((person) => String(at(person, 'login')))
    .toSorted();
}

function requestsToReview(): number {
  return world.double.seen().filter(({ operation }) => operation === 'pulls/request-reviewers')
    .length;
}

describe('the pull request of a post-mortem', () => {
  test('is opened when the level asks for one, with all that is known', async () => {
    expect(await world.sync()).toMatchObject({ begun: [ID], refused: [], again: null });
    const [made, ...more] = await world.pullRequests();
    expect(more).toEqual([]);
    expect(made).toMatchObject({ title: `Post-mortem ${ID}`, state: 'open', branch: BRANCH });
    expect(made?.body).toMatch(
      /^@mara-okafor writes it, until 2026-12-04\. The meeting .* 2026-11-27 10:00 UTC.* @teodora-ilic read it\.$/m,
    );
    const text = await world.show(BRANCH, PATH);
    expect(text).toContain(
      '- 09:24 pool exhausted on two of six hosts ([source](https://github.example/larder/issues/7#issuecomment-2219))',
    );
    expect(parsePostmortem(ID, text)?.actionItems.map(({ id }) => id)).toEqual(['A1']);
  });

  test('asks its readers on GitHub, once, and says whom GitHub does not let it ask', async () => {
    world.double.setLevel('wim', 'none');
    world.edit('main', {
      [`incidents/2026/${ID}.md`]: (text) =>
        text.replace('lead: teodora-ilic}', 'lead: tove, scribe: wim, liaison: rosa}'),
    });
    const { reasons } = await world.sync();
    expect(reasons).toEqual([
      { incident: ID, sentence: expect.stringMatching(/^@wim is not asked to review #1: .*422/) },
    ]);
    const [made] = await world.pullRequests();
    expect(await askedOn(1)).toEqual(['rosa', 'tove']);
    expect(made?.body).toContain('GitHub does not let @wim be asked as a reviewer: give access');
    expect(made?.body).toMatch(/<!-- tocsin:asked tove wim rosa -->\n$/);
    const asked = requestsToReview();
    expect((await world.sync()).reasons).toEqual([]);
    expect(requestsToReview()).toBe(asked);
    world.double.setLevel('wim', 'write');
    world.edit(BRANCH, {
      [PATH]: (text) => text.replace(/^reviewers: .*$/m, 'reviewers: [tove, mara]'),
    });
    expect((await world.sync()).reasons).toEqual([]);
    expect(await askedOn(1)).toEqual(['mara', 'rosa', 'tove']);
  });

  test('does not change while nothing does', async () => {
    await world.sync();
    expect(await world.sync()).toMatchObject({ begun: [], changed: [], reasons: [] });
    expect(await world.commitsOf(BRANCH)).toBe(1);
  });

  test('is opened on request where no level asks for one', async () => {
    const other = (text: string): string => text.replace('category: errors', 'category: tooling');
    world.edit('main', { [`incidents/2026/${ID}.md`]: other });
    expect(await world.sync()).toMatchObject({ begun: [] });
    world.edit('main', {
      [`incidents/2026/${ID}.md`]: (text) =>
        text.replace(
          'room: 7',
          'room: 7\npostmortem_begun: {at: 2026-11-20T11:00:00Z, owner: yara-haddad}',
        ),
    });
    expect(await world.sync()).toMatchObject({ begun: [ID] });
    expect(parsePostmortem(ID, await world.show(BRANCH, PATH))?.owner).toBe('yara-haddad');
  });

  test('is not opened again after somebody closed it, and says so', async () => {
    await world.sync();
    const [made] = await world.pullRequests();
    valueOf(await world.github.pullRequests.update(made?.number ?? 0, { state: 'closed' }));
    await world.double.remote.git(['update-ref', '-d', `refs/heads/${BRANCH}`]);
    const report = await world.sync();
    expect(report).toMatchObject({ begun: [], reasons: [{ incident: ID }] });
    expect(report.reasons[0]?.sentence).toContain('was closed without being merged');
    expect(await world.pullRequests()).toHaveLength(1);
  });

  test.each(['disconnected', 'lost-reply'] as const)(
    'is one, when the connection breaks before or after the work: %s',
    async (kind) => {
      world.double.faults.plan('pulls/create', { kind }, 1);
      await world.sync();
      await world.sync();
      expect(await world.pullRequests()).toHaveLength(1);
      expect(await world.commitsOf(BRANCH)).toBe(1);
    },
  );

  test('is one, when the process dies between any two steps', async () => {
    const dies = new Error('killed');
    const killed = (step: 'before push' | 'after push' | 'after create') => ({
      branches: {
        ...world.branches,
        write: async (change: Parameters<Branches['write']>[0]) => {
          if (step === 'before push') throw dies;
          const moved = await world.branches.write(change);
          if (step === 'after push') throw dies;
          return moved;
        },
      },
      github: {
        ...world.github,
        pullRequests: {
          ...world.github.pullRequests,
          create: async (request: Parameters<Github['pullRequests']['create']>[0]) => {
            await world.github.pullRequests.create(request);
            throw dies;
          },
        },
      },
    });
    for (const step of ['before push', 'after push', 'after create'] as const)
      await expect(world.sync(killed(step))).rejects.toThrow('killed');
    expect(await world.sync()).toMatchObject({ begun: [], changed: [], refused: [] });
    expect(await world.pullRequests()).toHaveLength(1);
    expect(await world.commitsOf(BRANCH)).toBe(1);
  });

  test('is one, when two writers begin it at the same moment', async () => {
    await Promise.all([world.sync(), world.sync()]);
    expect(await world.pullRequests()).toHaveLength(1);
    expect(await world.commitsOf(BRANCH)).toBe(1);
  });
});

describe('the pull request of a post-mortem that is needed no more', () => {
  test.each([
    ['declined', 'state: declined', ''],
    ['a duplicate', 'state: duplicate', 'relations: {duplicate_of: 2026-11-20-shop}\n'],
  ])(
    'is closed with a word once its incident is %s, and goes on with it',
    async (what, state, more) => {
      await world.sync();
      const before = (await world.pullRequests())[0];
      world.edit('main', {
        [`incidents/2026/${ID}.md`]: (text) =>
          text
            .replace('state: resolved', `${more}${state}`)
            .replace(', resolved: 2026-11-20T10:12:00Z', ''),
      });
      expect(await world.sync()).toMatchObject({ begun: [], changed: [ID], refused: [] });
      const [closed] = await world.pullRequests();
      expect(closed?.state).toBe('closed');
      expect(closed?.body).toContain(`**Closed by Tocsin:** the incident is ${what}`);
      expect(await world.sync()).toMatchObject({ begun: [], changed: [], reasons: [] });
      world.edit('main', { [`incidents/2026/${ID}.md`]: () => INCIDENT });
      expect(await world.sync()).toMatchObject({ begun: [], reasons: [], refused: [] });
      expect(await world.pullRequests()).toMatchObject([{ state: 'open', body: before?.body }]);
    },
  );
});

test('the checks of one that a run opened wait for somebody who may write, and it says what to press', async () => {
  const workflow = new URL('../../.github/workflows/validate.yml', import.meta.url);
  await world.double.actions.install('validate.yml', readFileSync(workflow, 'utf8'));
  const { token } = world.double.accounts.workflow;
  const github = clientOf(world.double, token);
  expect(await world.sync({ github })).toMatchObject({ begun: [ID], refused: [] });
  const [made] = await world.pullRequests();
  expect(made?.body).toContain('"Approve workflows to run"');
  const ofIt = (): readonly string[] =>
    world.double.actions
      .runs()
      .filter(({ event }) => event.name === 'pull_request')
      .map(({ status, conclusion }) => `${status} ${conclusion}`);
  await expect.poll(ofIt).toEqual(['completed action_required']);
  expect(world.double.actions.startNext()).toBeNull();
  const { approve } = world.double.actions;
  for (const login of ['tove', 'github-actions[bot]']) expect(approve(1, login)).toBe(false);
  expect([approve(1, 'wim'), approve(1, 'wim')]).toEqual([true, false]);
  expect(world.double.actions.startNext()).toMatchObject({ file: 'validate.yml' });
});
