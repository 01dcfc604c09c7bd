// Which files stand back when some are wrong: what a history of commits says, without git.
import { expect, test } from 'vitest';
import type { SourceFile } from '../config/document-set.ts';
import { smallFiles } from '../rules/testing/organisation.ts';
import { type History, loadWithFallback } from './fallback.ts';

/** Texts that differ from the small organisation; null for a file that is gone. */
type Commit = Readonly<Record<string, string | null>>;

const GLOBAL = 'rules/00-global.yaml';
const SHOP = 'rules/shop.yaml';
const STORES = 'rules/stores.yaml';
const NIGHT_WATCH = 'ownership/teams/night-watch.yaml';

const interval = (name: string): string =>
  `intervals:\n  ${name}: {zone: UTC, on: [{weekdays: [mon], times: ["01:00-02:00"]}]}\n`;
const global = (...changes: readonly ((text: string) => string)[]): string => {
  const own = smallFiles().find(({ path }) => path === GLOBAL);
  const text = own !== undefined && 'text' in own ? own.text : '';
  return changes.reduce((before, change) => change(before), text);
};
const has =
  (name: string) =>
  (text: string): string =>
    `${text}${interval(name)}`;
const tellsNightWatch = (text: string): string =>
  text.replace('to: [on-call', 'to: [{team: night-watch}, on-call');
const muted = (name: string, more = ''): string =>
  `schema: tocsin/rules@1\ngate:\n  - {id: quiet, when: {label.quiet: "${more}"}, mute: ${name}}\n`;
const team = `schema: tocsin/team@1\nname: Night watch\nlead: owl\nmembers: [owl]\nchannel: "#night"\n`;

/** The newest commit stands last; each says only what it changes. */
async function load(commits: readonly Commit[], changes: Partial<History> = {}) {
  const states = commits.map((_, index) => filesAt(commits.slice(0, index + 1)));
  const asked: string[] = [];
  const found = await loadWithFallback(states.at(-1) ?? [], {
    earlierVersions: (path) => {
      asked.push(path);
      const last = commits.findLastIndex((commit) => path in commit);
      const earlier = states.flatMap((files, index) => {
        const file = files.find((each) => each.path === path);
        const isWritten = index === 0 || path in (commits[index] ?? {});
        return isWritten && file !== undefined && index !== last
          ? [{ commit: String(index), file }]
          : [];
      });
      return Promise.resolve(earlier.toReversed());
    },
    stateAt: (commit) => Promise.resolve(states[Number(commit)] ?? []),
    whenWritten: (path) => {
      const last = commits.findLastIndex((commit) => path in commit);
      return Promise.resolve(states[last] ?? null);
    },
    earlierStates: async function* () {
      yield* states.slice(0, -1).toReversed();
    },
    ...changes,
  });
  return { found, asked };
}

function filesAt(commits: readonly Commit[]): readonly SourceFile[] {
  const texts = new Map(smallFiles().map((file) => [file.path, 'text' in file ? file.text : null]));
  for (const commit of commits)
    for (const [path, text] of Object.entries(commit)) texts.set(path, text);
  return [...texts].flatMap(([path, text]) => (text === null ? [] : [{ path, text }]));
}

test('a file that another one broke is in force as it is, also where nothing tells what it was written for', async () => {
  const { found } = await load(
    [
      { [GLOBAL]: global(has('night')), [SHOP]: muted('night') },
      { [SHOP]: muted('night', 'yes'), [GLOBAL]: global(has('small-hours'), tellsNightWatch) },
    ],
    { whenWritten: () => Promise.resolve(null) },
  );
  expect(found?.replaced).toEqual([GLOBAL]);
  expect(found?.files).toContainEqual({ path: SHOP, text: muted('night', 'yes') });
});

test('a file that was wrong when it was written accuses no other one', async () => {
  const { found, asked } = await load([
    { [GLOBAL]: global(has('night')), [SHOP]: muted('night') },
    { [SHOP]: muted('nihgt') },
    { [GLOBAL]: global(has('night'), (text) => text.replace('reopen: 30m', 'reopen: 40m')) },
  ]);
  expect(found?.replaced).toEqual([SHOP]);
  expect(asked).toEqual([SHOP]);
});

test('a version that stands in and lacks what was removed meanwhile brings that back', async () => {
  const { found } = await load([
    {
      [NIGHT_WATCH]: team,
      [GLOBAL]: global(has('night'), tellsNightWatch),
      [SHOP]: muted('night'),
    },
    { [GLOBAL]: global(has('small-hours')) },
    { [NIGHT_WATCH]: null },
  ]);
  expect(found?.replaced).toEqual([NIGHT_WATCH, GLOBAL]);
  expect(found?.loaded.state.organisation.teams.has('night-watch')).toBe(true);
});

test('of two files that want another version of a third one the first has its way', async () => {
  const { found } = await load([
    { [GLOBAL]: global(has('night')), [SHOP]: muted('night') },
    { [GLOBAL]: global(has('evening')), [STORES]: muted('evening') },
    { [GLOBAL]: global(has('small-hours')) },
  ]);
  expect([found?.replaced, found?.leftOut]).toEqual([[GLOBAL], [STORES]]);
  expect(
    found?.loaded.state.organisation.rules.mute.map(({ id, team: owner }) => [id, owner]),
  ).toEqual([['quiet', 'shop']]);
});

test('a version that stands in brings back what its own team renamed in the commit of the mistake', async () => {
  const other = 'ownership/teams/night-owls.yaml';
  const { found } = await load([
    { [NIGHT_WATCH]: team, [SHOP]: tells('night-watch') },
    { [NIGHT_WATCH]: null, [other]: team, [SHOP]: tells('nihgt-owls') },
    { [STORES]: tells('stores') },
  ]);
  expect([found?.replaced, found?.leftOut]).toEqual([[NIGHT_WATCH, SHOP], []]);
  const { rules, teams } = found?.loaded.state.organisation ?? {};
  expect(rules?.notify.map(({ team: owner }) => owner)).toEqual(
    expect.arrayContaining(['shop', 'stores']),
  );
  expect([teams?.has('night-watch'), teams?.has('night-owls')]).toEqual([true, true]);
});

test('mistakes of two teams in two commits leave nobody out', async () => {
  const { found } = await load([
    { [NIGHT_WATCH]: team, [SHOP]: tells('night-watch') },
    { [SHOP]: 'schema: tocsin/rules@1\nnotify: [' },
    { [NIGHT_WATCH]: null },
  ]);
  expect([found?.replaced, found?.leftOut]).toEqual([[NIGHT_WATCH, SHOP], []]);
});

function tells(name: string): string {
  return `schema: tocsin/rules@1\nnotify:\n  - {id: calls, when: {label.quiet: "no"}, to: [{team: ${name}}]}\n`;
}
