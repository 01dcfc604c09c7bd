// What begins while a gate holds it back and goes on after it is announced when the gate lets go.
import { describe, expect, test } from 'vitest';
import type { SourceFile } from '../config/document-set.ts';
import { noteIncidents } from '../correlation/standing.ts';
import { incidentWith } from '../incidents/testing/incident.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Signal } from '../model/signal.ts';
import { chainFiles } from '../response/testing/chain.ts';
import { minute, organisationOf, signalOf, smallFiles } from '../rules/testing/organisation.ts';
import { type Changes, organisationWith, startStory } from '../rules/testing/story.ts';
import { nextRelease, releases } from '../rules/held.ts';
import { type Replay, startReplay } from './replay.ts';
import { type Simulation, startSimulation } from './simulate.ts';

const silence = (more = ''): Changes => ({
  silences: {
    move: `reason: A move\nwhen: {service: shop}\nfrom: ${minute(0)}\nuntil: ${minute(60)}\n${more}`,
  },
});
const mute: Changes = {
  gate: '  - {id: nights, when: {service: shop}, mute: night}\n',
  rules:
    'intervals:\n  night: {zone: Europe/Amsterdam, on: [{weekdays: [sat], times: ["11:00-12:00"]}]}\n',
};
const balancer: Changes = {
  gate: '  - {id: behind, when: {service: shop}, suppress_when: {open: {service: ledger}, same: [environment]}}\n',
};
const work: SourceFile = {
  path: 'incidents/2026/2026-11-21-work.md',
  text: `---
schema: tocsin/incident@1
title: Shelves are moved
kind: maintenance
severity: sev4
state: triage
category: other
owner: {team: shop, function: backend, product: sales}
services: [shop]
environment: production
window: {from: ${minute(0)}, until: ${minute(60)}}
at: {declared: ${minute(-60)}, acknowledged: ${minute(-60)}}
components: {}
---
`,
};
const critical: Partial<Signal> = { service: 'shop', severity: 'critical' };

type Scene = { readonly organisation: Organisation; readonly files?: readonly SourceFile[] };

const sendTo = (to: Pick<Simulation | Replay, 'send'>, at: number, signal: Partial<Signal>) =>
  to.send({ receivedAt: minute(at), source: 'watch', signal: signalOf(signal) });

const begin = ({ organisation, files = [] }: Scene): Simulation => {
  const simulation = startSimulation(organisation, files);
  expect(sendTo(simulation, 5, critical).outcome.kind).toBe('gated');
  return simulation;
};

const opened = (simulation: Simulation): readonly string[] =>
  simulation.book().incidents.flatMap(({ id, kind }) => (kind === 'incident' ? [id] : []));
const calls = (simulation: Simulation): readonly string[] =>
  simulation.messages().flatMap((message) => (message.kind === 'call' ? [message.at] : []));

describe.for<readonly [string, Scene, number]>([
  ['a silence', { organisation: organisationWith(silence()) }, 60],
  [
    'a silence that ends when idle',
    { organisation: organisationWith(silence('end_if_idle: 10m\n')) },
    15,
  ],
  ['a mute', { organisation: organisationWith(mute) }, 60],
  ['a maintenance', { organisation: organisationWith({}), files: [work] }, 60],
])('what began under %s', ([, scene, end]) => {
  test('is announced when it is over, once', () => {
    const simulation = begin(scene);
    simulation.passTime(minute(end - 0.1));
    expect(opened(simulation)).toEqual([]);
    simulation.passTime(minute(end + 0.1));
    expect(opened(simulation)).toEqual(['2026-11-21-shop']);
    expect(calls(simulation)).toHaveLength(1);
    expect(calls(simulation)[0]?.slice(0, 16)).toBe(minute(end).slice(0, 16));
    simulation.passTime(minute(end + 600));
    expect(opened(simulation)).toHaveLength(1);
    expect(calls(simulation)).toHaveLength(1);
  });

  test('and recovered meanwhile is not', () => {
    const simulation = begin(scene);
    sendTo(simulation, 7, { ...critical, action: 'resolve' });
    simulation.passTime(minute(end + 600));
    expect(opened(simulation)).toEqual([]);
    expect(simulation.messages()).toEqual([]);
  });
});

