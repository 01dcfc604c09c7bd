import { DEFAULT_LEVELS } from '../scripts/config/levels.ts';
import { collectRules } from '../scripts/config/rules.ts';
import { DEFAULT_PAGE } from '../scripts/model/page.ts';
import { DEFAULT_UPTIME } from '../scripts/model/uptime.ts';
import type { Organisation } from '../scripts/model/organisation.ts';
import type { Claim, Product, Service } from '../scripts/model/ownership.ts';
import type { Place } from '../scripts/model/place.ts';
import type { Signal } from '../scripts/model/signal.ts';
import { fits, partsOf } from '../scripts/ownership/path-pattern.ts';
import { parseEndpoint } from '../scripts/ownership/endpoint.ts';
import { parseCodePattern } from '../scripts/ownership/code-path.ts';
import { compileLookup } from '../scripts/ownership/lookup.ts';
import { resolveOwner } from '../scripts/ownership/resolve.ts';
import { subjectSignal } from '../scripts/ownership/subject.ts';
import { matchesGlob } from '../scripts/text/glob.ts';
import { type Benchmark, type Figure, median } from './figure.ts';

const SIZES = [30, 1_000, 5_000];
const ROUNDS = 7;
const ROUND_MS = 40;

/** How long the owner of a signal takes by each step, beside asking every service in turn. */
export const ownership: Benchmark = {
  about: 'resolving an owner by each step at 30, 1,000 and 5,000 services, beside a linear scan',
  run: () => Promise.resolve(SIZES.flatMap(measureSize)),
};

function measureSize(count: number): readonly Figure[] {
  const organisation = makeOrganisation(count);
  const compile = times(() => compileLookup(organisation));
  const services = [...organisation.services.values()];
  const steps: readonly (readonly [
    string,
    (index: number) => Signal,
    (text: string) => unknown,
  ])[] = [
    [
      'service id',
      (index) => subjectSignal('service', `service-${index}`, null),
      (text) => services.filter(({ id }) => id === text),
    ],
    [
      'alias, exact',
      (index) => subjectSignal('service', `svc${index}`, null),
      (text) => byGlob(services, 'aliases', text),
    ],
    [
      'alias, pattern',
      (index) => subjectSignal('service', `pod-${index}-7f9c`, null),
      (text) => byGlob(services, 'aliases', text),
    ],
    [
      'endpoint',
      (index) => subjectSignal('endpoint', `POST /v1/area-${index % 70}/thing-${index}/17`, null),
      (text) => byEndpoint(services, text),
    ],
    [
      'transaction',
      (index) => subjectSignal('transaction', `Thing${index}Controller#create`, null),
      (text) => byGlob(services, 'transactions', text),
    ],
    [
      'code path',
      (index) =>
        subjectSignal('path', `services/area-${index % 70}/thing-${index}/src/a.ts`, 'shop'),
      (text) => byPath(services, text),
    ],
    [
      'nobody',
      (index) => subjectSignal('service', `unheard-of-${index}`, null),
      (text) => byGlob(services, 'aliases', text),
    ],
  ];
  return [
    { name: `${count} services: compile`, value: compile / 1e6, unit: 'ms' },
    ...steps.map(([name, signalOf, scan]): Figure => {
      const signals = Array.from({ length: 256 }, (_, index) => signalOf((index * 7919) % count));
      const texts = signals.map(textOf);
      let at = 0;
      const resolve = times(() =>
        resolveOwner(organisation, signals[(at += 1) % 256] ?? signalOf(0)),
      );
      const linear = times(() => scan(texts[(at += 1) % 256] ?? ''));
      return {
        name: `${count} services: ${name}`,
        value: resolve,
        unit: 'ns',
        ratio: { value: resolve / linear, to: `linear scan (${Math.round(linear)} ns)` },
      };
    }),
  ];
}

function textOf({ service, labels }: Signal): string {
  return service ?? labels['endpoint'] ?? labels['transaction'] ?? labels['path'] ?? '';
}

