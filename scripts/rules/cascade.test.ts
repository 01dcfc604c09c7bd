import { describe, expect, test } from 'vitest';
import { explain } from '../correlation/graph.ts';
import { noteIncidents } from '../correlation/standing.ts';
import type { Dependency } from '../model/ownership.ts';
import type { Signal } from '../model/signal.ts';
import { renderTrace } from './explain.ts';
import { type Changes, organisationWith, startStory } from './testing/story.ts';

const chain = { shop: '[cart]', cart: '[ledger]' };
const organisation = organisationWith({ needs: chain });

const fails = (service: string, severity: Signal['severity'] = 'critical'): Partial<Signal> => ({
  service,
  severity,
  dedupKey: service,
});

describe('a cascade', () => {
  test('names what fails at its root, the way there, and its incident', () => {
    const story = startStory(organisation);
    const root = story.send(0, fails('ledger'));
    expect(root.cascade).toBeNull();
    const child = story.send(1, fails('shop'));
    expect(child).toMatchObject({
      gatedBy: null,
      cascade: {
        root: { problem: root.problem.id, service: 'ledger' },
        incident: '2026-11-21-ledger',
        path: ['shop', 'cart', 'ledger'],
        callsChild: false,
      },
      cascadeRule: { graceMs: 300_000, adoptMs: 900_000 },
    });
    expect(renderTrace(child.trace).replaceAll(/\s+/g, ' ')).toContain(
      'cascade explained by shop → cart → ledger, incident 2026-11-21-ledger; its own team is not called',
    );
  });

  test('looks up to the failure that no other one explains', () => {
    const story = startStory(organisation);
    story.send(0, fails('cart'));
    story.send(1, fails('ledger'));
    expect(story.send(2, fails('shop')).cascade?.path).toEqual(['shop', 'cart', 'ledger']);
  });

  test('is not explained by what had failed for a day before, unless it failed anew or the setting says so', () => {
    const day = 24 * 60;
    const story = startStory(organisation);
    story.send(0, fails('ledger'));
    expect(story.send(day, { ...fails('shop'), dedupKey: 'in-time' }).cascade).not.toBeNull();
    expect(story.send(day + 1, { ...fails('shop'), dedupKey: 'late' }).cascade).toBeNull();
    story.send(day + 2, { ...fails('ledger'), dedupKey: 'again' });
    expect(story.send(day + 3, { ...fails('shop'), dedupKey: 'later' }).cascade).not.toBeNull();
    const settings = { ...organisation.settings, explainsForMs: 2 * day * 60_000 };
    const patient = startStory({ ...organisation, settings });
    patient.send(0, fails('ledger'));
    expect(patient.send(day + 1, fails('shop')).cascade).not.toBeNull();
  });

  test('calls for what is more severe than its cause, unless a rule says otherwise', () => {
    const called = (
      pageChild: string | null,
      parent: Signal['severity'],
      child: Signal['severity'],
    ): boolean | undefined => {
      const rules = pageChild === null ? '' : `cascade:\n  - {id: own, page_child: ${pageChild}}\n`;
      const story = startStory(organisationWith({ needs: chain, rules }));
      story.send(0, fails('ledger', parent));
      return story.send(1, fails('shop', child)).cascade?.callsChild;
    };
    expect(called(null, 'high', 'high')).toBe(false);
    expect(called(null, 'high', 'critical')).toBe(true);
    expect(called('never', 'high', 'critical')).toBe(false);
    expect(called('always', 'critical', 'low')).toBe(true);
  });

  test('has no root that was silenced, recovered, ended or lies in another environment', () => {
    const silences = {
      ledger:
        'reason: x\nwhen: {label.quiet: "yes"}\nfrom: 2026-11-21T00:00:00Z\nuntil: 2026-11-22T00:00:00Z\n',
    };
    const story = startStory(organisationWith({ needs: chain, silences }));
    const explained = (at: number): boolean => story.ask(at, fails('shop')).cascade !== null;
    story.send(0, { ...fails('ledger'), labels: { quiet: 'yes' } });
    story.send(1, { ...fails('ledger'), dedupKey: 's', environment: 'staging' });
    expect(explained(2)).toBe(false);
    story.send(3, { ...fails('ledger'), dedupKey: 'loud' });
    expect(explained(4)).toBe(true);
    story.send(5, { ...fails('ledger'), dedupKey: 'loud', action: 'resolve' });
    expect(explained(6)).toBe(false);
    story.send(7, { ...fails('ledger'), dedupKey: 'loud' });
    expect(explained(8)).toBe(true);
    noteIncidents(story.standing, []);
    expect(explained(9)).toBe(true);
  });

  test('of two roots the earlier one counts, of one instant that with the lesser id', () => {
    const both = organisationWith({ needs: { shop: '[cart, ledger]' } });
    for (const order of [
      ['cart', 'ledger'],
      ['ledger', 'cart'],
    ]) {
      const story = startStory(both);
      order.forEach((service, at) => story.send(at, fails(service)));
      expect(story.send(5, fails('shop')).cascade?.root.service).toBe(order[0]);
      const tied = startStory(both);
      const [first] = order.map((service) => tied.send(0, fails(service)).problem.id).toSorted();
      expect(tied.send(5, fails('shop')).cascade?.root.problem).toBe(first);
    }
  });

  test('pain 26: of several that serve as well only all together explain it', () => {
    const story = startStory(organisationWith({ needs: { shop: '[{any_of: [cart, ledger]}]' } }));
    story.send(0, fails('cart'));
    expect(story.ask(1, fails('shop')).cascade).toBeNull();
    story.send(2, fails('ledger'));
    expect(story.ask(3, fails('shop')).cascade?.root.service).toBe('cart');
    story.send(4, { ...fails('cart'), action: 'resolve' });
    expect(story.ask(5, fails('shop')).cascade).toBeNull();
  });

  test('pain 26: a call waits for what it needs to fail as well, 15 s at most, and never for sev1', () => {
    const waits = (changes: Changes, service: string, severity: Signal['severity']): number =>
      startStory(organisationWith({ needs: chain, ...changes })).send(0, fails(service, severity))
        .waitMs;
    const own = { rules: 'cascade:\n  - {id: own, page_child: never, settle: 3s}\n' };
    const group = '  - {id: held, when: {service: shop}, by: [service], hold: 30s}\n';
    expect(waits({}, 'shop', 'high')).toBe(10_000);
    expect(waits({}, 'ledger', 'high')).toBe(0);
    expect(waits({}, 'shop', 'critical')).toBe(0);
    expect(waits(own, 'shop', 'high')).toBe(3000);
    expect(waits({ group }, 'shop', 'high')).toBe(30_000);
    expect(waits({ group }, 'shop', 'critical')).toBe(0);
  });

  test('a recovery has none', () => {
    const story = startStory(organisation);
    story.send(0, fails('shop'));
    story.send(1, fails('ledger'));
    expect(story.send(2, { ...fails('shop'), action: 'resolve' }).cascade).toBeNull();
  });
});

