import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { outgoingKey } from '../correlation/outgoing-key.ts';
import type { Signal } from '../model/signal.ts';
import { minute, organisationOf, signalOf, smallFiles } from '../rules/testing/organisation.ts';
import { startStanding } from '../correlation/standing.ts';
import { evaluate } from '../rules/evaluate.ts';
import { renderTrace } from '../rules/explain.ts';
import { normalise } from '../signals/normalise.ts';
import { createWorld, type World } from './testing/world.ts';

const files = smallFiles();
const organisation = organisationOf(files);
const opened = '2026-11-21-shop';
const key = outgoingKey(opened);

type Verb = 'trigger' | 'acknowledge' | 'resolve' | 'update';

/** What each tool sends about the thing that we made there, by what happened to it. */
const TOOLS = {
  pagerduty: (verb: Verb, own: string) => ({
    event: {
      id: `E-${verb}`,
      event_type: {
        trigger: 'incident.triggered',
        acknowledge: 'incident.acknowledged',
        resolve: 'incident.resolved',
        update: 'incident.annotated',
      }[verb],
      data: { id: 'P1', type: 'incident', title: 'From Tocsin', incident_key: own },
    },
  }),
  opsgenie: (verb: Verb, own: string) => ({
    action: { trigger: 'Create', acknowledge: 'Acknowledge', resolve: 'Close', update: 'AddNote' }[
      verb
    ],
    alert: { alertId: 'a1', alias: own, message: 'From Tocsin', details: { alias: 'another' } },
  }),
  xmatters: (verb: Verb, own: string) => ({
    xmatters_callback_type: verb === 'acknowledge' ? 'response' : 'status',
    eventIdentifier: '7',
    ...(verb === 'acknowledge'
      ? { response: 'Acknowledge' }
      : { status: { trigger: 'active', resolve: 'terminated', update: 'suspended' }[verb] }),
    eventProperties: [{ tocsin_key: own }],
  }),
  'jira-service-management': (verb: Verb, own: string) => ({
    webhookEvent: verb === 'trigger' ? 'jira:issue_created' : 'jira:issue_updated',
    issue: {
      id: '9',
      key: 'OPS-9',
      fields: {
        summary: 'From Tocsin',
        labels: ['on-call', own],
        status: { statusCategory: { key: verb === 'resolve' ? 'done' : 'new' } },
      },
    },
  }),
} as const;

type Tool = keyof typeof TOOLS;
const tools: readonly Tool[] = ['pagerduty', 'opsgenie', 'xmatters', 'jira-service-management'];
const acknowledging = tools.filter((tool) => tool !== 'jira-service-management');

const echo = (tool: Tool, verb: Verb, own = key): Signal => {
  const outcome = normalise(tool, { headers: {}, body: JSON.stringify(TOOLS[tool](verb, own)) });
  const signal = outcome.kind === 'signals' ? outcome.signals[0] : undefined;
  if (signal === undefined) throw new Error(`${tool} ${verb}: ${JSON.stringify(outcome)}`);
  expect(signal.action).toBe(
    tool === 'jira-service-management' && verb === 'acknowledge' ? 'update' : verb,
  );
  return signal;
};

let world: World;
const send = (signal: Partial<Signal>): ReturnType<World['send']> =>
  world.send(signal, { source: 'other' });
beforeEach(() => {
  world = createWorld({ organisation, files, start: minute(0) });
});

describe.for(tools)('our own key coming back from %s', (tool) => {
  test('opens and joins nothing when it fires there', () => {
    world.send({});
    const before = world.text();
    expect(send(echo(tool, 'trigger'))).toEqual({
      outcome: { kind: 'collapsed', incident: opened },
      effects: [],
    });
    expect(send(echo(tool, 'update')).effects).toEqual([]);
    expect(world.text()).toBe(before);
  });

  test('suggests to resolve when it is resolved there, once, and changes nothing else', () => {
    world.send({});
    const { state, problems } = world.only();
    send(echo(tool, 'trigger'));
    expect(send(echo(tool, 'resolve')).outcome).toEqual({ kind: 'applied', incident: opened });
    expect(send(echo(tool, 'resolve')).effects).toEqual([]);
    expect(world.only()).toMatchObject({ state, problems });
    expect(world.text()).toContain('[suggested] resolved in other; resolve here when sure');
    expect(world.findings()).toEqual([]);
  });

  test('of an incident that ended or never was changes nothing', () => {
    expect(send(echo(tool, 'trigger')).outcome).toMatchObject({ kind: 'ignored' });
    world.send({});
    world.person(opened, { state: 'resolved', 'at.resolved': minute(5) });
    for (const verb of ['trigger', 'resolve', 'acknowledge'] as const)
      expect(send(echo(tool, verb))).toEqual({
        outcome: { kind: 'collapsed', incident: opened },
        effects: [],
      });
  });

  test('is shown by the trace', () => {
    const { trace } = evaluate(organisation, startStanding(), {
      source: 'other',
      signal: echo(tool, 'trigger'),
      receivedAt: minute(0),
    });
    expect(renderTrace(trace)).toContain(`echo      of incident ${opened}`);
  });
});

test.for(acknowledging)('an acknowledgement in %s is one here', (tool) => {
  world.send({});
  expect(send(echo(tool, 'acknowledge')).outcome).toEqual({ kind: 'applied', incident: opened });
  expect(world.only().at.acknowledged).toBe(minute(2));
  expect(send(echo(tool, 'acknowledge')).effects).toEqual([]);
});

test('a key of ours in the label of a tool that we tell nothing is a label like any other', () => {
  const labels = { incident_key: key, alias: key, tocsin: opened };
  expect(world.send({ labels }).outcome).toEqual({ kind: 'applied', incident: opened });
});

test('no sequence of echoes ever opens an incident', () => {
  const verbs: readonly Verb[] = ['trigger', 'acknowledge', 'resolve', 'update'];
  const step = fc.record({
    tool: fc.constantFrom(...tools),
    verb: fc.constantFrom(...verbs),
    incident: fc.constantFrom(opened, '2026-11-21-cart', '2020-01-01-gone'),
    changes: fc.record({
      dedupKey: fc.constantFrom('p1', 'p2'),
      severity: fc.constantFrom('critical' as const, null),
      occurredAt: fc.constantFrom(null, minute(3), minute(9)),
    }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), fc.boolean(), (steps, isOpen) => {
      world = createWorld({ organisation, files, start: minute(0) });
      if (isOpen) world.send(signalOf({ service: 'shop', severity: 'critical' }));
      const before = world.incidents().map(({ id, state, problems }) => ({ id, state, problems }));
      for (const { tool, verb, incident, changes } of steps)
        send({ ...echo(tool, verb, outgoingKey(incident)), ...changes });
      expect(world.incidents().map(({ id, state, problems }) => ({ id, state, problems }))).toEqual(
        before,
      );
    }),
    { numRuns: 60 },
  );
});
