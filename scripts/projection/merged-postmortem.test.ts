// What becomes of a post-mortem once people merge its pull request.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parsePostmortem } from '../postmortems/refresh.ts';
import {
  BRANCH,
  FINISHED,
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

describe('a merged post-mortem', () => {
  const merge = async (finish: (text: string) => string): Promise<void> => {
    await world.sync();
    world.edit(BRANCH, { [PATH]: finish });
    const [made] = await world.pullRequests();
    const number = made?.number ?? 0;
    valueOf(
      await world.github.pullRequests.merge(
        number,
        valueOf(await world.github.pullRequests.read(number)).commit,
      ),
    );
  };
  /** Approves what the branch holds now. */
  const approveAs = async (login: 'write' | 'maintain' | 'read' | 'app'): Promise<void> => {
    const [made] = await world.pullRequests();
    await fetch(
      `${world.double.url}/repos/${world.double.owner}/${world.double.repository}/pulls/${made?.number}/reviews`,
      {
        method: 'POST',
        headers: {
          authorization: `Bearer ${world.double.accounts[login].token}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ event: 'APPROVE', body: 'reads well' }),
      },
    );
  };

  test('is named by its incident, and counts as reviewed when somebody else approved it', async () => {
    await world.sync();
    world.edit(BRANCH, { [PATH]: FINISHED });
    await approveAs('write');
    await merge((text) => `${text}\nOne word more.\n`);
    expect(await world.sync()).toMatchObject({ followed: [ID], reasons: [] });
    expect(await world.show('main', `incidents/2026/${ID}.md`)).toContain(
      `\npostmortem: "${ID}"\n`,
    );
    expect(parsePostmortem(ID, await world.show('main', PATH))).toMatchObject({
      state: 'reviewed',
      reviewed: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/),
    });
    const before = await world.double.remote.readBranch('main');
    expect(await world.sync()).toMatchObject({ followed: [], reasons: [] });
    expect(await world.double.remote.readBranch('main')).toBe(before);
  });

  test('says its day and meeting itself: the file of its incident does no longer', async () => {
    await world.sync();
    world.edit(BRANCH, {
      [PATH]: (text) => text.replace(/^due: .*$/m, 'due: 2026-12-06'),
    });
    await world.sync();
    expect(await world.show('main', INCIDENT_PATH)).toContain('postmortem_draft');
    await merge((text) => `${text}\nOne word more.\n`);
    await world.sync();
    expect(await world.show('main', INCIDENT_PATH)).not.toContain('postmortem_draft');
  });

  test('undoes nothing that was done or proposed while others read it', async () => {
    await world.sync();
    world.edit(BRANCH, {
      [PATH]: (text) =>
        FINISHED(text)
          .replace('state: draft', 'state: in_review')
          .replace(
            /(due: 2026-12-12\n)/,
            '$1  - {id: A2, title: Alert on it, type: detect, status: accepted, owner_team: payments}\n',
          ),
    });
    world.edit('main', { [`incidents/2026/${ID}.md`]: PROPOSED });
    await approveAs('write');
    await merge((text) => `${text}\nOne word more.\n`);
    expect((await world.sync()).reasons.map(({ sentence }) => sentence)).toContain(
      'its action item A2 is called A3 from now on, since another A2 was proposed here while it was written',
    );
    expect(await world.items('main')).toEqual([
      'A1 Pin the pool done 3',
      'A3 Alert on it accepted null',
    ]);
    expect(await world.show('main', PATH)).toMatch(/\*\*A1\*\* .*done/);
    expect((await world.sync()).reasons.map(({ sentence }) => sentence).join()).not.toContain(
      'is called',
    );
  });

  test.each([
    ['the empty draft', 'write', false],
    ['somebody who may only read', 'read', true],
    ['a program', 'app', true],
  ] as const)(
    'does not count as reviewed by an approval of %s',
    async (_what, login, isWritten) => {
      await world.sync();
      if (isWritten) world.edit(BRANCH, { [PATH]: FINISHED });
      await approveAs(login);
      await merge((text) => `${isWritten ? text : FINISHED(text)}\nOne word more.\n`);
      expect((await world.sync()).reasons[0]?.sentence).toContain(
        'without the approval of somebody else than @mara-okafor who may write here',
      );
      expect(parsePostmortem(ID, await world.show('main', PATH))?.state).toBe('draft');
    },
  );

  test('does not count as reviewed without an approval, and says what to do', async () => {
    await merge(FINISHED);
    const report = await world.sync();
    expect(report.followed).toEqual([ID]);
    expect(report.reasons[0]?.sentence).toContain(
      'merged without the approval of somebody else than @mara-okafor',
    );
    expect(parsePostmortem(ID, await world.show('main', PATH))?.state).toBe('draft');
  });

  test('that cannot be read is named with line and mistake', async () => {
    await merge((text) => text.replace('state: draft', 'state: drafd'));
    const { reasons } = await world.sync();
    expect(reasons).toEqual([
      {
        incident: ID,
        sentence: expect.stringContaining(
          `its file cannot be read: \`${PATH}:3\`: unexpected \`drafd\``,
        ),
      },
    ]);
  });

  test('does not count as reviewed while sections are missing', async () => {
    await world.sync();
    world.edit(BRANCH, { [PATH]: FINISHED });
    await approveAs('write');
    await merge((text) => text.replaceAll('We are sorry: 7 of 9.', '_Not written yet: all._'));
    expect((await world.sync()).reasons[0]?.sentence).toMatch(/merged with \d+ gaps/);
    expect(parsePostmortem(ID, await world.show('main', PATH))?.state).toBe('draft');
  });
});
