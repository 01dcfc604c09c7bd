// People change incident files by commits, in real repositories; whoever writes next does what follows from it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openWorkspace, type Workspace } from '../workspace/workspace.ts';
import { readBook } from '../response/book.ts';
import { loadState } from '../validation/load.ts';
import { type Announcement, type Applied, applyOperations } from './apply.ts';
import { editsToFollow, follow } from './follow-edits.ts';
import { remarksOn } from './remarks.ts';
import {
  git,
  GIT_ENVIRONMENT,
  removeFolders,
  removeTemplate,
  temporaryFolder,
  write,
} from './testing/repository.ts';
import { shopSignal } from './testing/shop-signal.ts';
import { makeWorkspace } from './testing/workspace.ts';

afterAll(removeTemplate);
afterEach(removeFolders);

const ID = '2026-11-21-shop';
const FILE = `incidents/2026/${ID}.md`;

let folder: string;
let workspace: Workspace;
beforeEach(async () => {
  ({ folder, workspace } = await makeWorkspace());
  await applyOperations(workspace, [shopSignal({}, 1)]);
});

const text = (path = FILE): string => readFileSync(join(folder, path), 'utf8');
const edit = (change: (before: string) => string, subject = 'It is worse', path = FILE): string => {
  const changed = change(text(path));
  expect(changed).not.toBe(text(path));
  write(folder, path, changed);
  git(folder, 'commit', '--quiet', '--all', '--message', subject);
  return git(folder, 'rev-parse', 'HEAD');
};
const raise = (before: string): string => before.replace('severity: sev3', 'severity: sev1');
const pass = async (announce?: (all: readonly Announcement[]) => Promise<void>): Promise<Applied> =>
  await applyOperations(workspace, [], announce);

const OURS = /^- .* <!-- e:ed-\S+ -->$/gm;
const told = (): readonly string[] => text().match(OURS) ?? [];
const called = ({ notifications }: Pick<Applied, 'notifications'>): readonly string[] =>
  notifications.map(({ event, severity }) => `${event} ${severity}`);

