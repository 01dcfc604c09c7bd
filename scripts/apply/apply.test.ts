import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { Effect } from '../model/effect.ts';
import type { Signal } from '../model/signal.ts';
import { GitError } from '../workspace/git.ts';
import { openWorkspace, type Workspace } from '../workspace/workspace.ts';
import { remarksOn } from './remarks.ts';
import { applyOperations, type Operation } from './apply.ts';
import {
  git,
  GIT_ENVIRONMENT,
  makeRepository,
  removeFolders,
  removeTemplate,
  temporaryFolder,
  write,
  writeOrganisation,
} from './testing/repository.ts';
import { shopSignal } from './testing/shop-signal.ts';

afterAll(removeTemplate);

afterEach(removeFolders);

const FILE = 'incidents/2026/2026-11-21-shop.md';

const open = (folder: string, remote: string | null = null): Promise<Workspace> =>
  openWorkspace(folder, {
    environment: GIT_ENVIRONMENT,
    remote,
    random: () => 0.5,
    now: () => new Date().toISOString(),
  });

const signal = (changes: Partial<Signal>, count: number): Operation =>
  shopSignal({ severity: 'critical', ...changes }, count);

const doing =
  (effect: Effect): Operation =>
  () => ({ outcome: { kind: 'applied', incident: 'x' }, effects: [effect] });

