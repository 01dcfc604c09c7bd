import { buildOrganisation } from '../scripts/config/organisation.ts';
import { readDocuments } from '../scripts/config/document-set.ts';
import type { Organisation } from '../scripts/model/organisation.ts';
import type { Condition, Rule } from '../scripts/model/rule.ts';
import { domainsOf } from '../scripts/rules/analysis/domain.ts';
import { startStanding } from '../scripts/correlation/standing.ts';
import { evaluate } from '../scripts/rules/evaluate.ts';
import { type FieldReader, holds } from '../scripts/rules/match.ts';
import { decideStage } from '../scripts/rules/stage.ts';
import { checkShadows } from '../scripts/validation/checks/lint-shadows.ts';
import type { Signal } from '../scripts/model/signal.ts';
import { compareWithAlertmanager } from './alertmanager-routes.ts';
import { type Benchmark, type Figure, median } from './figure.ts';
import { LARGE, manyRules, servicesOf, type Size } from './many-rules.ts';

/** What a decision costs as rules grow, and what it costs to prepare and to check them. */
export const rules: Benchmark = {
  about: 'decisions at 100 to 10,000 rules, compilation and lint at 20,000, beside amtool',
  run: () =>
    Promise.resolve([
      ...COUNTS.flatMap((count) => KINDS.map((kind) => stageFigure(kind, count))),
      ...wholeFigures(),
      ...compileFigures(),
      ...lintFigures(),
      ...compareWithAlertmanager(),
    ]),
};

const COUNTS = [100, 1000, 10_000];
const KINDS = ['equality', 'prefix', 'inner literal', '1 % regex'] as const;

type Kind = (typeof KINDS)[number];

const SIGNALS = 500;
const PLACE = { file: 'rules.yaml', line: 1, column: 1, length: 1 };

function stageFigure(kind: Kind, count: number): Figure {
  const list = Array.from({ length: count }, (_, index) => ruleOf(kind, index));
  // Signals spread over all rules, few enough not to measure how the machine fetches signals.
  const readers = Array.from({ length: SIGNALS }, (_, turn) => readerOf((turn * 7919) % count));
  const team = 'shop';
  const at = (turn: number): FieldReader => readers[turn % SIGNALS] ?? (() => null);
  const indexed = cpuOf(50_000, (turn) => decideStage(list, team, at(turn), { trace: false }).rule);
  const scanned = cpuOf(Math.max(500, 2_000_000 / count), (turn) =>
    list.find(({ when }) => when.every((test) => holds(test, at(turn)(test.field)))),
  );
  return {
    name: `a stage of ${count} rules, ${kind}`,
    value: indexed,
    unit: 'µs',
    ratio: { value: indexed / scanned, to: `a scan of them (${scanned.toFixed(1)} µs)` },
  };
}

function ruleOf(kind: Kind, index: number): Rule {
  const name: Condition =
    kind === 'equality'
      ? { kind: 'any_of', field: 'label.alertname', values: [nameOf(index)] }
      : kind === 'prefix'
        ? { kind: 'glob', field: 'label.alertname', pattern: `eu-west-Check${index}-*` }
        : kind === 'inner literal' || index % 100 !== 0
          ? { kind: 'glob', field: 'label.alertname', pattern: `*Check${index}-*` }
          : { kind: 'regex', field: 'label.alertname', pattern: `[a-z-]*Check${index}-[A-Z]\\w+` };
  const environment: Condition = { kind: 'any_of', field: 'environment', values: ['production'] };
  return {
    id: `rule-${index}`,
    description: null,
    team: null,
    place: PLACE,
    when: [name, environment],
  };
}

function nameOf(index: number): string {
  return `eu-west-Check${index}-Failed`;
}

function readerOf(index: number): FieldReader {
  const fields = new Map([
    ['label.alertname', nameOf(index)],
    ['environment', 'production'],
  ]);
  return (field) => fields.get(field) ?? null;
}