describe.for<readonly [string, Scene, number]>([
  ['a silence', { organisation: organisationWith(silence()) }, 60],
  [
    'a silence that ends when idle',
    { organisation: organisationWith(silence('end_if_idle: 10m\n')) },
    15,
  ],
  ['a mute', { organisation: organisationWith(mute) }, 60],
  ['a maintenance', { organisation: organisationWith({}), files: [work] }, 60],
])('what people know of and got worse under %s', ([, { organisation, files = [] }, end]) => {
  const worsened = (severity: Signal['severity']): Simulation => {
    const simulation = startSimulation(organisation, files);
    sendTo(simulation, -5, { ...critical, severity });
    expect(calls(simulation)).toHaveLength(1);
    expect(sendTo(simulation, 5, critical).outcome.kind).toBe('gated');
    return simulation;
  };
  const severityOf = (simulation: Simulation): string | undefined =>
    simulation.book().incidents.find(({ kind }) => kind === 'incident')?.severity;

  test('is announced when it is over, once', () => {
    const simulation = worsened('medium');
    simulation.passTime(minute(end - 0.1));
    expect(severityOf(simulation)).toBe('sev3');
    simulation.passTime(minute(end + 600));
    expect(severityOf(simulation)).toBe('sev1');
    expect(calls(simulation).map((at) => at.slice(0, 16))).toEqual([
      minute(-5).slice(0, 16),
      minute(end).slice(0, 16),
    ]);
  });

  test('and recovered meanwhile is not', () => {
    const simulation = worsened('medium');
    sendTo(simulation, 7, { ...critical, action: 'resolve' });
    simulation.passTime(minute(end + 600));
    expect(calls(simulation)).toHaveLength(1);
  });

  test('and had recovered before it is announced like anything that begins', () => {
    const simulation = startSimulation(organisation, files);
    sendTo(simulation, -5, critical);
    sendTo(simulation, -4, { ...critical, action: 'resolve' });
    expect(sendTo(simulation, 5, critical).outcome.kind).toBe('gated');
    simulation.passTime(minute(end + 1));
    expect(calls(simulation).map((at) => at.slice(0, 16))).toEqual([
      minute(-5).slice(0, 16),
      minute(end).slice(0, 16),
    ]);
  });

  test('and was as bad before is not', () => {
    const simulation = worsened('critical');
    simulation.passTime(minute(end + 600));
    expect(calls(simulation)).toHaveLength(1);
  });
});

describe('what another failure suppresses', () => {
  const start = (): Simulation => {
    const simulation = startSimulation(organisationWith(balancer));
    sendTo(simulation, 1, { service: 'ledger', dedupKey: 'cause', severity: 'critical' });
    expect(sendTo(simulation, 5, critical).outcome.kind).toBe('gated');
    simulation.passTime(minute(30));
    expect(opened(simulation)).toEqual(['2026-11-21-ledger']);
    return simulation;
  };
  const recover = (simulation: Simulation): void => {
    sendTo(simulation, 31, { service: 'ledger', dedupKey: 'cause', action: 'resolve' });
  };

  test('is announced as soon as that one recovered', () => {
    const simulation = start();
    recover(simulation);
    expect(opened(simulation)).toEqual(['2026-11-21-ledger', '2026-11-21-shop']);
    expect(calls(simulation)).toContain(minute(31));
  });

  test('is announced as soon as that one is milder than it', () => {
    const simulation = start();
    sendTo(simulation, 31, { service: 'ledger', dedupKey: 'cause', severity: 'critical' });
    expect(opened(simulation)).toEqual(['2026-11-21-ledger']);
    sendTo(simulation, 32, { service: 'ledger', dedupKey: 'cause', severity: 'low' });
    expect(opened(simulation)).toEqual(['2026-11-21-ledger', '2026-11-21-shop']);
    expect(calls(simulation)).toContain(minute(32));
  });

  test('is announced as soon as that one is not what the rule names any more', () => {
    const simulation = startSimulation(
      organisationWith({
        gate: '  - {id: behind, when: {service: shop}, suppress_when: {open: {count: {gte: 5}}, same: [environment]}}\n',
      }),
    );
    const cause: Partial<Signal> = { service: 'ledger', dedupKey: 'cause', severity: 'critical' };
    sendTo(simulation, 1, { ...cause, count: 7 });
    expect(sendTo(simulation, 5, critical).outcome.kind).toBe('gated');
    sendTo(simulation, 31, { ...cause, count: 5 });
    expect(opened(simulation)).toEqual(['2026-11-21-ledger']);
    sendTo(simulation, 32, { ...cause, count: 4 });
    expect(opened(simulation)).toEqual(['2026-11-21-ledger', '2026-11-21-shop']);
    expect(calls(simulation)).toContain(minute(32));
  });

  test('and recovered before is not', () => {
    const simulation = start();
    sendTo(simulation, 30, { ...critical, action: 'resolve' });
    recover(simulation);
    expect(opened(simulation)).toEqual(['2026-11-21-ledger']);
  });
});

