import { beforeAll, describe, expect, test } from 'vitest';
import type { SourceFile } from '../config/document-set.ts';
import { type Incident, isActive } from '../model/incident.ts';
import type { Instant } from '../model/instant.ts';
import { minute, organisationOf, signalOf, smallFiles } from '../rules/testing/organisation.ts';
import { validate } from '../validation/validate.ts';
import { type Simulation, startSimulation } from './simulate.ts';

/** Five services in a row, each in need of the next; `disk` is what breaks. */
const CHAIN = ['web', 'api', 'orders', 'db', 'disk'] as const;
const files = chainFiles();
const organisation = organisationOf(files);

/** Distinct problems of the storm, over all services. */
const PROBLEMS = 2_000;
const SIGNALS = 10_000;

describe.each([
  ['the root first', (index: number) => CHAIN[4 - (index % 5)] ?? 'disk'],
  ['the symptoms first', (index: number) => CHAIN[index % 5] ?? 'disk'],
] as const)('10,000 signals in 60 virtual seconds with one root cause, %s,', (_name, serviceOf) => {
  const simulation = startSimulation(organisation);
  const trigger = (index: number): void => send(simulation, serviceOf, index, 'trigger');

  beforeAll(() => {
    for (let index = 0; index < SIGNALS; index += 1) trigger(index);
  });

  test('end in one incident about the root, to which the others are linked as its duplicates', () => {
    const [incident, ...others] = simulation.book().incidents.filter(isActive);
    expect(others).toEqual([]);
    expect(incident?.id).toBe('2026-11-21-disk');
    expect(incident?.services.toSorted()).toEqual([...CHAIN].toSorted());
    for (const duplicate of simulation.book().incidents) {
      if (duplicate === incident) continue;
      expect(duplicate.state).toBe('duplicate');
      expect(duplicate.relations.duplicateOf).toBe(incident?.id);
      expect(duplicate.problems).toEqual({});
    }
  });

  test('tell few people few times', () => {
    expect(simulation.messages().length).toBeLessThanOrEqual(10);
  });

  test('leave files without a mistake, with a line for each service and not for each signal', () => {
    const texts = [...simulation.book().files.values()];
    expect(validate([...files, ...texts]).diagnostics).toEqual([]);
    const text = simulation.book().files.get('2026-11-21-disk')?.text ?? '';
    expect(text.match(/\[(impacted|adopted)\]/g)?.length).toBeLessThanOrEqual(CHAIN.length);
  });

  test('recover in any order, every problem', () => {
    const order = Array.from({ length: PROBLEMS }, (_, index) => (index * 1_237) % PROBLEMS);
    for (const [turn, index] of order.entries()) {
      const before = only(simulation);
      expect(before.state, `after ${turn} recoveries`).not.toBe('monitoring');
      send(simulation, serviceOf, index, 'resolve');
    }
    const incident = only(simulation);
    expect(incident.state).toBe('monitoring');
    expect(Object.values(incident.problems).filter(({ state }) => state === 'firing')).toEqual([]);
  });
});

function only(simulation: Simulation): Incident {
  const [incident, ...others] = simulation.book().incidents.filter(isActive);
  if (incident === undefined || others.length > 0) throw new Error('expected one incident');
  return incident;
}

function send(
  simulation: Simulation,
  serviceOf: (index: number) => string,
  index: number,
  action: 'trigger' | 'resolve',
): void {
  const problem = index % PROBLEMS;
  const receivedAt: Instant =
    action === 'trigger' ? minute(index / SIGNALS) : minute(2 + index / SIGNALS);
  simulation.send({
    receivedAt,
    source: 'watch',
    signal: signalOf({
      action,
      dedupKey: `p${problem}`,
      service: serviceOf(problem),
      severity: 'high',
    }),
  });
}

function chainFiles(): readonly SourceFile[] {
  const services = CHAIN.map((id, index) => {
    const next = CHAIN[index + 1];
    const needs = next === undefined ? '' : `\n    needs: [${next}]`;
    return `  - id: ${id}\n    name: Service ${id}\n    teams: {backend: shop}${needs}`;
  });
  return smallFiles().map((file) =>
    file.path === 'ownership/products/sales.yaml' && 'text' in file
      ? {
          path: file.path,
          text: `schema: tocsin/product@1\nname: Sales\nfunction: backend\nfallback: {database: stores}\nservices:\n${services.join('\n')}\n`,
        }
      : file,
  );
}
