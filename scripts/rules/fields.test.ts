import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Decision } from '../model/decision.ts';
import type { Signal } from '../model/signal.ts';
import { FIELDS } from './fields.ts';
import { minute, organisationOf, smallFiles } from './testing/organisation.ts';
import { organisationWith, startStory } from './testing/story.ts';

test('the schema allows exactly the fields that can be read', () => {
  const file = new URL('../config/schema/rules.schema.json', import.meta.url);
  const pattern =
    /"\^\((source\|vendor\|kind[^)]*)\|label/.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
  expect(pattern.split('|').toSorted()).toEqual(Object.keys(FIELDS).toSorted());
});

test('docs/rules.md lists every field with its meaning', () => {
  const page = readFileSync(new URL('../../docs/rules.md', import.meta.url), 'utf8');
  for (const [name, { meaning, type, from }] of Object.entries(FIELDS))
    expect(page).toContain(`| \`${name}\` | ${type} | ${from} | ${meaning} |\n`);
});

describe('the fields that need the past', () => {
  const story = () =>
    startStory(
      organisationWith({
        severity: [
          '  - {id: back, when: {regression: true}, set: sev1}\n',
          '  - {id: new, when: {first_seen: true, label.tool: sentry}, set: sev2}\n',
          '  - {id: many, when: {affected_users: {gte: 100}}, set: sev2}\n',
          '  - {id: fatal, when: {type: fatal}, set: sev1}\n',
          '  - {id: fresh, when: {deployment: true}, set: sev3}\n',
        ].join(''),
      }),
    );
  const by = ({ trace }: Decision): string | undefined =>
    trace.find(({ stage }) => stage === 'severity')?.by?.id;

  test('`first_seen` holds for the first signal of a problem only', () => {
    const { send } = story();
    const labels = { tool: 'sentry' };
    expect(by(send(0, { labels }))).toBe('new');
    expect(by(send(1, { labels }))).toBe('default');
    expect(by(send(2, { labels, dedupKey: 'other' }))).toBe('new');
  });

  test('`regression` holds once it recovered before, or when the tool says so', () => {
    const { send } = story();
    expect(by(send(0))).toBe('default');
    expect(by(send(5, { action: 'resolve' }))).toBe('default');
    expect(by(send(6, { occurredAt: minute(4) }))).toBe('default');
    expect(by(send(7))).toBe('back');
    expect(by(send(8, { dedupKey: 'other', labels: { substatus: 'regressed' } }))).toBe('back');
  });

  test('`deployment` holds for its service and environment, within the window of suspicion', () => {
    const { send } = story();
    const release = {
      kind: 'deployment',
      action: 'resolve',
      service: 'shop',
      environment: 'production',
    } as const;
    send(0, { ...release, dedupKey: 'd', labels: { version: '1.2' } });
    expect(by(send(119, { service: 'shop', dedupKey: 'a' }))).toBe('fresh');
    expect(by(send(119, { service: 'shop', dedupKey: 'b', environment: 'staging' }))).toBe(
      'default',
    );
    expect(by(send(119, { service: 'cart', dedupKey: 'c' }))).toBe('default');
    expect(by(send(121, { service: 'shop', dedupKey: 'f' }))).toBe('default');
    expect(by(send(121, { service: 'shop', dedupKey: 'e', occurredAt: minute(-1) }))).toBe(
      'default',
    );
  });

  test('`deployment` is known of every declared service by which a signal is read, and of nothing else', () => {
    const files = smallFiles().map((file) => {
      if (!('text' in file)) return file;
      if (file.path === 'rules/sources/watch.yaml')
        return {
          ...file,
          text: `${file.text}projects:\n  till: {team: desk, function: backend}\n`,
        };
      const known = '  - {id: known, when: {deployment: false}, set: sev3}\n';
      return { ...file, text: file.text.replace('severity:\n', `severity:\n${known}`) };
    });
    const { send } = startStory(organisationOf(files));
    const known = (service: string | null, labels: Signal['labels'] = {}): boolean =>
      by(send(0, { service, labels, dedupKey: `${service}` })) === 'known';
    expect([known('shop'), known('web')]).toEqual([true, true]);
    expect(known('shop', { project: 'till' })).toBe(true);
    expect([known(null), known('nowhere'), known('web', { project: 'till' })]).toEqual([
      false,
      false,
      false,
    ]);
  });

  test('`affected_users` and `type` are what the tool says', () => {
    const { send } = story();
    expect(by(send(0, { labels: { affected_users: '99' } }))).toBe('default');
    expect(by(send(0, { labels: { affected_users: '100' } }))).toBe('many');
    expect(by(send(0, { severityRaw: 'fatal' }))).toBe('fatal');
    expect(by(send(0, { severityRaw: 'fatal', labels: { level: 'error' } }))).toBe('default');
  });
});

