// What is called shadowed decides nothing, also where the proof goes by the ownership map or by all values that there
// are: tried on signals of which triage, failures upstream and projects of tools decide the owner, after a deployment.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SourceFile } from '../config/document-set.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Condition, SeverityRule } from '../model/rule.ts';
import type { Signal } from '../model/signal.ts';
import { productsOfServices } from '../ownership/service-products.ts';
import { callFor } from '../response/policy.ts';
import { domainsOf } from '../rules/analysis/domain.ts';
import { gradeOf } from '../rules/grade.ts';
import { type Subject, subjectOf } from '../rules/subject.ts';
import { minute, organisationOf, signalOf, smallFiles } from '../rules/testing/organisation.ts';
import { organisationWith, startStory } from '../rules/testing/story.ts';
import { checkRepeated } from './checks/lint-repeated.ts';
import { checkShadows } from './checks/lint-shadows.ts';

/** Of `queue` nobody has the backend, and it needs a service of another product. */
const OPS = `schema: tocsin/product@1
name: Operations
function: backend
services:
  - {id: queue, name: Queue, function: database, teams: {database: stores}, needs: [shop]}
  - {id: bot, name: Bot, unowned: true}
  - {id: till, name: Till, teams: {backend: desk, database: desk}, aliases: ["*-till"], reviewed: 2020-01-01}
`;

/** Projects of one tool: of no product, of a product, of a service. */
const PROJECTS: readonly string[] = [
  '',
  'projects:\n  anything: {team: desk, function: backend}\n',
  'projects:\n  anything: {team: desk, function: backend, product: ops}\n',
  'projects:\n  anything: {service: till}\n',
];

const ORGANISATIONS = [0.05, 0.5, 0.6, 0.9].flatMap((minConfidence) =>
  PROJECTS.map((projects) =>
    organisationOf([
      ...smallFiles().map((file) => changed(file, minConfidence, projects)),
      { path: 'ownership/products/ops.yaml', text: OPS },
    ]),
  ),
);

function changed(file: SourceFile, minConfidence: number, projects: string): SourceFile {
  if ('problem' in file) return file;
  const { path, text } = file;
  if (path === 'tocsin.yaml') return { path, text: `${text}min_confidence: ${minConfidence}\n` };
  return path === 'rules/sources/watch.yaml' ? { path, text: `${text}${projects}` } : file;
}

const SERVICES = ['shop', 'cart', 'ledger', 'queue', 'bot', 'till'];

const SIGNALS: readonly Partial<Signal>[] = [
  ...SERVICES,
  'SHOP',
  'web',
  'same-same',
  'same-till',
  'nowhere',
  null,
].flatMap((service) =>
  [null, 'stores'].flatMap((team) =>
    [null, 'backend', 'database'].flatMap((discipline) =>
      [null, 'sales', 'ops'].flatMap((product) =>
        [{}, { project: 'anything' }].map((labels) => ({
          service,
          team,
          function: discipline,
          product,
          labels,
        })),
      ),
    ),
  ),
);

/** What the signals are about while `shop` fails, which explains `queue`, and after `cart` and `till` were deployed. */
const SUBJECTS = new Map(
  ORGANISATIONS.map((organisation) => {
    const { standing, send } = startStory(organisation);
    send(0, { service: 'shop', severity: 'critical', dedupKey: 'cause' });
    for (const service of ['cart', 'till'])
      send(0, {
        service,
        kind: 'deployment',
        action: 'resolve',
        environment: 'production',
        dedupKey: service,
        labels: { version: '4.2' },
      });
    const subjects = SIGNALS.map((signal) =>
      subjectOf(organisation, standing, {
        source: 'watch',
        signal: signalOf(signal),
        receivedAt: minute(1),
      }),
    );
    return [organisation, subjects] as const;
  }),
);

const isProduct: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('any_of' as const, 'none_of' as const),
    field: fc.constant('product'),
    values: fc.subarray(['sales', 'ops'], { minLength: 1 }),
  }),
  fc.record({
    kind: fc.constantFrom('present' as const, 'absent' as const),
    field: fc.constant('product'),
  }),
);
const isService: fc.Arbitrary<Condition> = fc.record({
  kind: fc.constantFrom('any_of' as const, 'any_of' as const, 'none_of' as const),
  field: fc.constant('service'),
  values: fc.uniqueArray(fc.constantFrom(...SERVICES, 'nowhere'), { minLength: 1, maxLength: 3 }),
});
/** Often all values that there are. */
const isOneOf = (field: string, all: readonly string[]): fc.Arbitrary<Condition> =>
  fc.oneof(
    fc.record({
      kind: fc.constantFrom('any_of' as const, 'any_of' as const, 'none_of' as const),
      field: fc.constant(field),
      values: fc.oneof(fc.constant(all), fc.subarray([...all], { minLength: 1 })),
    }),
    fc.record({
      kind: fc.constantFrom('present' as const, 'absent' as const),
      field: fc.constant(field),
    }),
  );
