import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  git,
  GIT_ENVIRONMENT,
  removeFolders,
  temporaryFolder,
  write,
} from '../apply/fixtures/repository.ts';
import { type Github, openGithub } from '../github/github.ts';
import { createLimiter } from '../github/limits.ts';
import { type Double, startDouble } from '../github/testing/double.ts';
import { at, list } from '../github/testing/exchange.ts';
import { exampleFiles } from '../rules/fixtures/organisation.ts';
import { SECTIONS } from '../postmortems/sections.ts';
import { parsePostmortem } from '../postmortems/refresh.ts';
import { readRecord } from '../incidents/record.ts';
import { loadState } from '../validation/load.ts';
import { type Branches, openBranches } from '../workspace/branches.ts';
import { openWorkspace, type Workspace } from '../workspace/workspace.ts';
import { type PostmortemReport, syncPostmortems } from './sync-postmortems.ts';
import { valueOf } from './testing/world.ts';

const ID = '2026-11-20-payments-api';
const BRANCH = `tocsin/postmortem/${ID}`;
const PATH = `postmortems/2026/${ID}.md`;
const INCIDENT_PATH = `incidents/2026/${ID}.md`;
const INCIDENT = `---
schema: tocsin/incident@1
title: Card payments fail
state: resolved
severity: sev2
category: errors
environment: production
owner: {team: payments, function: backend, product: payments}
services: [payments-api]
roles: {manager: mara-okafor, lead: teodora-ilic}
at: {declared: 2026-11-20T09:00:00Z, acknowledged: 2026-11-20T09:05:00Z, resolved: 2026-11-20T10:12:00Z}
actions:
  - {id: A1, title: Pin the pool, type: prevent, status: accepted, owner_team: payments, due: 2026-12-12}
room: 7
---

## Timeline

### 2026-11-20 (UTC)

- 09:24 pool exhausted on two of six hosts <!-- e:ic-2219 -->
`;

let double: Double;
let github: Github;
let clone: string;
let workspace: Workspace;
let branches: Branches;