describe('identity', () => {
  const organisation = organisationWith({
    rules: [
      'identity:\n',
      '  - {id: restless, when: {label.tool: restless}, by: [service, label.check]}\n',
      '  - {id: own, when: {label.tool: own}, by: [source, label.check]}\n',
    ].join(''),
  });
  const restless = { service: 'shop', labels: { tool: 'restless', check: 'disk' } };

  test('pain 21: is what a rule says, whatever key the tool makes up', () => {
    const { send } = startStory(organisation);
    const first = send(0, { ...restless, dedupKey: 'trigger-1', severity: 'medium' });
    expect(first.trace.find(({ stage }) => stage === 'identity')?.by?.id).toBe('restless');
    const raised = send(1, { ...restless, dedupKey: 'trigger-2', severity: 'critical' });
    const ended = send(2, { ...restless, dedupKey: 'end-3', action: 'resolve' });
    expect([raised.problem.id, ended.problem.id]).toEqual(Array(2).fill(first.problem.id));
    expect([first, raised, ended].map(({ change }) => change)).toEqual([
      'fires',
      'repeats',
      'recovers',
    ]);
    expect([first.group, raised.group]).toEqual(
      Array(2).fill('service=shop environment=production'),
    );
    expect(first.problem.id).toMatch(/^[a-z](-?[a-z0-9])*\/[a-z2-7]{26}$/);
  });

  test('is shared by sources unless the rule names the source', () => {
    const { send } = startStory(organisation);
    const ids = (tool: string): number =>
      new Set(
        ['watch', 'other'].map(
          (source) =>
            send(0, { service: 'shop', labels: { tool, check: 'disk' } }, source).problem.id,
        ),
      ).size;
    expect([ids('restless'), ids('own')]).toEqual([1, 2]);
  });

  test('ends with a recovery that lacks its fields, when the tool keeps its key', () => {
    const { send } = startStory(organisation);
    const first = send(0, { ...restless, dedupKey: 'a' });
    const repeated = send(1, { service: 'shop', dedupKey: 'a', labels: { tool: 'restless' } });
    const ended = send(2, { service: 'shop', dedupKey: 'a', action: 'resolve' });
    expect([repeated.problem.id, ended.problem.id]).toEqual(Array(2).fill(first.problem.id));
    expect(ended.change).toBe('recovers');
    const stranger = send(3, { service: 'shop', dedupKey: 'b', action: 'resolve' });
    expect(stranger.problem.id).not.toBe(first.problem.id);
  });

  test('pain 22: without one of its fields is the key of the tool, so that strangers never meet', () => {
    const { send } = startStory(organisation);
    const [one, other] = ['a', 'b'].map((dedupKey) =>
      send(0, { service: 'shop', dedupKey, labels: { tool: 'restless' } }),
    );
    expect(one?.problem.id).not.toBe(other?.problem.id);
    expect(one?.trace.find(({ stage }) => stage === 'identity')?.others[0]?.text).toBe(
      "restless: label.check is missing, so the tool's own key counts",
    );
  });
});

test('what an incident opens with is told besides by every `also` rule, once for each destination', () => {
  const organisation = organisationWith({
    notify: [
      '  - {id: war-room, when: {incident_severity: sev1}, also: [{channel: "#war-room"}]}\n',
      '  - {id: everybody, also: [{channel: "#war-room"}, {channel: "#all"}, team-channel]}\n',
      '  - {id: bad, when: {incident_severity: sev1}, to: [team-channel], escalate: standard, limit: {rate: 5/10m}}\n',
    ].join(''),
    rules:
      'escalations:\n  standard: {steps: [{after: 20m, to: [{channel: "#all"}]}, {after: 5m, to: [team-lead]}]}\n',
  });
  const decision = startStory(organisation).send(0, { service: 'shop', severity: 'critical' });
  expect(decision.destinations).toEqual([
    { kind: 'channel', channel: '#shop' },
    { kind: 'channel', channel: '#war-room' },
    { kind: 'channel', channel: '#all' },
  ]);
  expect(decision.escalation).toEqual([
    { afterMs: 300_000, destinations: [{ kind: 'lead', person: 'shop-lead', team: 'shop' }] },
    { afterMs: 1_200_000, destinations: [{ kind: 'channel', channel: '#all' }] },
  ]);
  expect(decision.limit).toEqual({
    per: 'destination',
    count: 5,
    withinMs: 600_000,
    bypass: ['sev1'],
  });
  const escalate = decision.trace.find(({ stage }) => stage === 'escalate');
  expect(escalate?.result).toBe(
    'unless acknowledged, after 5m shop-lead (leads shop); after 20m #all',
  );
});
