// Whom rules with `during` call for a failure of which nobody has spoken since: they are asked when the call is made.
import { expect, test } from 'vitest';
import type { Effect } from '../model/effect.ts';
import { nameOf } from '../rules/destinations.ts';
import { minute, organisationOf } from '../rules/testing/organisation.ts';
import { chainFiles } from './testing/chain.ts';
import { createWorld } from './testing/world.ts';

const HOURS = `intervals:
  break: {zone: UTC, on: [{times: ["10:17-10:30"]}]}
`;
const AT_BREAK = `notify:
  - {id: at-break, when: {during: break}, to: [{channel: "#break"}]}
`;

const files = chainFiles({ rules: HOURS }).map((file) =>
  'text' in file && file.path === 'rules/00-global.yaml'
    ? { path: file.path, text: file.text.replace('notify:\n', AT_BREAK) }
    : file,
);

const called = (effects: readonly Effect[]): readonly string[] =>
  effects.flatMap((effect) =>
    effect.kind === 'notify'
      ? effect.destinations.map((each) => `${effect.event} ${nameOf(each)}`)
      : [],
  );

test.each([
  ['before the hours that a rule names, and its grace ends within them', 15, '#break'],
  ['within the hours that a rule names, and its grace ends after them', 26, '#shop'],
])('a failure whose cause ends %s', (_when, ends, channel) => {
  const world = createWorld({ organisation: organisationOf(files), files, start: minute(0) });
  const say = (at: number, service: string, more: object = {}): void => {
    world.send({ service, dedupKey: service, severity: 'high', ...more }, { at: minute(at) });
    world.time(minute(at));
  };
  say(10, 'db');
  say(11, 'api');
  say(ends, 'db', { action: 'resolve' });
  expect(called(world.time(minute(ends + 5)))).toEqual([`uncovered ${channel}`]);
});

test.each([
  [15, '#shop'],
  [20, '#break'],
])('what makes its cause worse at 10:%i calls whom rules name at that time', (at, channel) => {
  const world = createWorld({ organisation: organisationOf(files), files, start: minute(0) });
  world.send({ service: 'api', dedupKey: 'api', severity: 'medium' }, { at: minute(10) });
  world.time(minute(10));
  const { effects } = world.send(
    { service: 'web', dedupKey: 'web', severity: 'high' },
    { at: minute(at) },
  );
  expect(called(effects).filter((each) => each.startsWith('raised'))).toEqual([
    `raised ${channel}`,
  ]);
});
