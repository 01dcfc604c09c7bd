// Two writers at once, as real processes over a bare remote: the branch is the lock.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { readBook } from '../response/book.ts';
import { openWorkspace } from '../workspace/workspace.ts';
import {
  alert,
  git,
  GIT_ENVIRONMENT,
  type Finished,
  ingest,
  makeRemote,
  removeFolders,
  removeTemplate,
  write,
} from './testing/repository.ts';

const people: (() => Promise<number>)[] = [];

afterAll(removeTemplate);

afterEach(async () => {
  for (const stop of people.splice(0)) await stop();
  removeFolders();
});

const subjects = (remote: string): readonly string[] =>
  git(remote, 'log', '--first-parent', '--reverse', '--format=%s', 'main').split('\n').slice(1);

const incidentsIn = (remote: string): ReturnType<typeof readBook>['incidents'] => {
  const paths = git(remote, 'ls-tree', '-r', '--name-only', 'main', 'incidents')
    .split('\n')
    .filter((path) => path !== '');
  return readBook(paths.map((path) => ({ path, text: `${git(remote, 'show', `main:${path}`)}\n` })))
    .incidents;
};

const isLinear = (remote: string): boolean =>
  git(remote, 'rev-list', '--merges', '--count', 'main') === '0';

/** A person who commits to the remote every 50 ms, as `git pull --rebase && git push` does, until stopped. */
function startPerson(clone: string): { readonly stop: () => Promise<number> } {
  const run = promisify(execFile);
  const person = { isStopped: false };
  let pushed = 0;
  const work = async (): Promise<void> => {
    for (let count = 1; !person.isStopped; count += 1) {
      write(clone, `docs/note-${count}.md`, 'from a person\n');
      git(clone, 'add', '.');
      git(clone, 'commit', '--quiet', `--message=person ${count}`);
      const options = { cwd: clone, env: { ...GIT_ENVIRONMENT } };
      for (;;) {
        const isPushed = await run('git', ['push', '--quiet', 'origin', 'main'], options).then(
          () => true,
          () => false,
        );
        if (isPushed) break;
        await run('git', ['pull', '--quiet', '--rebase', 'origin', 'main'], options);
      }
      pushed = count;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const working = work();
  const stop = async (): Promise<number> => {
    person.isStopped = true;
    await working;
    return pushed;
  };
  people.push(stop);
  return { stop };
}

/** Delivers a signal; whoever was too slow too often says so and is called again, as a sender would. */
async function deliver(clone: string, body: string): Promise<Finished> {
  const result = await ingest(clone, body, '--remote', 'origin').finished;
  return result.err.includes('the branch moved') ? await deliver(clone, body) : result;
}

describe('two writers at once', () => {
  test('open one incident for one identity, join what differs, and lose nothing of people, in every round', async () => {
    const {
      remote,
      clones: [left = '', right = '', human = ''],
    } = makeRemote(3);
    const person = startPerson(human);
    const rounds = 10;
    let pushed = 0;
    for (let round = 1; round <= rounds; round += 1) {
      if (round === 4) pushed = await person.stop();
      const names =
        round % 2 === 1
          ? ([`Same${round}`, `Same${round}`] as const)
          : ([`Left${round}`, `Right${round}`] as const);
      const startsAt = new Date(Date.now() + round * 10).toISOString();
      const results = await Promise.all([
        deliver(left, alert(names[0], { startsAt })),
        deliver(right, alert(names[1], { startsAt })),
      ]);
      expect(results.map(({ code, err }) => ({ code, err }))).toEqual([
        { code: 0, err: '' },
        { code: 0, err: '' },
      ]);
    }
    const own = subjects(remote).filter((subject) => subject.startsWith('tocsin: '));
    const theirs = subjects(remote).filter((subject) => subject.startsWith('person '));
    const [incident, ...more] = incidentsIn(remote);
    expect(more).toEqual([]);
    expect(Object.keys(incident?.problems ?? {})).toHaveLength(15);
    expect(own).toEqual([
      `tocsin: ${incident?.id} opened`,
      ...Array.from({ length: 14 }, () => `tocsin: ${incident?.id} joined`),
    ]);
    expect(theirs).toEqual(Array.from({ length: pushed }, (_, index) => `person ${index + 1}`));
    expect(pushed).toBeGreaterThan(3);
    expect(isLinear(remote)).toBe(true);
    expect(git(left, 'status', '--porcelain')).toBe('');
  });

  test('that make the very same change in the same second have one winner', async () => {
    const { remote, clones } = makeRemote(2);
    const place = {
      environment: GIT_ENVIRONMENT,
      remote: 'origin',
      random: () => 0,
      now: () => new Date().toISOString(),
    };
    const kinds: string[] = [];
    const before = git(remote, 'rev-parse', 'main');
    for (const clone of clones) {
      const workspace = await openWorkspace(clone, place);
      const changes = [{ path: 'incidents/2026/2026-11-21-shop.md', text: 'The same\n' }];
      kinds.push((await workspace.commit(before, [{ message: 'The same', changes }])).kind);
    }
    expect(kinds).toEqual(['moved', 'refused']);
    expect(git(remote, 'rev-list', '--count', `${before}..main`)).toBe('1');
  });

  test('that are killed at any moment leave the remote as it was or with the whole commit, and the next run works', async () => {
    const {
      remote,
      clones: [clone = ''],
    } = makeRemote(1);
    for (const [index, ms] of [200, 300, 380, 450].entries()) {
      const before = subjects(remote);
      const { process: child, finished } = ingest(
        clone,
        alert(`Killed${index}`),
        '--remote',
        'origin',
      );
      setTimeout(() => child.kill('SIGKILL'), ms);
      await finished;
      await new Promise((resolve) => setTimeout(resolve, 150));
      const after = subjects(remote);
      expect(after.slice(0, before.length)).toEqual(before);
      expect(after.length - before.length).toBeLessThanOrEqual(1);
    }
    const { code, err } = await ingest(clone, alert('Last'), '--remote', 'origin').finished;
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(incidentsIn(remote)).toHaveLength(1);
    expect(git(remote, 'fsck', '--no-progress', '--connectivity-only', 'main')).not.toMatch(
      /missing|broken/,
    );
    expect(isLinear(remote)).toBe(true);
  });

  test('that die between the commit and the push leave the remote unchanged', async () => {
    const {
      remote,
      clones: [clone = ''],
    } = makeRemote(1);
    const before = git(remote, 'rev-parse', 'main');
    write(
      clone,
      '.git/hooks/pre-push',
      '#!/bin/sh\nif [ -r /proc/$PPID/stat ]; then read -r a b c parent d </proc/$PPID/stat; else parent=$(ps -o ppid= -p $PPID); fi\nkill -9 $parent\nexit 1\n',
    );
    git(clone, 'config', 'core.hooksPath', '.git/hooks');
    const { chmodSync } = await import('node:fs');
    chmodSync(`${clone}/.git/hooks/pre-push`, 0o755);
    const killed = await ingest(clone, alert('One'), '--remote', 'origin').finished;
    expect(killed.code).toBeNull();
    expect(git(remote, 'rev-parse', 'main')).toBe(before);
    chmodSync(`${clone}/.git/hooks/pre-push`, 0o644);
    expect((await ingest(clone, alert('One'), '--remote', 'origin').finished).code).toBe(0);
    expect(incidentsIn(remote)).toHaveLength(1);
  });
});