describe('the graph', () => {
  const graph = (needs: Readonly<Record<string, readonly (string | readonly string[])[]>>) =>
    new Map(
      Object.entries(needs).map(([id, list]) => [
        id,
        {
          needs: list.map((need): Dependency =>
            typeof need === 'string'
              ? { kind: 'service', service: need }
              : { kind: 'any_of', services: need },
          ),
        },
      ]),
    );
  const ask = (
    services: ReturnType<typeof graph>,
    service: string,
    ...failing: readonly string[]
  ) => explain(services, service, (id) => failing.includes(id));

  test('a circle is one node: each failing member is a root of what hangs on it', () => {
    const services = graph({ a: ['b'], b: ['c'], c: ['b'] });
    const roots = ask(services, 'a', 'b', 'c').map(({ id }) => id);
    expect(roots.toSorted()).toEqual(['b', 'c']);
    expect(ask(services, 'b', 'c')).toEqual([{ id: 'c', path: ['b', 'c'], isMutual: true }]);
    expect(ask(services, 'a', 'c')).toEqual([{ id: 'c', path: ['a', 'b', 'c'], isMutual: false }]);
    // Asked once more, of the same graph.
    expect(ask(services, 'a', 'b')).toEqual([{ id: 'b', path: ['a', 'b'], isMutual: false }]);
  });

  test('what is down through alternatives explains as well', () => {
    const services = graph({ a: ['b'], b: [['c', 'd']], c: ['x'], d: ['x'] });
    expect(ask(services, 'a', 'x').map(({ id, path }) => [id, path.length])).toEqual([['x', 4]]);
    expect(ask(services, 'a', 'c')).toEqual([]);
    expect(ask(services, 'a', 'unrelated')).toEqual([]);
  });

  test('unknown services and a service that needs itself end nowhere', () => {
    expect(ask(graph({ a: ['gone'] }), 'a', 'gone').map(({ id }) => id)).toEqual(['gone']);
    expect(ask(graph({ a: ['a'] }), 'a', 'a')).toEqual([]);
  });
});
