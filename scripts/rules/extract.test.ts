import { describe, expect, test } from 'vitest';
import type { Decision } from '../model/decision.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Signal } from '../model/signal.ts';
import { startStanding } from '../correlation/standing.ts';
import { evaluate } from './evaluate.ts';
import { renderTrace } from './explain.ts';
import {
  exampleOrganisation,
  minute,
  organisationOf,
  signalOf,
  smallFiles,
} from './testing/organisation.ts';

const withConventions = (...lines: readonly string[]): Organisation =>
  organisationOf(
    smallFiles().map((file) =>
      file.path === 'rules/00-global.yaml' && 'text' in file
        ? {
            ...file,
            text: `${file.text.replace('gate:', 'gate:\n  - {id: noise, when: {label.extract.check: noise}, action: record}')}extract:\n${lines.join('\n')}\n`,
          }
        : file,
    ),
  );

const decide = (organisation: Organisation, signal: Partial<Signal>): Decision =>
  evaluate(organisation, startStanding(), {
    source: 'watch',
    signal: signalOf(signal),
    receivedAt: minute(0),
  });

const titles = '  - {id: titles, from: title, pattern: "{environment}-{service}-{check}"}';
const hosts = '  - {id: hosts, from: host, pattern: "{service}.*"}';

describe('a naming convention', () => {
  const organisation = withConventions(titles, hosts);

  test('supplies what the tool does not state, and the decision is made with it', () => {
    const decided = decide(organisation, { title: 'stag-cart-latency' });
    expect(decided).toMatchObject({
      environment: 'staging',
      group: 'service=cart environment=staging',
      signal: { environment: 'stag', service: 'cart', labels: { 'extract.check': 'latency' } },
      resolution: { service: 'cart', owner: { team: 'shop' } },
    });
  });

  test('is shown first in the trace, with the line that decided', () => {
    const { trace } = decide(organisation, { title: 'stag-cart-latency', host: 'shop.eu-1' });
    expect(trace[0]).toMatchObject({
      stage: 'extract',
      result: 'environment stag, service cart, extract.check latency',
      by: { id: 'titles', place: { file: 'rules/00-global.yaml' } },
      others: [{ text: 'hosts: everything that it reads is known already' }],
    });
    expect(renderTrace(trace).split('\n')[0]).toMatch(
      /^extract {3}environment stag, service cart, extract\.check .*rules\/00-global\.yaml:\d+$/,
    );
  });

  test('never overwrites what the signal states', () => {
    const { signal, trace } = decide(organisation, {
      title: 'stag-cart-latency',
      service: 'shop',
      environment: 'production',
      labels: { 'extract.check': 'own' },
    });
    expect(signal).toMatchObject({
      service: 'shop',
      environment: 'production',
      labels: { 'extract.check': 'own' },
    });
    expect(trace[0]).toMatchObject({ stage: 'extract', result: 'nothing', by: null });
  });

  test('that comes later supplies only what the ones before it did not', () => {
    const { signal, trace } = decide(
      withConventions('  - {id: ends, from: title, pattern: "* in {environment}"}', hosts, titles),
      { title: 'it fails in staging', host: 'ledger.eu-1' },
    );
    expect(signal).toMatchObject({ environment: 'staging', service: 'ledger' });
    expect(trace[0]?.result).toBe('environment staging, service ledger (hosts)');
  });

  test('names only what is declared: an unknown service makes it say nothing', () => {
    const { signal, trace } = decide(organisation, { title: 'prod-unheard-of-latency' });
    expect(signal).toMatchObject({ service: null, environment: null, labels: {} });
    expect(trace[0]?.others.map((other) => other.text)).toContain(
      'titles: title is `prod-unheard-of-latency`, which does not fit',
    );
  });

  test('knows exact aliases, which count as aliases for the owner', () => {
    const decided = decide(organisation, { title: 'prod-web-latency' });
    expect(decided.resolution).toMatchObject({ service: 'shop', step: 'alias' });
  });

  test('makes labels that rules can ask for', () => {
    expect(decide(organisation, { title: 'prod-cart-noise' }).gatedBy).toMatchObject({
      kind: 'action',
    });
    expect(decide(organisation, { title: 'prod-cart-errors' }).gatedBy).toBeNull();
  });

  test('reads labels too, and no label that every object has', () => {
    const byLabel = withConventions(
      '  - {id: checks, from: label.check, pattern: "{service}/{rest}"}',
      '  - {id: odd, from: label.constructor, pattern: "{name}"}',
    );
    expect(decide(byLabel, { labels: { check: 'cart/x' } }).signal).toMatchObject({
      service: 'cart',
      labels: { check: 'cart/x', 'extract.rest': 'x' },
    });
    expect(decide(byLabel, {}).signal.labels).toEqual({});
  });

  test('changes neither the identity of the problem nor the key of the operation', () => {
    const plain = decide(organisationOf(smallFiles()), { title: 'prod-cart-noise' });
    const read = decide(organisation, { title: 'prod-cart-noise' });
    expect(read.problem.id).toBe(plain.problem.id);
    expect(read.key).toBe(plain.key);
  });
});

describe('without conventions', () => {
  test('nothing is read and nothing is traced', () => {
    const { trace } = decide(organisationOf(smallFiles()), { title: 'prod-cart-latency' });
    expect(trace[0]?.stage).toBe('owner');
  });
});

describe('the example organisation', () => {
  test('reads the jobs of Prometheus’ probes', () => {
    const decided = evaluate(exampleOrganisation(), startStanding(), {
      source: 'prometheus',
      signal: signalOf({ labels: { job: 'prod/track-and-trace/http' } }),
      receivedAt: minute(0),
    });
    expect(decided).toMatchObject({
      environment: 'production',
      resolution: { service: 'tracking-api', owner: { team: 'logistics' } },
      signal: { labels: { 'extract.check': 'http' } },
    });
  });
});
