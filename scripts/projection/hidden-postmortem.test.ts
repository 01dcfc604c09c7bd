// The pull request of a post-mortem whose incident not everybody may read of any more, and may again.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { git } from '../apply/testing/repository.ts';
import type { Branches } from '../workspace/branches.ts';
import {
  BRANCH,
  giveTo,
  ID,
  INCIDENT_PATH,
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

describe('the pull request of a post-mortem', () => {
  test('and that of a silence are emptied and closed when nobody may read of the incident any more', async () => {
    const mute = `tocsin/mute/${ID}-abcdefghijkl`;
    await world.sync();
    git(world.clone, 'push', '--quiet', 'origin', `origin/main:refs/heads/${mute}-other`);
    const tip = await world.branches.read(BRANCH);
    await world.branches.write({
      branch: mute,
      expected: null,
      parent: tip ?? '',
      message: 'A silence',
      changes: [{ path: 'rules/silences/x.yaml', text: 'x' }],
    });
    const wish = { title: `Silence ${ID}`, body: `Somebody said it in ${ID}`, branch: mute };
    valueOf(await world.github.pullRequests.create({ ...wish, base: 'main' }));
    world.edit('main', {
      'tocsin.yaml': (text) =>
        text.replace(/^repository: .*\n/m, '').concat('repository: public\n'),
      [`incidents/2026/${ID}.md`]: (text) =>
        text.replace('room: 7', 'room: 7\npublic: {visibility: restricted}'),
    });
    expect(await world.sync()).toMatchObject({
      begun: [],
      changed: [ID],
      refused: [],
      again: null,
    });
    const silences = valueOf(await world.github.pullRequests.listOfBranch(mute));
    for (const { title, body, state } of [...(await world.pullRequests()), ...silences]) {
      expect([title, state]).toEqual(['Not shown here', 'closed']);
      expect(body).not.toContain(ID);
    }
    expect(silences).toHaveLength(1);
    expect(await world.branches.list('tocsin/')).toEqual([`${mute}-other`]);
    expect(await world.sync()).toMatchObject({ changed: [], refused: [] });
  });

  test.each([
    ['open', 'open'],
    ['closed', 'closed'],
  ] as const)(
    'that was %s is %s again, with what people wrote, when everybody may read of the incident',
    async (state, again) => {
      await world.sync();
      world.edit(BRANCH, {
        [PATH]: (text) => text.replace('## Summary', '## Summary\n\nOne of nine.'),
      });
      valueOf(await world.github.pullRequests.update(1, { state }));
      world.edit('main', {
        'tocsin.yaml': (text) => text.replace(/^repository: .*$/m, 'repository: public'),
        [`incidents/2026/${ID}.md`]: (text) =>
          text.replace('category: errors', 'category: security'),
      });
      expect(await world.sync()).toMatchObject({ changed: [ID] });
      expect(await world.branches.list('tocsin/')).toEqual([]);
      world.edit('main', {
        [`incidents/2026/${ID}.md`]: (text) =>
          text.replace('category: security', 'category: errors'),
      });
      const { begun, reasons } = await world.sync();
      const isAnswered = reasons.some(({ sentence }) =>
        sentence.includes('was closed without being merged'),
      );
      expect([begun, isAnswered]).toEqual([[], again === 'closed']);
      const all = await world.pullRequests();
      expect(all.map(({ number, state: now }) => [number, now])).toEqual([[1, again]]);
      if (again === 'closed') return;
      expect(all[0]).toMatchObject({ title: `Post-mortem ${ID}`, branch: BRANCH });
      expect(all[0]?.body).toContain('@mara-okafor writes it, until 2026-12-04.');
      expect(await world.show(BRANCH, PATH)).toContain('One of nine.');
      expect(await world.sync()).toMatchObject({
        begun: [],
        changed: [],
        reasons: [],
        refused: [],
      });
    },
  );

  test('remembers what it did before: who was asked, whose items are, what people chose', async () => {
    world.edit('main', {
      [INCIDENT_PATH]: (text) =>
        text.replace(
          /^room: /m,
          'postmortem_begun: {at: 2026-11-20T10:12:00Z, owner: mara-okafor}\nroom: ',
        ),
    });
    await world.sync();
    world.edit(BRANCH, {
      [PATH]: (text) =>
        giveTo('noor-elamrani')(text)
          .replace(/^owner: .*$/m, 'owner: teodora-ilic')
          .replace(/^reviewers: .*$/m, 'reviewers: [wim]')
          .replace(/^due: .*$/m, 'due: 2026-11-27'),
    });
    await world.sync();
    const [before] = await world.pullRequests();
    expect(before?.body).toContain('<!-- tocsin:owner mara-okafor -->');
    await hideForAWhile(giveTo('bram-verhoeven'));
    const asked = world.double.seen().length;
    const { reasons } = await world.sync();
    expect(reasons.map(({ sentence }) => sentence)).toEqual([
      expect.stringContaining("in place of @noor-elamrani's: it was given to @bram-verhoeven last"),
    ]);
    const [after] = await world.pullRequests();
    const remembered = before?.body.replace('items A1=', 'items A1=bram-verhoeven') ?? '';
    expect(linesOf(after?.body)).toEqual(linesOf(remembered));
    const operations = world.double.seen().slice(asked);
    expect(operations.filter(({ operation }) => operation.includes('reviewers'))).toEqual([]);
    expect(await world.show(BRANCH, PATH)).toMatch(/^owner: teodora-ilic$[^]*^due: 2026-11-27$/m);
  });

  test('remembers whom others saw in it while they read it, and moves no day that nobody chose', async () => {
    await world.sync();
    world.edit(BRANCH, {
      [PATH]: (text) => giveTo('noor-elamrani')(text).replace('state: draft', 'state: in_review'),
    });
    await world.sync();
    const [before] = await world.pullRequests();
    expect(before?.body).toContain('<!-- tocsin:written A1=noor-elamrani -->');
    await hideForAWhile((text) =>
      giveTo('bram-verhoeven')(text).replace('severity: sev2', 'severity: sev1'),
    );
    const { reasons } = await world.sync();
    expect(reasons.map(({ sentence }) => sentence)).toEqual([
      expect.stringContaining('which others read already and which counts once it is merged'),
    ]);
    const [after] = await world.pullRequests();
    expect(linesOf(after?.body)).toEqual(linesOf(before?.body));
    expect(await world.show('main', INCIDENT_PATH)).not.toContain('postmortem_draft');
  });

  test('that GitHub no longer has the commits of begins anew when everybody may read of it', async () => {
    await world.sync();
    const gone: Branches = { ...world.branches, restore: async () => false };
    const secret = (text: string): string => text.replace('category: errors', 'category: security');
    world.edit('main', {
      'tocsin.yaml': (text) => text.replace(/^repository: .*$/m, 'repository: public'),
      [`incidents/2026/${ID}.md`]: secret,
    });
    await world.sync();
    world.edit('main', {
      [`incidents/2026/${ID}.md`]: (text) => text.replace('category: security', 'category: errors'),
    });
    expect(await world.sync({ branches: gone })).toMatchObject({ begun: [ID] });
    expect((await world.pullRequests()).map(({ number, state }) => [number, state])).toEqual([
      [2, 'open'],
      [1, 'closed'],
    ]);
  });
});

/** Nobody may read of it, an edit is made, and everybody may again; no pass follows that. */
async function hideForAWhile(edit: (text: string) => string): Promise<void> {
  world.edit('main', {
    'tocsin.yaml': (text) => text.replace(/^repository: .*$/m, 'repository: public'),
    [INCIDENT_PATH]: (text) => text.replace('category: errors', 'category: security'),
  });
  await world.sync();
  world.edit('main', { [INCIDENT_PATH]: edit });
  world.edit('main', {
    [INCIDENT_PATH]: (text) => text.replace('category: security', 'category: errors'),
  });
}

/** What it says, but for whom GitHub did not let be asked. */
function linesOf(body = ''): readonly string[] {
  const lines = body.replace('asked teodora-ilic wim', 'asked wim').split('\n').toSorted();
  return lines.filter((line) => line !== '' && !line.startsWith('GitHub does not let'));
}
