import { describe, expect, test } from 'vitest';
import { problemId } from '../correlation/problem.ts';
import { startStanding } from '../correlation/standing.ts';
import type { Incident } from '../model/incident.ts';
import { evaluate } from '../rules/evaluate.ts';
import { minute, organisationOf, signalOf, smallFiles } from '../rules/testing/organisation.ts';
import { createWorld } from './testing/world.ts';
import { respond } from './respond.ts';
import type { Response } from './response.ts';
import { isStorm } from './storm.ts';

const files = smallFiles();
const organisation = organisationOf(files);
const opened = openedIncident();
const LISTED = 200;

describe('an incident with one problem less than it can list', () => {
  const incident = withProblems(LISTED - 1);

  test('is no storm yet', () => expect(isStorm(incident)).toBe(false));

  test('takes one more in', () => {
    const { outcome, effects } = trigger(incident, LISTED);
    expect(outcome).toEqual({ kind: 'applied', incident: incident.id });
    expect(effects).toMatchObject([{ kind: 'edit_incident', event: 'joined' }]);
  });

  test('calms down with its last problem', () => {
    const calmed = editsOf(recovery(withProblems(LISTED - 1, 1), 1));
    expect(calmed).toContainEqual({ kind: 'set', path: ['state'], value: 'monitoring' });
    expect(timelineOf(calmed)).toContain('the last problem ended; resolve when sure');
  });
});

describe('a storm', () => {
  const storm = withProblems(LISTED);

  test('is an incident whose list is full', () => expect(isStorm(storm)).toBe(true));

  test('takes further problems in without a change of its file', () => {
    const outcome = { kind: 'collapsed', incident: storm.id };
    expect(trigger(storm, LISTED + 1)).toEqual({ outcome, effects: [] });
  });

  test('calls a further team once, though its problem finds no place', () => {
    const foreign = { ...storm, called: ['#stores'] };
    const { effects } = trigger(foreign, LISTED + 1);
    expect(effects).toMatchObject([{ event: 'joined' }, { kind: 'notify', event: 'joined' }]);
    expect(editsOf({ outcome: { kind: 'collapsed', incident: null }, effects })).toContainEqual({
      kind: 'set',
      path: ['called'],
      value: ['#stores', '#shop'],
    });
    const told = { ...foreign, called: ['#stores', '#shop'] };
    expect(trigger(told, LISTED + 2).effects).toEqual([]);
  });

  test('still hears of a problem that it lists', () => {
    const { effects } = trigger(withProblems(LISTED, 1), 2);
    expect(effects).toMatchObject([{ event: 'recurred' }, { kind: 'notify' }]);
  });

  test('is not calmed down by the end of the last problem on its list', () => {
    const edits = editsOf(recovery(withProblems(LISTED, 1), 1));
    const id = idOf(1);
    expect(edits).toMatchObject([
      { kind: 'set', path: ['problems', id], value: { state: 'recovered' } },
      { kind: 'timeline' },
    ]);
    expect(timelineOf(edits)).toContain('one problem ended, not all are listed');
  });

  test('hears nothing of the end of a problem that it does not list', () => {
    expect(recovery(storm, LISTED + 1)).toMatchObject({
      outcome: { kind: 'ignored' },
      effects: [],
    });
  });
});

function openedIncident(): Incident {
  const world = createWorld({ organisation, files, start: minute(0) });
  world.send({});
  return world.only();
}

/** The incident with that many problems, numbered from 1; of them so many still fire. */
function withProblems(count: number, firing: number = count): Incident {
  const problems = Array.from({ length: count }, (_, index) => {
    const state = index < firing ? ('firing' as const) : ('recovered' as const);
    return [idOf(index + 1), { state, since: minute(0), at: minute(1) }];
  });
  return { ...opened, problems: Object.fromEntries(problems) };
}

function trigger(incident: Incident, number: number): Response {
  return send(incident, number, 'trigger');
}

function recovery(incident: Incident, number: number): Response {
  return send(incident, number, 'resolve');
}

function send(incident: Incident, number: number, action: 'trigger' | 'resolve'): Response {
  const at = minute(2);
  const book = { incidents: [incident], ids: new Set([incident.id]) };
  const signal = signalOf({
    action,
    dedupKey: `p${number}`,
    service: 'shop',
    severity: 'critical',
    occurredAt: at,
  });
  const observation = { source: 'watch', signal, receivedAt: at };
  return respond(organisation, book, evaluate(organisation, startStanding(), observation), at);
}

function idOf(number: number): string {
  return problemId('watch', `p${number}`);
}

function editsOf({ effects }: Response): readonly unknown[] {
  return effects.flatMap((effect) => (effect.kind === 'edit_incident' ? effect.edits : []));
}

function timelineOf(edits: readonly unknown[]): string {
  return JSON.stringify(edits.at(-1));
}
