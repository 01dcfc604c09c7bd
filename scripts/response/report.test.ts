import { beforeEach, describe, expect, test } from 'vitest';
import type { Signal } from '../model/signal.ts';
import { viewInternal } from '../publication/team-view.ts';
import { minute, organisationOf, smallFiles } from '../rules/testing/organisation.ts';
import { createWorld, type World } from './testing/world.ts';

const NAME = 'Jane Reporter';
const files = smallFiles().map((file) =>
  file.path === 'rules/00-global.yaml' && 'text' in file
    ? {
        ...file,
        text: file.text
          .replace(
            'severity:',
            'severity:\n  - {id: quiet, when: {kind: report, label.quiet: "yes"}, set: none}\n  - {id: titled, when: {title: {glob: "Outage*"}}, set: sev1}',
          )
          .replace(
            'group:',
            'group:\n  - {id: hosts, when: {host: {exists: true}}, by: [service, environment, host]}',
          )
          .concat('extract:\n  - {id: words, from: title, pattern: "{who} says *"}\n'),
      }
    : file,
);
const organisation = organisationOf(files);
const opened = '2026-11-21-shop';

/** A ticket as an adapter gives it: with words of a customer wherever words can be. */
const report = (number: string, changes: Partial<Signal> = {}): Partial<Signal> => ({
  vendor: 'zendesk',
  kind: 'report',
  dedupKey: number,
  severity: 'medium',
  title: `${NAME} says it fails`,
  description: `I am ${NAME}`,
  environment: `prod, ${NAME}`,
  host: null,
  team: NAME,
  status: NAME,
  severityRaw: NAME,
  labels: { requester: NAME },
  links: [
    `https://larder.example/${NAME}/${number}`,
    `https://larder.example/tickets/${number}?of=${NAME}`,
  ],
  ...changes,
});
const solved = { action: 'resolve' as const };

let world: World;
const send = (signal: Partial<Signal>): ReturnType<World['send']> =>
  world.send(signal, { source: signal.kind === 'report' ? 'other' : 'watch' });
beforeEach(() => {
  world = createWorld({ organisation, files, start: minute(0) });
});

describe('a customer’s report', () => {
  test('joins the active incident of its service and environment, with its number', () => {
    send({});
    expect(send(report('35436')).outcome).toEqual({ kind: 'applied', incident: opened });
    expect(send(report('35437')).outcome).toEqual({ kind: 'applied', incident: opened });
    expect(world.only().tickets).toEqual(['other 35436', 'other 35437']);
    expect(world.text()).toContain("[joined] other 35436 is a customer's report");
    expect(world.findings()).toEqual([]);
  });

  test('makes one change, however often it is told', () => {
    send({});
    send(report('35436'));
    expect(send(report('35436'))).toEqual({
      outcome: { kind: 'collapsed', incident: opened },
      effects: [],
    });
    expect(send(report('35436', { action: 'update' })).effects).toEqual([]);
  });

  test('joins also where rules would not let it open anything', () => {
    const quiet = { labels: { quiet: 'yes' } };
    expect(send(report('1', quiet)).outcome).toMatchObject({ kind: 'gated' });
    send({});
    expect(send(report('2', quiet)).outcome).toEqual({ kind: 'applied', incident: opened });
    expect(world.only().severity).toBe('sev1');
  });

  test('finds the incident of its service although hosts have incidents of their own', () => {
    send({ host: 'shop-3' });
    expect(send(report('1')).outcome).toEqual({ kind: 'applied', incident: opened });
    expect(send(report('2', { service: 'cart' })).outcome).toEqual({
      kind: 'applied',
      incident: '2026-11-21-cart',
    });
  });

  test('opens an incident as the rules say when there is none, and the timeline names its source', () => {
    send(report('35436'));
    expect(world.only()).toMatchObject({
      severity: 'sev3',
      state: 'triage',
      tickets: ['other 35436'],
      problems: { [Object.keys(world.only().problems)[0] ?? '']: { kind: 'report' } },
    });
    expect(world.text()).toContain("[opened] other 35436 is a customer's report: sev3");
    expect(world.findings()).toEqual([]);
  });

  test('never makes an incident worse than the rules answer, whatever the number of reports', () => {
    for (let number = 1; number <= 40; number += 1) send(report(`${number}`));
    expect(world.only()).toMatchObject({ severity: 'sev3', severityMax: 'sev3' });
    expect(world.only().tickets).toHaveLength(40);
  });

  test('brings nothing of its text and nobody’s name or address into the file', () => {
    send(report('35436'));
    send(report('35437'));
    send(report(NAME));
    send(report(`${NAME}@larder.example`));
    send(report('35436', solved));
    send(report('35436', { title: `Outage, ${NAME}` }));
    expect(world.text()).not.toMatch(/Jane|Reporter|it fails|says/);
    expect(world.text()).toContain('link: https://larder.example/tickets/35436\n');
    expect(world.only().tickets).toEqual(['other 35436', 'other 35437']);
  });
});