test('a failure and its cause that one gate lets go of are one incident, whichever fired first', () => {
  const organisation = organisationOf([
    ...chainFiles(),
    {
      path: 'rules/silences/move.yaml',
      text: `schema: tocsin/silence@1\nreason: A move of all\nwhen: {service: [web, db]}\nfrom: ${minute(0)}\nuntil: ${minute(60)}\n`,
    },
  ]);
  const simulation = startSimulation(organisation);
  sendTo(simulation, 5, { service: 'web', severity: 'critical', dedupKey: 'web' });
  sendTo(simulation, 10, { service: 'db', severity: 'high', dedupKey: 'db' });
  simulation.passTime(minute(61));
  expect(opened(simulation)).toEqual(['2026-11-21-db']);
  expect(simulation.book().incidents[0]?.services).toEqual(['db', 'web']);
  expect(
    simulation.messages().flatMap((message) => (message.kind === 'call' ? [message.event] : [])),
    // Web is sev1, so its own team is called as well; the other call is that of the database.
  ).toEqual(['impacted', 'raised']);
});

test('what a silence lets go of after hours counts for a threshold', () => {
  const simulation = startSimulation(
    organisationWith({
      gate: '  - {id: three, when: {service: shop}, threshold: {count: 3, within: 10m}}\n',
      silences: {
        move: `reason: A move\nwhen: {service: shop}\nfrom: ${minute(0)}\nuntil: ${minute(240)}\n`,
      },
    }),
  );
  for (const at of [1, 2, 3]) sendTo(simulation, at, { ...critical, dedupKey: `p${at}` });
  simulation.passTime(minute(239));
  expect(opened(simulation)).toEqual([]);
  simulation.passTime(minute(241));
  expect(opened(simulation)).toEqual(['2026-11-21-shop']);
  expect(Object.keys(simulation.book().incidents[0]?.problems ?? {})).toHaveLength(3);
});

test('what one gate lets go of waits for the next one', () => {
  const simulation = begin({
    organisation: organisationWith({ ...mute, ...silence('end_if_idle: 10m\n') }),
  });
  simulation.passTime(minute(59));
  expect(opened(simulation)).toEqual([]);
  simulation.passTime(minute(60));
  expect(opened(simulation)).toEqual(['2026-11-21-shop']);
});

describe('what began in the hours of a condition is announced when they end', () => {
  const rules =
    'intervals:\n  night: {zone: Europe/Amsterdam, on: [{weekdays: [sat], times: ["11:00-12:00"]}]}\n  day: {zone: Europe/Amsterdam, on: [{times: ["10:00-20:00"]}]}\n';
  test.for<readonly [string, Changes]>([
    [
      'a silence',
      {
        rules,
        silences: {
          move: `reason: A move\nwhen: {service: shop, during: night}\nfrom: ${minute(0)}\nuntil: ${minute(600)}\n`,
        },
      },
    ],
    [
      'a mute',
      { rules, gate: '  - {id: nights, when: {service: shop, during: night}, mute: day}\n' },
    ],
    [
      'a suppression',
      {
        rules,
        gate: (balancer.gate ?? '').replace('{service: shop}', '{service: shop, during: night}'),
      },
    ],
  ])('of %s', ([, changes]) => {
    const simulation = startSimulation(organisationWith(changes));
    sendTo(simulation, 1, { service: 'ledger', dedupKey: 'cause', severity: 'critical' });
    expect(sendTo(simulation, 5, critical).outcome.kind).toBe('gated');
    simulation.passTime(minute(59));
    expect(opened(simulation)).toEqual(['2026-11-21-ledger']);
    simulation.passTime(minute(61));
    expect(opened(simulation)).toEqual(['2026-11-21-ledger', '2026-11-21-shop']);
    expect(calls(simulation)).toContain(minute(60));
  });
});