beforeEach(async () => {
  double = await startDouble({ isPrivate: true });
  clone = temporaryFolder();
  git(clone, 'clone', '--quiet', double.remote.path, '.');
  for (const file of exampleFiles())
    if ('text' in file && !/^(incidents|postmortems)\//.test(file.path))
      write(clone, file.path, file.text);
  write(clone, `incidents/2026/${ID}.md`, INCIDENT);
  commitAndPush('main');
  const options = { environment: GIT_ENVIRONMENT, remote: 'origin' };
  workspace = await openWorkspace(clone, {
    ...options,
    random: () => 0.5,
    now: () => new Date().toISOString(),
  });
  branches = await openBranches(clone, options);
  github = openAs(double.accounts.app.token);
});
afterEach(async () => {
  expect(double.takeViolations()).toEqual([]);
  await double.close();
  removeFolders();
});

function openAs(token: string): Github {
  return openGithub({
    owner: double.owner,
    repository: double.repository,
    apiUrl: double.url,
    token: async () => token,
    limiter: createLimiter(),
    nowMs: Date.now,
    pause: async () => undefined,
    timeoutMs: 60_000,
  });
}

function commitAndPush(branch: string): void {
  git(clone, 'add', '--all');
  git(clone, 'commit', '--quiet', '--message', 'Somebody edits');
  git(clone, 'push', '--quiet', 'origin', `HEAD:refs/heads/${branch}`);
}

/** Somebody changes files on a branch, as people do: in a clone, with a push. */
function edit(branch: string, changes: Readonly<Record<string, (text: string) => string>>): void {
  git(clone, 'fetch', '--quiet', 'origin');
  git(clone, 'checkout', '--quiet', '--detach', `origin/${branch}`);
  for (const [path, change] of Object.entries(changes)) {
    const before =
      git(clone, 'ls-files', '--', path) === '' ? '' : readFileSync(join(clone, path), 'utf8');
    write(clone, path, change(before));
  }
  commitAndPush(branch);
  git(clone, 'checkout', '--quiet', 'main');
}

async function sync(
  surface: Partial<{ github: Github; branches: Branches }> = {},
): Promise<PostmortemReport> {
  const head = await workspace.readHead();
  const files = await workspace.readFiles(head);
  const loaded = loadState(files);
  if (loaded.kind === 'invalid') throw new Error(loaded.diagnostics[0]?.message);
  const issueUrl = (number: number): string => `https://github.example/larder/issues/${number}`;
  const place = { github, branches, workspace, base: 'main', issueUrl, ...surface };
  return await syncPostmortems(place, { ...loaded.state, files, head });
}

const show = async (branch: string, path: string): Promise<string> =>
  (await double.remote.git(['show', `${branch}:${path}`])).toString('utf8');
const pullRequests = async () => valueOf(await github.pullRequests.listOfBranch(BRANCH));
/** Who is asked to review a pull request at this moment, as GitHub shows it. */
async function askedOn(number: number): Promise<readonly string[]> {
  const path = `/repos/${double.owner}/${double.repository}/pulls/${number}`;
  const headers = { authorization: `Bearer ${double.accounts.app.token}` };
  const pull: unknown = await (await fetch(`${double.url}${path}`, { headers })).json();
  return list(at(pull, 'requested_reviewers'))
    .map((person) => String(at(person, 'login')))
    .toSorted();
}

function requestsToReview(): number {
  return double.seen().filter(({ operation }) => operation === 'pulls/request-reviewers').length;
}

const commitsOf = async (branch: string): Promise<number> =>
  Number((await double.remote.git(['rev-list', '--count', `main..${branch}`])).toString('utf8'));
const FINISHED = (text: string): string =>
  SECTIONS.reduce(
    (current) => current.replaceAll(/_Not written yet:[^_]*_/g, 'We are sorry: 7 of 9.'),
    text,
  );

describe('the pull request of a post-mortem', () => {
  test('is opened when the level asks for one, with all that is known', async () => {
    expect(await sync()).toMatchObject({ begun: [ID], refused: [], again: null });
    const [made, ...more] = await pullRequests();
    expect(more).toEqual([]);
    expect(made).toMatchObject({ title: `Post-mortem ${ID}`, state: 'open', branch: BRANCH });
    expect(made?.body).toMatch(
      /^@mara-okafor writes it, until 2026-12-04\. The meeting .* 2026-11-27 10:00 UTC.* @teodora-ilic read it\.$/m,
    );
    const text = await show(BRANCH, PATH);
    expect(text).toContain(
      '- 09:24 pool exhausted on two of six hosts ([source](https://github.example/larder/issues/7#issuecomment-2219))',
    );
    expect(parsePostmortem(ID, text)?.actionItems.map(({ id }) => id)).toEqual(['A1']);
  });

  test('and that of a silence are emptied and closed when nobody may read of the incident any more', async () => {
    const mute = `tocsin/mute/${ID}-abcdefghijkl`;
    await sync();
    git(clone, 'push', '--quiet', 'origin', `origin/main:refs/heads/${mute}-other`);
    const tip = await branches.read(BRANCH);
    await branches.write({
      branch: mute,
      expected: null,
      parent: tip ?? '',
      message: 'A silence',
      changes: [{ path: 'rules/silences/x.yaml', text: 'x' }],
    });
    const wish = { title: `Silence ${ID}`, body: `Somebody said it in ${ID}`, branch: mute };
    valueOf(await github.pullRequests.create({ ...wish, base: 'main' }));
    edit('main', {
      'tocsin.yaml': (text) =>
        text.replace(/^repository: .*\n/m, '').concat('repository: public\n'),
      [`incidents/2026/${ID}.md`]: (text) =>
        text.replace('room: 7', 'room: 7\npublic: {visibility: restricted}'),
    });
    expect(await sync()).toMatchObject({ begun: [], changed: [ID], refused: [], again: null });
    const silences = valueOf(await github.pullRequests.listOfBranch(mute));
    for (const { title, body, state } of [...(await pullRequests()), ...silences]) {
      expect([title, state]).toEqual(['Not shown here', 'closed']);
      expect(body).not.toContain(ID);
    }
    expect(silences).toHaveLength(1);
    expect(await branches.list('tocsin/')).toEqual([`${mute}-other`]);
    expect(await sync()).toMatchObject({ changed: [], refused: [] });
  });

  test.each([
    ['open', 'open'],
    ['closed', 'closed'],
  ] as const)(
    'that was %s is %s again, with what people wrote, when everybody may read of the incident',
    async (state, again) => {
      await sync();
      edit(BRANCH, { [PATH]: (text) => text.replace('## Summary', '## Summary\n\nOne of nine.') });
      valueOf(await github.pullRequests.update(1, { state }));
      edit('main', {
        'tocsin.yaml': (text) => text.replace(/^repository: .*$/m, 'repository: public'),
        [`incidents/2026/${ID}.md`]: (text) =>
          text.replace('category: errors', 'category: security'),
      });
      expect(await sync()).toMatchObject({ changed: [ID] });
      expect(await branches.list('tocsin/')).toEqual([]);
      edit('main', {
        [`incidents/2026/${ID}.md`]: (text) =>
          text.replace('category: security', 'category: errors'),
      });
      const { begun, reasons } = await sync();
      const isAnswered = reasons.some(({ sentence }) =>
        sentence.includes('was closed without being merged'),
      );
      expect([begun, isAnswered]).toEqual([[], again === 'closed']);
      const all = await pullRequests();
      expect(all.map(({ number, state: now }) => [number, now])).toEqual([[1, again]]);
      if (again === 'closed') return;
      expect(all[0]).toMatchObject({ title: `Post-mortem ${ID}`, branch: BRANCH });
      expect(all[0]?.body).toContain('@mara-okafor writes it, until 2026-12-04.');
      expect(await show(BRANCH, PATH)).toContain('One of nine.');
      expect(await sync()).toMatchObject({ begun: [], changed: [], reasons: [], refused: [] });
    },
  );

  test('that GitHub no longer has the commits of begins anew when everybody may read of it', async () => {
    await sync();
    const gone: Branches = { ...branches, restore: async () => false };
    const secret = (text: string): string => text.replace('category: errors', 'category: security');
    edit('main', {
      'tocsin.yaml': (text) => text.replace(/^repository: .*$/m, 'repository: public'),
      [`incidents/2026/${ID}.md`]: secret,
    });
    await sync();
    edit('main', {
      [`incidents/2026/${ID}.md`]: (text) => text.replace('category: security', 'category: errors'),
    });
    expect(await sync({ branches: gone })).toMatchObject({ begun: [ID] });
    expect((await pullRequests()).map(({ number, state }) => [number, state])).toEqual([
      [2, 'open'],
      [1, 'closed'],
    ]);
  });

  test('asks its readers on GitHub, once, and says whom GitHub does not let it ask', async () => {
    double.setLevel('wim', 'none');
    edit('main', {
      [`incidents/2026/${ID}.md`]: (text) =>
        text.replace('lead: teodora-ilic}', 'lead: tove, scribe: wim, liaison: rosa}'),
    });
    const { reasons } = await sync();
    expect(reasons).toEqual([
      { incident: ID, sentence: expect.stringMatching(/^@wim is not asked to review #1: .*422/) },
    ]);
    const [made] = await pullRequests();
    expect(await askedOn(1)).toEqual(['rosa', 'tove']);
    expect(made?.body).toContain('GitHub does not let @wim be asked as a reviewer: give access');
    expect(made?.body).toMatch(/<!-- tocsin:asked tove wim rosa -->\n$/);
    const asked = requestsToReview();
    expect((await sync()).reasons).toEqual([]);
    expect(requestsToReview()).toBe(asked);
    double.setLevel('wim', 'write');
    edit(BRANCH, { [PATH]: (text) => text.replace(/^reviewers: .*$/m, 'reviewers: [tove, mara]') });
    expect((await sync()).reasons).toEqual([]);
    expect(await askedOn(1)).toEqual(['mara', 'rosa', 'tove']);
  });

  test('does not change while nothing does', async () => {
    await sync();
    expect(await sync()).toMatchObject({ begun: [], changed: [], reasons: [] });
    expect(await commitsOf(BRANCH)).toBe(1);
  });

  test('is opened on request where no level asks for one', async () => {
    const other = (text: string): string => text.replace('category: errors', 'category: tooling');
    edit('main', { [`incidents/2026/${ID}.md`]: other });
    expect(await sync()).toMatchObject({ begun: [] });
    edit('main', {
      [`incidents/2026/${ID}.md`]: (text) =>
        text.replace(
          'room: 7',
          'room: 7\npostmortem_begun: {at: 2026-11-20T11:00:00Z, owner: yara-haddad}',
        ),
    });
    expect(await sync()).toMatchObject({ begun: [ID] });
    expect(parsePostmortem(ID, await show(BRANCH, PATH))?.owner).toBe('yara-haddad');
  });

  test('follows timeline, items and notes and keeps what people wrote', async () => {
    await sync();
    const mine = 'One in five payments failed.';
    edit(BRANCH, {
      [PATH]: (text) => text.replace(/_Not written yet: what failed[^_]*_/, mine),
      [`postmortems/2026/${ID}/notes/yara-haddad.md`]: () => 'I saw the pool first.\n',
    });
    edit('main', {
      [`incidents/2026/${ID}.md`]: (text) =>
        `${text}- 09:40 rolled back <!-- e:ic-9 -->\n`.replace(
          'due: 2026-12-12}',
          'due: 2026-12-12}\n  - {id: A2, title: More, type: detect, status: proposed, owner_team: payments}',
        ),
    });
    expect(await sync()).toMatchObject({ begun: [], changed: [ID] });
    const text = await show(BRANCH, PATH);
    expect(text).toContain(mine);
    expect(text).toContain('- 09:40 rolled back');
    expect(text).toContain('**yara-haddad**\n\n> I saw the pool first.');
    expect(parsePostmortem(ID, text)?.actionItems.map(({ id }) => id)).toEqual(['A1', 'A2']);
    expect(await commitsOf(BRANCH)).toBe(3);
  });

  test('takes over what became of its items, and gives another number to one that was proposed twice', async () => {
    await sync();
    edit(BRANCH, {
      [PATH]: (text) =>
        text.replace(
          /(due: 2026-12-12\n)/,
          '$1  - {id: A2, title: Alert on it, type: detect, status: proposed, owner_team: payments}\n',
        ),
    });
    edit('main', { [`incidents/2026/${ID}.md`]: PROPOSED });
    expect(await sync()).toMatchObject({ changed: [ID] });
    expect(await items(BRANCH)).toEqual([
      'A1 Pin the pool done 3',
      'A3 Alert on it proposed null',
      'A2 Tell support proposed 5',
    ]);
    expect(await sync()).toMatchObject({ changed: [] });
  });

  test('says what people changed in the file, and gets the owner whom the room names', async () => {
    await sync();
    edit(BRANCH, {
      [PATH]: (text) =>
        text
          .replace(/^meeting: .*$/m, 'meeting: 2026-11-30T14:00:00Z')
          .replace(/^due: .*$/m, 'due: 2026-12-01')
          .replace(/^owner: .*$/m, 'owner: jonas-lindqvist'),
    });
    await sync();
    const [told] = await pullRequests();
    expect(told?.body).toMatch(
      /^@jonas-lindqvist writes it, until 2026-12-01\. .* 2026-11-30 14:00 UTC/m,
    );
    expect(told?.body).toContain('Somebody else than @jonas-lindqvist, who');
    const owned = (login: string) => (text: string) =>
      text.replace(
        /^(postmortem_begun: .*\n)?room:/m,
        `postmortem_begun: {at: 2026-11-20T12:00:00Z, owner: ${login}}\nroom:`,
      );
    edit('main', { [`incidents/2026/${ID}.md`]: owned('yara-haddad') });
    expect(await sync()).toMatchObject({ changed: [ID], reasons: [] });
    expect(parsePostmortem(ID, await show(BRANCH, PATH))?.owner).toBe('yara-haddad');
    expect((await pullRequests())[0]?.body).toContain('Somebody else than @yara-haddad, who');
    // Who changes it in the file after that has the last word.
    edit(BRANCH, { [PATH]: (text) => text.replace(/^owner: .*$/m, 'owner: bram-verhoeven') });
    await sync();
    expect(await sync()).toMatchObject({ changed: [], reasons: [] });
    expect(parsePostmortem(ID, await show(BRANCH, PATH))?.owner).toBe('bram-verhoeven');
    edit(BRANCH, { [PATH]: (text) => text.replace('state: draft', 'state: in_review') });
    edit('main', { [`incidents/2026/${ID}.md`]: owned('teodora-ilic') });
    expect((await sync()).reasons.map(({ sentence }) => sentence)).toEqual([
      expect.stringContaining('@bram-verhoeven stands in it as its owner, and not @teodora-ilic'),
    ]);
  });

  test('tells the file of its incident the day and meeting that people chose in it', async () => {
    await sync();
    const proposed = await show(BRANCH, PATH);
    const choose = (due: string, meeting: string) =>
      edit(BRANCH, {
        [PATH]: (text) =>
          text.replace(/^due: .*$/m, `due: ${due}`).replace(/^meeting: .*\n/m, meeting),
      });
    const read = async () => {
      const file = { path: INCIDENT_PATH, text: await show('main', INCIDENT_PATH) };
      return readRecord(file)?.incident.postmortemDraft;
    };
    choose('2026-12-05', 'meeting: 2026-11-30T14:00:00Z\n');
    expect(await sync()).toMatchObject({ followed: [ID] });
    expect(await read()).toEqual({ due: '2026-12-05', meeting: '2026-11-30T14:00:00.000Z' });
    expect(await sync()).toMatchObject({ followed: [] });
    choose('2026-12-05', '');
    await sync();
    expect(await read()).toEqual({ due: '2026-12-05', meeting: null });
    edit(BRANCH, { [PATH]: () => proposed });
    await sync();
    expect(await show('main', INCIDENT_PATH)).not.toContain('postmortem_draft');
  });

  test('is left to people once others are asked to read it', async () => {
    await sync();
    edit(BRANCH, { [PATH]: (text) => text.replace('state: draft', 'state: in_review') });
    edit('main', { [`incidents/2026/${ID}.md`]: (text) => `${text}- 09:40 rolled back\n` });
    expect(await sync()).toMatchObject({ changed: [] });
    expect(await show(BRANCH, PATH)).not.toContain('rolled back');
  });

  test('is not opened again after somebody closed it, and says so', async () => {
    await sync();
    const [made] = await pullRequests();
    valueOf(await github.pullRequests.update(made?.number ?? 0, { state: 'closed' }));
    await double.remote.git(['update-ref', '-d', `refs/heads/${BRANCH}`]);
    const report = await sync();
    expect(report).toMatchObject({ begun: [], reasons: [{ incident: ID }] });
    expect(report.reasons[0]?.sentence).toContain('was closed without being merged');
    expect(await pullRequests()).toHaveLength(1);
  });

  test.each(['disconnected', 'lost-reply'] as const)(
    'is one, when the connection breaks before or after the work: %s',
    async (kind) => {
      double.faults.plan('pulls/create', { kind }, 1);
      await sync();
      await sync();
      expect(await pullRequests()).toHaveLength(1);
      expect(await commitsOf(BRANCH)).toBe(1);
    },
  );

  test('is one, when the process dies between any two steps', async () => {
    const dies = new Error('killed');
    const killed = (step: 'before push' | 'after push' | 'after create') => ({
      branches: {
        ...branches,
        write: async (change: Parameters<Branches['write']>[0]) => {
          if (step === 'before push') throw dies;
          const moved = await branches.write(change);
          if (step === 'after push') throw dies;
          return moved;
        },
      },
      github: {
        ...github,
        pullRequests: {
          ...github.pullRequests,
          create: async (request: Parameters<Github['pullRequests']['create']>[0]) => {
            await github.pullRequests.create(request);
            throw dies;
          },
        },
      },
    });
    for (const step of ['before push', 'after push', 'after create'] as const)
      await expect(sync(killed(step))).rejects.toThrow('killed');
    expect(await sync()).toMatchObject({ begun: [], changed: [], refused: [] });
    expect(await pullRequests()).toHaveLength(1);
    expect(await commitsOf(BRANCH)).toBe(1);
  });

  test('is one, when two writers begin it at the same moment', async () => {
    await Promise.all([sync(), sync()]);
    expect(await pullRequests()).toHaveLength(1);
    expect(await commitsOf(BRANCH)).toBe(1);
  });
});

describe('the pull request of a post-mortem that is needed no more', () => {
  test.each([
    ['declined', 'state: declined', ''],
    ['a duplicate', 'state: duplicate', 'relations: {duplicate_of: 2026-11-20-shop}\n'],
  ])(
    'is closed with a word once its incident is %s, and goes on with it',
    async (what, state, more) => {
      await sync();
      const before = (await pullRequests())[0];
      edit('main', {
        [`incidents/2026/${ID}.md`]: (text) =>
          text
            .replace('state: resolved', `${more}${state}`)
            .replace(', resolved: 2026-11-20T10:12:00Z', ''),
      });
      expect(await sync()).toMatchObject({ begun: [], changed: [ID], refused: [] });
      const [closed] = await pullRequests();
      expect(closed?.state).toBe('closed');
      expect(closed?.body).toContain(`**Closed by Tocsin:** the incident is ${what}`);
      expect(await sync()).toMatchObject({ begun: [], changed: [], reasons: [] });
      edit('main', { [`incidents/2026/${ID}.md`]: () => INCIDENT });
      expect(await sync()).toMatchObject({ begun: [], reasons: [], refused: [] });
      expect(await pullRequests()).toMatchObject([{ state: 'open', body: before?.body }]);
    },
  );
});

/** Meanwhile somebody closed the issue of A1, and proposed another item in the room. */
const PROPOSED = (text: string): string =>
  text
    .replace('status: accepted', 'status: done, done: 2026-11-22, issue: 3')
    .replace(
      'due: 2026-12-12}',
      'due: 2026-12-12}\n  - {id: A2, title: Tell support, type: process, status: proposed, owner_team: payments, issue: 5}',
    );
const items = async (branch: string): Promise<readonly string[]> =>
  parsePostmortem(ID, await show(branch, PATH))?.actionItems.map(
    ({ id, title, status, issue }) => `${id} ${title} ${status} ${issue}`,
  ) ?? [];

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
  parsePostmortem(ID, await show(BRANCH, PATH))?.actionItems[0]?.assignee;

test('an item belongs to whom it was given last, and the room is told whose it was', async () => {
  const sentences = async (): Promise<string> =>
    (await sync()).reasons.map(({ sentence }) => sentence).join('\n');
  await sync();
  edit('main', { [INCIDENT_PATH]: giveTo('bram-verhoeven') });
  expect(await sentences()).toBe('');
  expect(await ownerOf()).toBe('bram-verhoeven');
  edit(BRANCH, { [PATH]: giveTo('noor-elamrani') });
  expect(await sentences()).toBe('');
  expect(await ownerOf()).toBe('noor-elamrani');
  edit('main', { [INCIDENT_PATH]: giveTo('yara-haddad') });
  expect(await sentences()).toContain("in place of @noor-elamrani's: it was given to @yara-haddad");
  expect(await ownerOf()).toBe('yara-haddad');
  expect(await sentences()).toBe('');
  edit(BRANCH, { [PATH]: (text) => text.replace('state: draft', 'state: in_review') });
  await sync();
  edit('main', { [INCIDENT_PATH]: giveTo('bram-verhoeven') });
  expect(await sentences()).toContain("is @bram-verhoeven's on GitHub and @yara-haddad's in the");
  expect(await ownerOf()).toBe('yara-haddad');
  const text = await show(BRANCH, PATH);
  edit('main', { [PATH]: () => text });
  expect(await sentences()).toContain(
    "its action item A1 is @yara-haddad's, as the post-mortem says, and @bram-verhoeven's no longer",
  );
});

describe('a merged post-mortem', () => {
  const merge = async (finish: (text: string) => string): Promise<void> => {
    await sync();
    edit(BRANCH, { [PATH]: finish });
    const [made] = await pullRequests();
    const number = made?.number ?? 0;
    valueOf(
      await github.pullRequests.merge(
        number,
        valueOf(await github.pullRequests.read(number)).commit,
      ),
    );
  };
  /** Approves what the branch holds now. */
  const approveAs = async (login: 'write' | 'maintain' | 'read' | 'app'): Promise<void> => {
    const [made] = await pullRequests();
    await fetch(
      `${double.url}/repos/${double.owner}/${double.repository}/pulls/${made?.number}/reviews`,
      {
        method: 'POST',
        headers: {
          authorization: `Bearer ${double.accounts[login].token}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ event: 'APPROVE', body: 'reads well' }),
      },
    );
  };

  test('is named by its incident, and counts as reviewed when somebody else approved it', async () => {
    await sync();
    edit(BRANCH, { [PATH]: FINISHED });
    await approveAs('write');
    await merge((text) => `${text}\nOne word more.\n`);
    expect(await sync()).toMatchObject({ followed: [ID], reasons: [] });
    expect(await show('main', `incidents/2026/${ID}.md`)).toContain(`\npostmortem: "${ID}"\n`);
    expect(parsePostmortem(ID, await show('main', PATH))).toMatchObject({
      state: 'reviewed',
      reviewed: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/),
    });
    const before = await double.remote.readBranch('main');
    expect(await sync()).toMatchObject({ followed: [], reasons: [] });
    expect(await double.remote.readBranch('main')).toBe(before);
  });

  test('says its day and meeting itself: the file of its incident does no longer', async () => {
    await sync();
    edit(BRANCH, {
      [PATH]: (text) => text.replace(/^due: .*$/m, 'due: 2026-12-06'),
    });
    await sync();
    expect(await show('main', INCIDENT_PATH)).toContain('postmortem_draft');
    await merge((text) => `${text}\nOne word more.\n`);
    await sync();
    expect(await show('main', INCIDENT_PATH)).not.toContain('postmortem_draft');
  });

  test('says since when customers read it, once people publish it', async () => {
    await sync();
    edit(BRANCH, { [PATH]: FINISHED });
    await approveAs('write');
    await merge((text) => `${text}\nOne word more.\n`);
    await sync();
    edit('main', {
      [PATH]: (text) => text.replace('state: reviewed', 'state: published\npublic: true'),
      // What is older than a week, and came here with its post-mortem, is no news.
      [`incidents/2026/${ID}.md`]: (text) =>
        text.replace('declared: 2026-11-20T09:00:00Z', `declared: ${new Date().toISOString()}`),
    });
    expect(await sync()).toMatchObject({ followed: [ID], reasons: [] });
    expect(parsePostmortem(ID, await show('main', PATH))?.published).toMatch(/^\d{4}-\d{2}-/);
    expect(await sync()).toMatchObject({ followed: [] });
  });

  test('undoes nothing that was done or proposed while others read it', async () => {
    await sync();
    edit(BRANCH, {
      [PATH]: (text) =>
        FINISHED(text)
          .replace('state: draft', 'state: in_review')
          .replace(
            /(due: 2026-12-12\n)/,
            '$1  - {id: A2, title: Alert on it, type: detect, status: accepted, owner_team: payments}\n',
          ),
    });
    edit('main', { [`incidents/2026/${ID}.md`]: PROPOSED });
    await approveAs('write');
    await merge((text) => `${text}\nOne word more.\n`);
    expect((await sync()).reasons.map(({ sentence }) => sentence)).toContain(
      'its action item A2 is called A3 from now on, since another A2 was proposed here while it was written',
    );
    expect(await items('main')).toEqual(['A1 Pin the pool done 3', 'A3 Alert on it accepted null']);
    expect(await show('main', PATH)).toMatch(/\*\*A1\*\* .*done/);
    expect((await sync()).reasons.map(({ sentence }) => sentence).join()).not.toContain(
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
      await sync();
      if (isWritten) edit(BRANCH, { [PATH]: FINISHED });
      await approveAs(login);
      await merge((text) => `${isWritten ? text : FINISHED(text)}\nOne word more.\n`);
      expect((await sync()).reasons[0]?.sentence).toContain(
        'without the approval of somebody else than @mara-okafor who may write here',
      );
      expect(parsePostmortem(ID, await show('main', PATH))?.state).toBe('draft');
    },
  );

  test('does not count as reviewed without an approval, and says what to do', async () => {
    await merge(FINISHED);
    const report = await sync();
    expect(report.followed).toEqual([ID]);
    expect(report.reasons[0]?.sentence).toContain(
      'merged without the approval of somebody else than @mara-okafor',
    );
    expect(parsePostmortem(ID, await show('main', PATH))?.state).toBe('draft');
  });

  test('that cannot be read is named with line and mistake', async () => {
    await merge((text) => text.replace('state: draft', 'state: drafd'));
    const { reasons } = await sync();
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
    await sync();
    edit(BRANCH, { [PATH]: FINISHED });
    await approveAs('write');
    await merge((text) => text.replaceAll('We are sorry: 7 of 9.', '_Not written yet: all._'));
    expect((await sync()).reasons[0]?.sentence).toMatch(/merged with \d+ gaps/);
    expect(parsePostmortem(ID, await show('main', PATH))?.state).toBe('draft');
  });
});