test.for([
  ['github', 'larder/shop#12', '12'],
  ['zendesk', '35436', '35436'],
  ['jira-service-management', 'OPS-128', 'OPS-128'],
] as const)('the number of a ticket in %s is kept', ([vendor, dedupKey, number]) => {
  send(
    report('1', {
      vendor,
      dedupKey,
      labels: { number: '12' },
      links: [`https://larder.example/t/${number}#x`],
    }),
  );
  expect(world.only().tickets).toEqual([`other ${number}`]);
  expect(world.text()).toContain(`link: https://larder.example/t/${number}\n`);
});

test('the page of the team counts reports', () => {
  send({});
  send(report('1'));
  send(report('2'));
  const view = viewInternal({
    organisation,
    incidents: world.incidents(),
    postmortems: [],
    revision: null,
    now: minute(9),
  });
  expect(view.inside.incidents.map((row) => row.reports)).toEqual([2]);
});

describe('a solved ticket', () => {
  test('does not end what monitoring reports', () => {
    send({ dedupKey: 'm' });
    send(report('1'));
    send(report('1', solved));
    expect(world.only()).toMatchObject({ state: 'investigating' });
    expect(Object.values(world.only().problems).map((problem) => problem.state)).toEqual([
      'firing',
      'recovered',
    ]);
    expect(world.text()).toContain('[recovered] other 1: the ticket is solved');
  });

  test('as the last one of an incident made of reports lets it be watched', () => {
    send(report('1'));
    send(report('2'));
    send(report('1', solved));
    expect(world.only().state).toBe('triage');
    send(report('2', solved));
    expect(world.only().state).toBe('monitoring');
    expect(world.text()).toContain('the last ticket is solved; resolve when sure');
  });

  test('that is reopened makes an incident of reports active again', () => {
    send(report('1'));
    send(report('1', solved));
    send(report('1'));
    expect(world.only().state).toBe('investigating');
  });
});

describe('the end of what monitoring reports', () => {
  test('lets the incident be watched, although tickets are still open', () => {
    send({ dedupKey: 'm' });
    send(report('1'));
    send({ dedupKey: 'm', ...solved });
    expect(world.only().state).toBe('monitoring');
  });

  test('is believed against reports that come late', () => {
    send({ dedupKey: 'm' });
    send(report('1'));
    send({ dedupKey: 'm', ...solved });
    const late = send(report('2', { severity: 'critical' }));
    expect(late.effects.map((effect) => effect.kind)).toEqual(['edit_incident']);
    send(report('1', solved));
    const again = send(report('1'));
    expect(again.effects.map((effect) => effect.kind)).toEqual(['edit_incident']);
    expect(world.only()).toMatchObject({ state: 'monitoring', tickets: ['other 1', 'other 2'] });
  });
});