describe('what waits is decided about as soon as people let it through', () => {
  const narrowed = (gate: string): Changes => ({
    ...mute,
    gate: gate.replace('{service: shop}', '{service: shop, host: elsewhere}'),
  });
  const suppressed: Changes = { ...mute, gate: balancer.gate ?? '' };
  const moved = organisationOf(
    smallFiles().map((file) =>
      'text' in file && file.path === 'ownership/products/sales.yaml'
        ? { path: file.path, text: file.text.replaceAll('{backend: shop}', '{backend: stores}') }
        : file,
    ),
  );

  test.for<readonly [string, Organisation, Organisation]>([
    ['a mute', organisationWith(mute), organisationWith(narrowed(mute.gate ?? ''))],
    [
      'a suppression',
      organisationWith(suppressed),
      organisationWith(narrowed(suppressed.gate ?? '')),
    ],
    ['a silence', organisationWith(silence()), organisationWith({})],
    ['the shadow of a team', organisationWith({ modes: { shop: 'shadow' } }), moved],
  ])('by %s', ([, before, after]) => {
    const story = startStory(before);
    story.send(1, { service: 'ledger', dedupKey: 'cause', severity: 'critical' });
    expect(story.send(5, critical).gatedBy).not.toBeNull();
    const released = (organisation: Organisation): readonly (string | undefined)[] =>
      [...releases(organisation, story.standing, minute(6))].map(({ gatedBy }) => gatedBy?.kind);
    expect(released(before)).toEqual([]);
    expect(nextRelease(after, story.standing, minute(6))).toBe(minute(6));
    expect(released(after)).toEqual([undefined]);
  });

  test('by a maintenance', () => {
    const organisation = organisationWith({});
    const story = startStory(organisation);
    const announce = (service: string): void => {
      const window = { from: minute(0), until: minute(60) };
      noteIncidents(story.standing, [
        incidentWith({
          id: 'work',
          kind: 'maintenance',
          state: 'triage',
          services: [service],
          window,
        }),
      ]);
    };
    announce('shop');
    expect(story.send(5, critical).gatedBy?.kind).toBe('maintenance');
    expect([...releases(organisation, story.standing, minute(6))]).toEqual([]);
    announce('cart');
    expect([...releases(organisation, story.standing, minute(6))]).toHaveLength(1);
  });
});

test('what the same gate still holds back is not decided about again when silences change', () => {
  const story = startStory(organisationWith(silence()));
  story.send(5, critical);
  const longer = organisationWith({
    silences: {
      move: `reason: A move\nwhen: {service: shop}\nfrom: ${minute(0)}\nuntil: ${minute(90)}\n`,
    },
  });
  expect([...releases(longer, story.standing, minute(30))]).toEqual([]);
  expect([...releases(longer, story.standing, minute(90))]).toHaveLength(1);
});

test('a rule of another team with the same id holds nothing back and lets nothing go', () => {
  const organisation = organisationWith({
    rules:
      'intervals:\n  short: {zone: UTC, on: [{times: ["10:00-11:00"]}]}\n  long: {zone: UTC, on: [{times: ["10:00-20:00"]}]}\n',
    teamRules: {
      desk: 'gate: [{id: quiet, when: {source: watch}, mute: long}]\n',
      shop: 'gate: [{id: quiet, when: {source: watch}, mute: short}]\n',
    },
  });
  const simulation = begin({ organisation });
  simulation.passTime(minute(59));
  expect(opened(simulation)).toEqual([]);
  simulation.passTime(minute(60));
  expect(opened(simulation)).toEqual(['2026-11-21-shop']);
});

test('what moves to a team whose rule has the same id waits for that one from then on', () => {
  const during = 'intervals:\n  day: {zone: UTC, on: [{times: ["10:00-20:00"]}]}\n';
  const quiet = 'gate: [{id: quiet, when: {source: watch}, mute: day}]\n';
  const before = organisationWith({ rules: during, teamRules: { shop: quiet, stores: quiet } });
  const shop = before.services.get('shop');
  if (shop === undefined) throw new Error('no such service');
  const moved = { ...shop, teams: { backend: 'stores' } };
  const after = { ...before, services: new Map(before.services).set('shop', moved) };
  const story = startStory(before);
  story.send(5, critical);
  const [decision] = releases(after, story.standing, minute(6));
  expect(decision?.gatedBy).toMatchObject({ kind: 'mute', id: 'quiet', team: 'stores' });
});

test('a replay announces it as well', () => {
  const replay = startReplay(organisationWith(silence()));
  expect(sendTo(replay, 5, critical)).toMatchObject({ outcome: { kind: 'gated' } });
  const later = sendTo(replay, 90, { service: 'cart', dedupKey: 'other', severity: 'low' });
  expect(later).toMatchObject({
    belated: [{ position: 0, told: [{ kind: 'channel', channel: '#shop' }] }],
  });
});