describe('a severity that somebody raised in the file', () => {
  test('calls whom the command would have called, once, and names commit and author', async () => {
    const commit = edit(raise).slice(0, 10);
    const applied = await pass();
    expect(applied.commits).toEqual([`tocsin: ${ID} raised`]);
    expect(called(applied)).toEqual(['raised sev1']);
    expect(told()).toEqual([
      expect.stringContaining(`[raised] sev3 → sev1 by A person in ${commit}: It is worse`),
    ]);
    expect(text()).toContain('severity_max: sev1');
    expect(git(folder, 'status', '--porcelain')).toBe('');
    expect(await pass()).toMatchObject({ commits: [], notifications: [] });
    const fresh = await openWorkspace(folder, {
      environment: GIT_ENVIRONMENT,
      remote: null,
      random: () => 0,
      now: () => new Date().toISOString(),
    });
    expect(await applyOperations(fresh, [])).toMatchObject({ commits: [], notifications: [] });
  });

  test('and lowered again before anybody looked calls nobody', async () => {
    edit(raise);
    git(folder, 'revert', '--no-edit', 'HEAD');
    expect(await pass()).toMatchObject({ commits: [], notifications: [] });
  });

  test('in a branch that was merged later is told by the author of its commit', async () => {
    git(folder, 'checkout', '--quiet', '-b', 'worse');
    const commit = edit(raise).slice(0, 10);
    edit((before) => before.replace('_Not written yet', '_Being written'), 'Words');
    git(folder, 'checkout', '--quiet', 'main');
    await applyOperations(workspace, [shopSignal({ dedupKey: 'p2' }, 2)]);
    git(folder, 'merge', '--quiet', '--no-ff', '--no-edit', 'worse');
    expect(called(await pass())).toEqual(['raised sev1']);
    expect(told()).toEqual([expect.stringContaining(`by A person in ${commit}: It is worse`)]);
  });

  test('stays followed when somebody merges the branch of everybody into an older one of their own', async () => {
    git(folder, 'checkout', '--quiet', '-b', 'mine');
    edit((before) => before.replace('_Not written yet', '_Being written'), 'Words');
    git(folder, 'checkout', '--quiet', 'main');
    edit(raise);
    await pass();
    git(folder, 'checkout', '--quiet', 'mine');
    git(folder, 'merge', '--quiet', '--no-edit', 'main');
    git(folder, 'branch', '--force', 'main', 'mine');
    git(folder, 'checkout', '--quiet', 'main');
    expect(git(folder, 'log', '-1', '--first-parent', '--format=%s', 'HEAD~1')).toBe('Words');
    expect(await pass()).toMatchObject({ commits: [], notifications: [] });
  });

  test('comes before whatever is said or signalled after it', async () => {
    edit(raise);
    const applied = await applyOperations(workspace, [shopSignal({ action: 'resolve' }, 3)]);
    expect(applied.commits).toEqual([`tocsin: ${ID} raised`, `tocsin: ${ID} recovered`]);
    expect(called(applied)).toEqual(['raised sev1']);
  });

  test('while something else is being committed is followed by the same writer, once', async () => {
    let tries = 0;
    const racing: Workspace = {
      ...workspace,
      pause: async () => undefined,
      commit: async (parent, commits) => {
        tries += 1;
        if (tries === 1) edit(raise);
        return await workspace.commit(parent, commits);
      },
    };
    const applied = await applyOperations(racing, [shopSignal({ dedupKey: 'p2' }, 3)]);
    expect(tries).toBe(2);
    expect(applied.commits).toEqual([`tocsin: ${ID} raised`, `tocsin: ${ID} joined`]);
    expect(called(applied)).toEqual(['raised sev1']);
    expect(await pass()).toMatchObject({ commits: [] });
  });

  test('is followed after a crash, with the same call', async () => {
    edit(raise);
    const announced: string[] = [];
    const note = async (all: readonly Announcement[]): Promise<void> => {
      announced.push(...all.map(({ notification }) => notification.key));
    };
    const dying: Workspace = {
      ...workspace,
      commit: () => Promise.reject(new Error('the process is gone')),
    };
    await expect(applyOperations(dying, [], note)).rejects.toThrow('gone');
    expect(called(await pass(note))).toEqual(['raised sev1']);
    expect(new Set(announced).size).toBe(1);
    expect(announced).toHaveLength(2);
  });

  test('beside a configuration that cannot be used counts by the last one that could', async () => {
    write(folder, 'ownership/teams/shop.yaml', 'half written');
    git(folder, 'commit', '--quiet', '--all', '--message', 'Broken');
    edit(raise);
    expect(called(await pass())).toEqual(['raised sev1']);
  });
});

describe('nobody is called', () => {
  test('for a file that was imported, until Tocsin wrote to it', async () => {
    const other = FILE.replace('shop', 'ledger');
    write(folder, other, text());
    git(folder, 'add', '--all');
    git(folder, 'commit', '--quiet', '--message', 'Imported');
    edit(raise, 'It was bad', other);
    expect(await pass()).toMatchObject({ commits: [], notifications: [] });
    await applyOperations(workspace, [
      () => ({
        outcome: { kind: 'ignored', reason: 'roomed' },
        effects: [
          {
            kind: 'edit_incident',
            id: '2026-11-21-ledger',
            event: 'roomed',
            edits: [{ kind: 'set', path: ['room'], value: 7 }],
          },
        ],
      }),
    ]);
    expect(await pass()).toMatchObject({ commits: [] });
    edit((before) => before.replace('severity: sev1', 'severity: sev2'), 'Better', other);
    expect((await pass()).commits).toEqual(['tocsin: 2026-11-21-ledger lowered']);
  });

  test('where the clone does not know what Tocsin wrote', async () => {
    edit(raise);
    edit((before) => before.replace('_Not written yet', '_Being written'), 'Words');
    const clone = temporaryFolder();
    git(clone, 'clone', '--quiet', '--depth=1', `file://${folder}`, '.');
    const shallow = await openWorkspace(clone, {
      environment: GIT_ENVIRONMENT,
      remote: null,
      random: () => 0,
      now: () => new Date().toISOString(),
    });
    expect(await applyOperations(shallow, [])).toMatchObject({ commits: [], notifications: [] });
  });

  test('for what the same commit ended', async () => {
    edit((before) => raise(before).replace(/^state: .*$/m, 'state: resolved'));
    const applied = await pass();
    expect(applied.notifications).toEqual([]);
    expect(told()).toHaveLength(2);
  });
});