describe('applying operations', () => {
  test('lets others have their turn, also where nothing changes', async () => {
    const events: string[] = [];
    const note = (name: string): Operation => {
      return () => {
        events.push(name);
        return { outcome: { kind: 'ignored', reason: 'nothing changes' }, effects: [] };
      };
    };
    const first: Operation = (book) => {
      setImmediate(() => events.push('somebody else'));
      return note('first')(book);
    };
    const many = Array.from({ length: 98 }, () => note('next'));
    await applyOperations(await open(makeRepository()), [
      first,
      ...many,
      note('last'),
      note('more'),
    ]);
    expect(events.slice(-3)).toEqual(['last', 'somebody else', 'more']);
  });

  test('notes what is so in a file that has no room for words', async () => {
    const folder = makeRepository();
    const workspace = await open(folder);
    await applyOperations(workspace, [signal({}, 1)]);
    const begun = git(folder, 'show', `main:${FILE}`);
    const most = 1024 * 1024;
    const log = (length: number): string =>
      `${begun}\n\n\`\`\`text\n${'x'.repeat(length)}\n\`\`\`\n`;
    // The new problem fits, and the line about it does not.
    write(folder, FILE, log(most - log(0).length - 200));
    git(folder, 'commit', '--quiet', '--all', '--message=A long log');
    const { outcomes, book } = await applyOperations(workspace, [signal({ dedupKey: 'p2' }, 3)]);
    expect(outcomes).toEqual([{ kind: 'applied', incident: '2026-11-21-shop' }]);
    expect(Object.keys(book.incidents[0]?.problems ?? {})).toHaveLength(2);
    const written = git(folder, 'show', `main:${FILE}`);
    expect(written.length).toBeLessThanOrEqual(most);
    expect(written).not.toContain('[joined]');
  });

  test('makes one commit for each effective change, in order, and none for the rest', async () => {
    const folder = makeRepository();
    const applied = await applyOperations(await open(folder), [
      signal({}, 1),
      signal({}, 2),
      signal({ dedupKey: 'p2' }, 3),
      signal({ action: 'resolve' }, 4),
      signal({ action: 'acknowledge' }, 5),
    ]);
    expect(applied.outcomes.map((outcome) => outcome.kind)).toEqual([
      'applied',
      'collapsed',
      'applied',
      'applied',
      'applied',
    ]);
    expect(git(folder, 'log', '--reverse', '--format=%s|%an', 'main').split('\n').slice(1)).toEqual(
      [
        'tocsin: 2026-11-21-shop opened|Tocsin',
        'tocsin: 2026-11-21-shop joined|Tocsin',
        'tocsin: 2026-11-21-shop recovered|Tocsin',
        'tocsin: 2026-11-21-shop acknowledged|Tocsin',
      ],
    );
    expect(applied.commits).toHaveLength(4);
    expect(git(folder, 'show', `main:${FILE}`)).toBe(
      readFileSync(join(folder, FILE), 'utf8').trimEnd(),
    );
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });

  test('makes one commit of all that one operation does, named by its incidents', async () => {
    const folder = makeRepository();
    const workspace = await open(folder);
    await applyOperations(workspace, [
      signal({}, 1),
      signal({ service: 'cart', dedupKey: 'p2' }, 2),
    ]);
    const ids = ['2026-11-21-shop', '2026-11-21-cart'];
    const applied = await applyOperations(workspace, [
      () => ({
        outcome: { kind: 'collapsed', incident: null },
        effects: [
          ...ids.map((id): Effect => ({
            kind: 'edit_incident',
            id,
            event: 'muted',
            edits: [{ kind: 'set', path: ['title'], value: 'Quiet for a while' }],
          })),
          {
            kind: 'add_silence',
            id: 'mute-shop',
            incident: ids[0] ?? '',
            from: '2026-11-21T10:00:00.000Z',
            until: '2026-11-21T11:00:00.000Z',
            text: 'reason: x\n',
          },
        ],
      }),
    ]);
    expect(applied.commits).toEqual(['tocsin: 2026-11-21-shop muted, 2026-11-21-cart muted']);
    expect(git(folder, 'diff', '--name-only', 'main~1', 'main').split('\n')).toEqual([
      'incidents/2026/2026-11-21-cart.md',
      FILE,
      'rules/silences/mute-shop.yaml',
    ]);
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });

  test('makes no commit where nothing changes', async () => {
    const folder = makeRepository();
    const before = git(folder, 'rev-parse', 'main');
    const applied = await applyOperations(await open(folder), [signal({ severity: 'info' }, 1)]);
    expect(applied).toMatchObject({ commits: [], leftAlone: [] });
    expect(git(folder, 'rev-parse', 'main')).toBe(before);
  });

  test.each([
    ['Fixes #1, closes org/repo#2 [skip ci]'],
    ['x\n\nCo-authored-by: a <a@b>\nSigned-off-by: c <c@d>'],
    ['--author=evil -F /etc/passwd'],
    ['${{ secrets.X }} $(id) `id` ; rm -rf / | sh #'],
    ['::add-mask::a\n##[stop-commands]q'],
    ['\ndone\ncommit refs/heads/main\n'],
  ])('says nothing of the text of a signal in a commit: %j', async (text) => {
    const folder = makeRepository();
    await applyOperations(await open(folder), [
      signal({ title: text, description: text, host: text, labels: { a: text } }, 1),
    ]);
    expect(git(folder, 'log', '-1', '--format=%B', 'main').trim()).toBe(
      'tocsin: 2026-11-21-shop opened',
    );
    expect(git(folder, 'diff', '--name-only', 'main~1', 'main')).toBe(FILE);
    expect(git(folder, 'for-each-ref', '--format=%(refname)')).toBe('refs/heads/main');
  });

  test.each([
    ['../../.github/workflows/x'],
    ['2026-11-21-a/b'],
    ['2026-11-21-A'],
    ['2026-11-21-x\n2026-11-21-y'],
    ['-rf'],
    ['tocsin'],
    [''],
  ])('commits nothing outside its folders: %j', async (id) => {
    const folder = makeRepository();
    const before = git(folder, 'rev-parse', 'main');
    await expect(
      applyOperations(await open(folder), [doing({ kind: 'open_incident', id, text: 'x' })]),
    ).rejects.toThrow(/may not be written/);
    expect(git(folder, 'rev-parse', 'main')).toBe(before);
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });

  test('refuses a file that would not fit its schema, and then changes nothing at all', async () => {
    const folder = makeRepository();
    const before = git(folder, 'rev-parse', 'main');
    await expect(
      applyOperations(await open(folder), [
        signal({}, 1),
        doing({ kind: 'open_incident', id: '2026-11-21-x', text: '---\nstate: none\n---\n' }),
      ]),
    ).rejects.toThrow(/schema/);
    expect(git(folder, 'rev-parse', 'main')).toBe(before);
  });

  test('merges its change into what a person is writing, and keeps the index clean of it', async () => {
    const folder = makeRepository();
    const workspace = await open(folder);
    await applyOperations(workspace, [signal({}, 1)]);
    const mine = `${readFileSync(join(folder, FILE), 'utf8')}\nMy words.\n`;
    writeFileSync(join(folder, FILE), mine);
    write(folder, 'ownership/teams/shop.yaml', 'half written');
    const applied = await applyOperations(workspace, [signal({ action: 'resolve' }, 2)]);
    expect(applied.leftAlone).toEqual([]);
    expect(readFileSync(join(folder, FILE), 'utf8')).toContain('\nMy words.\n');
    expect(readFileSync(join(folder, FILE), 'utf8')).toContain('state: monitoring');
    expect(git(folder, 'diff', '--cached', '--name-only')).toBe('');
    expect(git(folder, 'show', `main:${FILE}`)).toContain('state: monitoring');
    expect(git(folder, 'status', '--porcelain').split('\n').toSorted()).toEqual(
      [' M ownership/teams/shop.yaml', ` M ${FILE}`].toSorted(),
    );
  });

  test('leaves a clashing edit and what is staged as they are, and says so', async () => {
    const folder = makeRepository();
    const workspace = await open(folder);
    await applyOperations(workspace, [signal({}, 1)]);
    const text = readFileSync(join(folder, FILE), 'utf8');
    const mine = text.replace(/^state: .*$/m, 'state: identified');
    writeFileSync(join(folder, FILE), mine);
    const clash = await applyOperations(workspace, [signal({ action: 'resolve' }, 2)]);
    expect(clash.leftAlone).toEqual([FILE]);
    expect(readFileSync(join(folder, FILE), 'utf8')).toBe(mine);
    git(folder, 'add', FILE);
    const staged = await applyOperations(workspace, [signal({}, 3)]);
    expect(staged.leftAlone).toEqual([FILE]);
    expect(git(folder, 'show', `:${FILE}`)).toContain('state: identified');
  });

  test('says that git’s index stays behind when another command holds it', async () => {
    const folder = makeRepository();
    writeFileSync(join(folder, '.git/index.lock'), '');
    const applied = await applyOperations(await open(folder), [signal({}, 1)]);
    expect(applied.isIndexBehind).toBe(true);
    expect(remarksOn(applied).join()).toContain('git reset -- incidents');
  });

  test('does not write into the files of another branch that is checked out meanwhile', async () => {
    const folder = makeRepository();
    const workspace = await open(folder);
    git(folder, 'checkout', '--quiet', '-b', 'other');
    await applyOperations(workspace, [signal({}, 1)]);
    expect(git(folder, 'status', '--porcelain')).toBe('');
    expect(git(folder, 'show', `main:${FILE}`)).toContain('state: ');
  });

  test('keeps the id of an incident file that nobody can read taken', async () => {
    const folder = makeRepository();
    write(folder, FILE, 'not an incident');
    git(folder, 'add', '.');
    git(folder, 'commit', '--quiet', '--message=Broken');
    const applied = await applyOperations(await open(folder), [signal({}, 1)]);
    expect(applied.outcomes).toEqual([{ kind: 'applied', incident: '2026-11-21-shop-2' }]);
    expect(readFileSync(join(folder, FILE), 'utf8')).toBe('not an incident');
  });

  test('follows no link that stands in the place of a file', async () => {
    const folder = makeRepository();
    const outside = join(temporaryFolder(), 'outside.md');
    writeFileSync(outside, 'untouched');
    mkdirSync(join(folder, 'incidents/2026'), { recursive: true });
    const { symlinkSync } = await import('node:fs');
    symlinkSync(outside, join(folder, FILE));
    const applied = await applyOperations(await open(folder), [signal({}, 1)]);
    expect(applied.leftAlone).toEqual([FILE]);
    expect(readFileSync(outside, 'utf8')).toBe('untouched');
  });

  test('decides anew when the branch moved meanwhile, and gives up with a name when it always does', async () => {
    const folder = makeRepository();
    const workspace = await open(folder);
    let tries = 0;
    const moving = (until: number): Workspace => ({
      ...workspace,
      pause: () => Promise.resolve(),
      commit: async (parent, commits) => {
        tries += 1;
        if (tries <= until)
          git(folder, 'commit', '--quiet', '--allow-empty', `--message=person ${tries}`);
        return await workspace.commit(parent, commits);
      },
    });
    await applyOperations(moving(3), [signal({}, 1)]);
    expect(tries).toBe(4);
    expect(git(folder, 'log', '-2', '--format=%s')).toBe(
      'tocsin: 2026-11-21-shop opened\nperson 3',
    );
    await expect(
      applyOperations(moving(Number.POSITIVE_INFINITY), [signal({ dedupKey: 'p2' }, 2)]),
    ).rejects.toMatchObject({ name: 'BranchBusy' });
  });

  test('works inside a git hook, whose environment names another repository', async () => {
    const folder = makeRepository();
    const other = makeRepository();
    const workspace = await openWorkspace(folder, {
      environment: {
        ...GIT_ENVIRONMENT,
        GIT_DIR: join(other, '.git'),
        GIT_INDEX_FILE: join(other, '.git/index'),
      },
      remote: null,
      random: () => 0,
      now: () => new Date().toISOString(),
    });
    await applyOperations(workspace, [signal({}, 1)]);
    expect(git(folder, 'rev-list', '--count', 'main')).toBe('2');
    expect(git(other, 'rev-list', '--count', 'main')).toBe('1');
  });
});