const LISTED: ReadonlySet<string> = new Set(['team', 'function', 'deployment']);
const isFunction = isOneOf('function', ['backend', 'database']);
const isTeam = isOneOf('team', ['desk', 'shop', 'stores']);
const wasDeployed = isOneOf('deployment', ['true', 'false']);
const rules: fc.Arbitrary<readonly SeverityRule[]> = fc
  .array(
    fc.record({
      when: fc.oneof(
        fc.tuple(isProduct),
        fc.tuple(isService),
        fc.tuple(isProduct, isService),
        fc.tuple(isService, isFunction),
        fc.tuple(isService, isTeam),
        fc.tuple(isTeam, isFunction),
        fc.tuple(isService, wasDeployed),
        fc.tuple(wasDeployed),
      ),
      team: fc.constantFrom(null, null, 'shop', 'desk'),
      set: fc.constantFrom('sev1' as const, 'sev2' as const),
    }),
    { minLength: 2, maxLength: 6 },
  )
  .map((list) =>
    list.map(({ when, team, set }, index) => ({
      id: `r${index}`,
      description: null,
      when,
      team,
      place: { file: 'r.yaml', line: index, column: 1, length: 1 },
      set,
      category: 'other' as const,
    })),
  );

function withRules(organisation: Organisation, severity: readonly SeverityRule[]): Organisation {
  return { ...organisation, rules: { ...organisation.rules, severity } };
}

function decidedBy(
  organisation: Organisation,
  subject: Subject,
): { readonly by: string | undefined; readonly severity: string } {
  const { trace, severity } = gradeOf({ ...subject, organisation }, null, { trace: false });
  return { by: trace.by?.id, severity };
}

describe('a severity rule that validate calls', () => {
  test('shadowed decides no signal, and one that it calls redundant can go', () => {
    const found = { shadowed: 0, redundant: 0, mapped: 0, listed: 0 };
    fc.assert(
      fc.property(fc.constantFrom(...ORGANISATIONS), rules, (base, severity) => {
        const organisation = withRules(base, severity);
        const domains = domainsOf(organisation);
        const known = checkShadows(organisation.rules, domains);
        if (known.length === 0) return;
        const subjects = SUBJECTS.get(base) ?? [];
        const answers = subjects.map((subject) => decidedBy(organisation, subject));
        for (const { code, place } of known) {
          const rule = severity[place.line];
          if (code === 'rule-shadowed') {
            found.shadowed += 1;
            expect(answers.filter(({ by }) => by === rule?.id)).toEqual([]);
          } else {
            found.redundant += 1;
            const without = withRules(
              base,
              severity.filter((other) => other !== rule),
            );
            for (const [index, subject] of subjects.entries())
              expect(decidedBy(without, subject).severity).toBe(answers[index]?.severity);
          }
        }
        const plain = new Map([...domains].map(([field, domain]) => [field, unrelated(domain)]));
        found.mapped += known.length - checkShadows(organisation.rules, plain).length;
        const open = new Map([...domains].filter(([field]) => !LISTED.has(field)));
        found.listed += known.length - checkShadows(organisation.rules, open).length;
      }),
      { numRuns: 2000 },
    );
    expect(found.shadowed).toBeGreaterThan(200);
    expect(found.redundant).toBeGreaterThan(50);
    expect(found.mapped).toBeGreaterThan(30);
    expect(found.listed).toBeGreaterThan(100);
  });

  test('shadowed by the map is so for services of which the map alone tells the product', () => {
    const known = ORGANISATIONS.map((organisation) =>
      Object.fromEntries(productsOfServices(organisation)),
    );
    const sales = { shop: ['sales'], cart: ['sales'] };
    const ops = { bot: ['ops'], till: ['ops'] };
    expect(known.slice(4, 8)).toEqual([
      { ...sales, ...ops },
      {},
      { shop: ['sales', 'ops'], cart: ['sales', 'ops'], ...ops },
      { ...sales, ...ops },
    ]);
    // An alias that fits two services is 0.65 sure, and 0.55 where nobody looked at the service for a year.
    expect(known[8]).toEqual({ ...sales, bot: ['ops'] });
    expect(known[12]).toEqual({ bot: ['ops'] });
  });
});

test('a product covers its services where a signal is asked, and not where an incident is, whose owner people change', () => {
  const list = (answer: string): string =>
    `  - {id: wide, when: {product: sales}, ${answer}}\n  - {id: narrow, when: {service: shop}, ${answer}}\n`;
  const asked = (changes: Parameters<typeof organisationWith>[0]): readonly string[] => {
    const organisation = organisationWith(changes);
    const domains = domainsOf(organisation);
    return [checkShadows, checkRepeated].flatMap((check) =>
      check(organisation.rules, domains).map(({ code }) => code),
    );
  };
  const teams = '{backend: shop, database: stores}';
  const shop = { services: `  - {id: kiosk, name: Kiosk, teams: ${teams}}\n` };
  const of = (text: string): string => text.replace('shop', 'kiosk');
  expect(asked({ ...shop, severity: of(list('set: sev2, category: data')) })).toEqual([
    'rule-shadowed',
  ]);
  expect(asked({ ...shop, gate: of(list('action: open')) })).toEqual(['rule-shadowed']);
  const tell = of(list('to: [{channel: "#a"}]'));
  expect(asked({ ...shop, notify: tell })).toEqual([]);
  expect(asked({ ...shop, notify: of(list('also: [{channel: "#a"}]')) })).toEqual([]);
  const call = callFor(
    organisationWith({ ...shop, notify: tell.replace('#a"}]}\n', '#b"}]}\n') }),
    {
      service: 'kiosk',
      environment: 'production',
      severity: 'sev1',
      at: '2026-11-21T10:00:00.000Z',
      owner: { team: 'desk', function: 'backend', product: null },
      fields: undefined,
    },
  );
  expect(call.destinations).toEqual([{ kind: 'channel', channel: '#a' }]);
});

function unrelated<Known extends { readonly values: readonly string[] }>(domain: Known): Known {
  return { ...domain, beside: undefined };
}