/** Nanoseconds of processor time of one call: other work on the machine does not count. */
function times(call: () => unknown): number {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const begin = process.cpuUsage();
    const until = performance.now() + ROUND_MS;
    let calls = 0;
    let kept: unknown = null;
    do {
      kept = call();
      calls += 1;
    } while (calls % 16 !== 0 || performance.now() < until);
    if (kept === null) throw new Error('nothing was measured');
    const { user, system } = process.cpuUsage(begin);
    return ((user + system) * 1000) / calls;
  });
  return median(rounds);
}

function byGlob(
  services: readonly Service[],
  list: 'aliases' | 'transactions',
  text: string,
): unknown {
  return services.filter((service) =>
    list === 'aliases'
      ? service.aliases.some((alias) => matchesGlob(alias, text))
      : service.transactions.some((claim) => matchesGlob(claim.text, text)),
  );
}

const parsed = new Map<string, ReturnType<typeof parseCodePattern>>();

function byEndpoint(services: readonly Service[], text: string): unknown {
  const parts = partsOf(text.replace(/^[A-Z]+ /, ''));
  return services.filter((service) =>
    service.endpoints.some((claim) => {
      const pattern = parsed.get(claim.text) ?? parseEndpoint(claim.text).pattern;
      parsed.set(claim.text, pattern);
      return fits(pattern, parts, 0);
    }),
  );
}

function byPath(services: readonly Service[], text: string): unknown {
  const parts = partsOf(text);
  return services.filter((service) =>
    service.code.some(({ paths }) =>
      paths.some((claim) => {
        const pattern = parsed.get(claim.text) ?? parseCodePattern(claim.text);
        parsed.set(claim.text, pattern);
        return fits(pattern, parts, 0);
      }),
    ),
  );
}

const PLACE: Place = { file: 'ownership/products/all.yaml', line: 1, column: 1, length: 1 };

function makeOrganisation(count: number): Organisation {
  const claim = (text: string): Claim => ({ text, place: PLACE });
  const services = Array.from({ length: count }, (_, index): Service => ({
    id: `service-${index}`,
    name: `Service ${index}`,
    description: null,
    product: 'all',
    tier: 3,
    function: 'backend',
    teams: { backend: `team-${index % 300}` },
    aliases: [`svc${index}`, `pod-${index}-*`],
    aliasPlaces: [PLACE, PLACE],
    endpoints: [
      claim(`POST /v1/area-${index % 70}/thing-${index}/{id}`),
      claim(`/v1/area-${index % 70}/thing-${index}/**`),
    ],
    transactions: [claim(`Thing${index}Controller#*`)],
    code: [
      {
        repo: 'shop',
        function: null,
        paths: [claim(`services/area-${index % 70}/thing-${index}/**`), claim('!**/generated/**')],
      },
    ],
    reviewed: null,
    unowned: null,
    needs: [],
    component: null,
    place: PLACE,
  }));
  const product: Product = {
    id: 'all',
    name: 'All',
    description: null,
    function: 'backend',
    fallback: {},
    fallbackPlaces: {},
    services,
    place: PLACE,
  };
  return {
    settings: {
      name: 'Large',
      url: 'https://status.large.example',
      support: null,
      zone: 'UTC',
      writer: 'local',
      repository: 'private',
      triage: 'team-0',
      triagePlace: { ...PLACE, file: 'tocsin.yaml' },
      minConfidence: 0.5,
      environments: ['production'],
      defaultEnvironment: 'production',
      quietPeriodMs: 0,
      closeAfterMs: 0,
      suspectWindowMs: 0,
      explainsForMs: 86_400_000,
      keepRequestsMs: 0,
      uptime: DEFAULT_UPTIME,
      page: DEFAULT_PAGE,
      publish: { folder: null, s3: null, sftp: null },
    },
    functions: [{ id: 'backend', name: 'Backend' }],
    products: [product],
    services: new Map(services.map((service) => [service.id, service])),
    teams: new Map(),
    schedules: new Map(),
    stakeholders: [],
    sources: new Map(),
    rules: collectRules([], new Map()),
    intervals: new Map(),
    escalations: new Map(),
    silences: [],
    levels: DEFAULT_LEVELS,
  };
}
