// Whom rules call for a failure that goes on after its cause: they are asked with what is remembered of its signals.
import { describe, expect, test } from 'vitest';
import type { SourceFile } from '../config/document-set.ts';
import type { Effect } from '../model/effect.ts';
import type { Signal } from '../model/signal.ts';
import { minute, organisationOf } from '../rules/testing/organisation.ts';
import { chainFiles } from './testing/chain.ts';
import { createWorld, type World } from './testing/world.ts';

/** Rules of the stage `notify` before the default. */
function filesWith(...rules: readonly string[]): readonly SourceFile[] {
  const entries = rules.map((rule) => `  - ${rule}\n`).join('');
  return chainFiles().map((file) =>
    'text' in file && file.path === 'rules/00-global.yaml'
      ? { path: file.path, text: file.text.replace('notify:\n', `notify:\n${entries}`) }
      : file,
  );
}

function open(files: readonly SourceFile[]): World {
  return createWorld({ organisation: organisationOf(files), files, start: minute(0) });
}

function say(world: World, at: number, signal: Partial<Signal>): void {
  world.send({ dedupKey: signal.service ?? 'p', severity: 'high', ...signal }, { at: minute(at) });
  world.time(minute(at));
}

const channels = (effects: readonly Effect[]): readonly string[] =>
  effects.flatMap((effect) =>
    effect.kind === 'notify'
      ? effect.destinations.map((each) => ('channel' in each ? each.channel : each.kind))
      : [],
  );

/** The database fails, then what needs it as told; the database recovers, and the grace goes by. */
function calledAfter(world: World, ...signals: readonly Partial<Signal>[]): readonly string[] {
  say(world, 10, { service: 'db' });
  signals.forEach((signal, index) => {
    say(world, 11 + index, { service: 'api', ...signal });
  });
  say(world, 15, { service: 'db', action: 'resolve' });
  return channels(world.time(minute(20)));
}

describe('when its grace ends, a failure calls whom rules name by', () => {
  test.for<readonly [string, Partial<Signal>]>([
    ['affected_users: {gte: 100}', { labels: { affected_users: '500' } }],
    ['count: {gte: 7}', { count: 7 }],
    ['regression: true', { status: 'regression' }],
    ['first_seen: true', {}],
    ['deployment: false', {}],
    ['action: trigger', {}],
    ['kind: problem', {}],
    ['title: {glob: "*…"}', { title: `${'x'.repeat(299)}…` }],
    ['label.region: eu', { labels: { region: 'eu' } }],
  ])('`%s`', ([condition, signal]) => {
    const files = filesWith(`{id: all-hands, when: {${condition}}, to: [{channel: "#all"}]}`);
    expect(calledAfter(open(files), signal)).toEqual(['#all']);
  });
});

test('when its grace ends, a failure of several problems calls whom rules name for any of them, each once', () => {
  const files = filesWith(
    '{id: many, when: {affected_users: {gte: 100}}, to: [{channel: "#all"}, team-channel]}',
  );
  const many = { dedupKey: 'b', labels: { affected_users: '500' } };
  const world = open(files);
  expect(calledAfter(world, { dedupKey: 'a' }, many, { dedupKey: 'c' }).toSorted()).toEqual([
    '#all',
    '#shop',
  ]);
  expect(world.text('2026-11-21-db')).toContain(
    '[uncovered] api still fails 5 min after what explained it; shop is called',
  );
  expect(world.findings()).toEqual([]);
});