test('a tag with the name of the branch does not stand in the way of it', async () => {
  const folder = makeRepository();
  git(folder, 'tag', 'main');
  const workspace = await open(folder);
  expect(workspace.branch).toBe('main');
  await applyOperations(workspace, [signal({}, 1)]);
  expect(git(folder, 'show', `refs/heads/main:${FILE}`)).toContain('state: ');
  expect(git(folder, 'status', '--porcelain')).toBe('');
});

describe('a folder that cannot be written to', () => {
  const refusal = async (folder: string, remote: string | null = null): Promise<string> => {
    const error: unknown = await open(folder, remote)
      .then((workspace) => workspace.readHead())
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(GitError);
    return error instanceof GitError ? error.message : '';
  };

  test('because it is no repository', async () => {
    const folder = temporaryFolder();
    writeOrganisation(folder);
    expect(await refusal(folder)).toBe(
      'the organisation is not in a git repository: run `git init` there and commit it',
    );
  });

  test('because the repository around it does not hold it', async () => {
    const folder = makeRepository();
    writeOrganisation(join(folder, 'organisation'));
    expect(await refusal(join(folder, 'organisation'))).toBe(
      'the git repository around the organisation does not hold it: commit it there, or run `git init` in its folder',
    );
  });

  test('because nothing was committed yet', async () => {
    const folder = temporaryFolder();
    git(folder, 'init', '--quiet', '--initial-branch=main');
    expect(await refusal(folder)).toBe(
      'the git repository has no commit yet: commit the organisation first',
    );
  });

  test('because no branch is checked out', async () => {
    const folder = makeRepository();
    git(folder, 'checkout', '--quiet', '--detach');
    expect(await refusal(folder)).toBe(
      'no branch is checked out: check out the branch that holds the organisation',
    );
  });

  test('because its remote is unknown', async () => {
    expect(await refusal(makeRepository(), 'nowhere')).toMatch(/^git fetch failed: fatal: /);
  });
});