describe('an incident whose file was renamed', () => {
  const NEW = 'incidents/2026/2026-11-21-till.md';
  const rename = (change: (before: string) => string = (before) => before, to = NEW): void => {
    const changed = change(text());
    git(folder, 'mv', FILE, to);
    write(folder, to, changed);
    git(folder, 'commit', '--quiet', '--all', '--message', 'A better name');
  };

  test('has its name again, and a line that says so', async () => {
    rename();
    const applied = await pass();
    expect(applied.commits).toEqual(['tocsin: incidents keep their names']);
    expect(applied.book.incidents.map(({ id }) => id)).toEqual([ID]);
    expect(told()).toEqual([expect.stringContaining(`to ${NEW}: it keeps its own`)]);
    expect(git(folder, 'ls-files', 'incidents')).toBe(FILE);
    expect(git(folder, 'status', '--porcelain')).toBe('');
    expect(existsSync(join(folder, NEW))).toBe(false);
    expect(await pass()).toMatchObject({ commits: [] });
  });

  test('keeps what else the commit changed, and that is followed', async () => {
    rename(raise);
    const applied = await pass();
    expect(applied.commits).toEqual(['tocsin: incidents keep their names', `tocsin: ${ID} raised`]);
    expect(called(applied)).toEqual(['raised sev1']);
    expect(text()).toMatch(/\[raised\] sev3 → sev1 by A person in \w{10}: A better name/);
  });

  test('in two commits has its name again as well', async () => {
    const before = text();
    git(folder, 'rm', '--quiet', FILE);
    git(folder, 'commit', '--quiet', '--message', 'Away');
    write(folder, NEW, before);
    git(folder, 'add', '--all');
    git(folder, 'commit', '--quiet', '--message', 'There');
    expect((await pass()).commits).toEqual(['tocsin: incidents keep their names']);
    expect(git(folder, 'ls-files', 'incidents')).toBe(FILE);
  });

  test('to a name that no incident has is there again beside it', async () => {
    rename(undefined, 'incidents/2026/2026-11-21 the till.md');
    expect((await pass()).book.incidents.map(({ id }) => id)).toEqual([ID]);
    expect(await pass()).toMatchObject({ commits: [] });
  });

  test('is none where the file stays and another one is written after it', async () => {
    write(folder, NEW, text());
    git(folder, 'add', '--all');
    git(folder, 'commit', '--quiet', '--message', 'A copy');
    expect(await pass()).toMatchObject({ commits: [] });
  });
});

test.each(['<pre>', '<script>', '<!-- ', '<?', '<![CDATA[', '<!DOCTYPE', '~~~~', '```'])(
  'an edit that leaves %s open above the timeline is followed as any',
  async (open) => {
    edit((before) => raise(before).replace('## Timeline', `${open}\n\n## Timeline`));
    const applied = await pass();
    expect(called(applied)).toEqual(['raised sev1']);
    expect(told()).toEqual([expect.stringContaining('[raised] sev3 → sev1')]);
    expect(applied.unfollowed).toEqual([]);
  },
);

test('an edit of which nobody can tell what shall come is told of, and stops nothing else', async () => {
  const commit = edit(raise);
  const book = readBook(await workspace.readIncidentFiles(commit));
  const [edited] = await editsToFollow(workspace, commit, book);
  const loaded = loadState(await workspace.readFiles(commit));
  if (edited === undefined || loaded.kind === 'invalid') throw new Error('nothing was edited');
  // Whoever follows the edit stumbles over the first thing that the organisation is asked for.
  const stumble = {
    get: () => {
      throw new Error('an own mistake');
    },
  };
  const organisation = new Proxy(loaded.state.organisation, stumble);
  const scene = { ...loaded.state, organisation, now: workspace.now() };
  const { outcome, effects } = follow(scene, book, edited);
  expect(outcome).toBe(FILE);
  const words = `[edited] what ${commit.slice(0, 10)} changed was not followed: nobody was called`;
  expect(effects).toMatchObject([
    { id: ID, edits: [{ kind: 'timeline', text: expect.stringContaining(words) }] },
  ]);
  expect(remarksOn({ leftAlone: [], isIndexBehind: false, unfollowed: [FILE] })).toEqual([
    expect.stringContaining(`${FILE} was edited, and nobody could tell`),
  ]);
});