/** CPU time of one turn in microseconds, which other programs on the machine disturb least; the best of three. */
function cpuOf(turns: number, work: (turn: number) => unknown): number {
  const once = (count: number): number => {
    let used = 0;
    const before = process.cpuUsage();
    for (let turn = 0; turn < count; turn += 1) if (work(turn) !== undefined) used += 1;
    const { user } = process.cpuUsage(before);
    if (used === 0) throw new Error('no turn answered');
    return user / count;
  };
  once(Math.max(1, turns / 5));
  return Math.min(once(turns), once(turns), once(turns));
}

/** The same teams and services with few and with many rules. */
function wholeFigures(): readonly Figure[] {
  const base = { services: 300, teams: 10 };
  const costs = [100, 10_000].map((count) => {
    const size = { ...base, rules: count };
    const organisation = organisationOf(size);
    const signals = signalsOf(size);
    const standing = startStanding();
    const decide = (trace: boolean): number =>
      cpuOf(4000, (turn) => {
        const signal = signals[turn % signals.length];
        if (signal === undefined) return undefined;
        const receivedAt = '2026-11-21T10:00:00.000Z';
        return evaluate(organisation, standing, { source: 'watch', signal, receivedAt }, { trace });
      });
    return { count, traced: decide(true), plain: decide(false) };
  });
  const [few, many] = costs;
  if (few === undefined || many === undefined) return [];
  return costs.flatMap(({ count, traced, plain }) => [
    wholeFigure({ count, kind: 'with', value: traced, first: few.traced }),
    wholeFigure({ count, kind: 'without', value: plain, first: few.plain }),
  ]);
}

function wholeFigure(measured: {
  readonly count: number;
  readonly kind: 'with' | 'without';
  readonly value: number;
  readonly first: number;
}): Figure {
  const { count, kind, value, first } = measured;
  return {
    name: `a whole decision, ${count} rules, ${kind} trace`,
    value,
    unit: 'µs',
    ratio: { value: value / first, to: 'the same at 100' },
  };
}

function organisationOf(size: Size): Organisation {
  const { documents, diagnostics } = readDocuments(manyRules(size));
  const organisation = buildOrganisation(documents);
  if (organisation === null || diagnostics.length > 0) throw new Error(diagnostics[0]?.message);
  return organisation;
}

function signalsOf(size: Size): readonly Signal[] {
  return Array.from({ length: size.teams }, (_, team) => servicesOf(size, team)).flatMap(
    (services, team) =>
      services.map((service, index): Signal => ({
        vendor: 'prometheus-alertmanager',
        kind: 'problem',
        action: 'trigger',
        id: null,
        dedupKey: service,
        title: `Disk ${index} is full`,
        description: null,
        severity: 'high',
        severityRaw: null,
        status: null,
        environment: 'production',
        service,
        team: null,
        function: null,
        product: null,
        host: `db-rack-${index}-${team}`,
        startedAt: null,
        endedAt: null,
        occurredAt: null,
        links: [],
        labels: { alertname: `Check${index}Failed`, region: `region-${index}` },
        count: 7,
      })),
  );
}

function compileFigures(): readonly Figure[] {
  const { documents } = readDocuments(manyRules(LARGE));
  const times = [1, 2, 3].map(() => {
    const before = process.cpuUsage();
    const organisation = buildOrganisation(documents);
    for (const stage of Object.values(organisation?.rules ?? {}))
      if (stage !== organisation?.rules.extract) decideStage(stagesIn(stage), 'team-0', () => null);
    return process.cpuUsage(before).user / 1000;
  });
  return [{ name: '20,000 rules, 5,000 services: compile', value: median(times), unit: 'ms' }];
}

function stagesIn(stage: Organisation['rules'][keyof Organisation['rules']]): readonly Rule[] {
  return stage.flatMap((rule) => ('when' in rule ? rule : []));
}

function lintFigures(): readonly Figure[] {
  return [10_000, 20_000].map((count) => {
    const organisation = organisationOf({ ...LARGE, rules: count });
    const domains = domainsOf(organisation);
    const times = [1, 2, 3].map(() => {
      const before = process.cpuUsage();
      checkShadows(organisation.rules, domains);
      return process.cpuUsage(before).user / 1000;
    });
    return {
      name: `shadowed and redundant among ${count} rules`,
      value: median(times),
      unit: 'ms' as const,
    };
  });
}
