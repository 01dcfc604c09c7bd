// Who answers when a signal names no service but an endpoint, a transaction, a file or a tool's project.
import { describe, expect, test } from 'vitest';
import type { SourceFile } from '../config/document-set.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Signal } from '../model/signal.ts';
import { organisationOf, signalOf, smallFiles } from '../rules/testing/organisation.ts';
import { evidenceOf } from './evidence.ts';
import { resolveOwner } from './resolve.ts';

const MAP = `schema: tocsin/product@1
name: Money
function: backend
fallback: {backend: stores, database: stores}
services:
  - id: pay
    name: Pay
    teams: {backend: shop}
    endpoints: ["POST /v1/payments", "/v1/payments/{id}", "/v1/payments/**", "/v1/*/status"]
    transactions: ["PaymentController#*", "PaymentController#create"]
    code:
      - {repo: larder/shop, paths: ["services/pay/**", "!**/generated/**", services/pay/generated/keep.ts]}
    reviewed: 2026-01-10
  - id: bill
    name: Bill
    teams: {backend: stores}
    endpoints: ["GET /v1/payments/{id}/bill", "/v1/bills/*/status", "/v1/payments"]
    transactions: ["*#bill"]
    code:
      - {repo: shop, paths: [services]}
      - {repo: shop, function: database, paths: ["services/*/migrations"]}
  - id: old
    name: Old
    unowned: {reason: To be switched off}
    aliases: ["old-*"]
    code:
      - {repo: shop, paths: [attic]}
`;

const SOURCE = `schema: tocsin/source@1
name: Errors
vendor: sentry
owner: desk
authentication: {scheme: sentry, secrets: [SECRET_OF_ERRORS]}
projects:
  old-ios: {service: bill, function: database}
  shop-cart-web: {team: stores}
  till: {product: money, function: database}
`;

const organisation: Organisation = organisationOf([
  ...smallFiles(),
  file('ownership/products/money.yaml', MAP),
  file('rules/sources/errors.yaml', SOURCE),
]);

function file(path: string, text: string): SourceFile {
  return { path, text };
}

const say = (
  signal: Partial<Signal>,
  rest: Partial<Parameters<typeof resolveOwner>[2]> = {},
): string => {
  const found = resolveOwner(organisation, signalOf(signal), {
    source: null,
    told: new Set(),
    now: null,
    ...rest,
  });
  const { owner, service, confidence, place, runnersUp } = found;
  const others = runnersUp
    .filter((other) => other.step !== 'triage')
    .map((other) => `${other.service ?? other.owner.team} ${other.confidence}`);
  return `${owner.team}/${owner.function} ${service ?? '-'} ${confidence} by ${evidenceOf(found)} at ${place === null ? '-' : `${place.file.split('/').at(-1)}:${place.line}`}${others.length === 0 ? '' : ` | ${others.join(', ')}`}`;
};

const labelled = (labels: Signal['labels']): string => say({ labels });

describe('an endpoint', () => {
  test.each<[string, Signal['labels'], string]>([
    [
      'belongs to the service with its method and path',
      { transaction: 'POST /v1/payments' },
      'shop/backend pay 0.8 by endpoint `POST /v1/payments` at money.yaml:9 | bill 0.6',
    ],
    [
      'with another method belongs to whoever has the path for all methods',
      { 'http.route': '/v1/payments', 'http.request.method': 'get' },
      'stores/backend bill 0.8 by endpoint `/v1/payments` at money.yaml:17 | pay 0.6',
    ],
    [
      'without a method belongs to whoever has the path for all methods',
      { 'http.route': '/v1/payments' },
      'stores/backend bill 0.8 by endpoint `/v1/payments` at money.yaml:17 | pay 0.6',
    ],
    [
      'without a method belongs to who has one of them, where nobody has the path for all',
      { 'http.route': '/v1/payments/7/bill' },
      'stores/backend bill 0.8 by endpoint `GET /v1/payments/{id}/bill` at money.yaml:17 | pay 0.6',
    ],
    [
      'is read from an address, without host, query and last slash',
      { url: 'https://api.small.example/v1/payments/7/bill/?who=me', method: 'GET' },
      'stores/backend bill 0.8 by endpoint `GET /v1/payments/{id}/bill` at money.yaml:17 | pay 0.6',
    ],
    [
      'fits a part that stands for anything, whatever the tool calls it',
      { 'http.route': '/v1/payments/:paymentId' },
      'shop/backend pay 0.8 by endpoint `/v1/payments/{id}` at money.yaml:9',
    ],
    [
      'below a folder belongs to the folder',
      { uri: '/v1/payments/7/lines/3' },
      'shop/backend pay 0.8 by endpoint `/v1/payments/**` at money.yaml:9',
    ],
    [
      'is looked for in the next label when the first is nobody’s',
      { path: '/metrics', url: 'http://x/v1/payments/7' },
      'shop/backend pay 0.8 by endpoint `/v1/payments/{id}` at money.yaml:9',
    ],
    [
      'that nobody has leads to triage',
      { endpoint: '/v2/payments' },
      'desk/backend - 0.1 by triage at tocsin.yaml:4',
    ],
    [
      'is no port of that name',
      { endpoint: 'http-metrics' },
      'desk/backend - 0.1 by triage at tocsin.yaml:4',
    ],
  ])('%s', (_title, labels, expected) => {
    expect(labelled(labels)).toBe(expected);
  });

  test('without a method is less surely anybody’s when each method is somebody else’s', () => {
    const split = organisationOf([
      ...smallFiles(),
      file('ownership/products/money.yaml', MAP.replace('"/v1/payments"]', '"GET /v1/payments"]')),
    ]);
    const labels = { 'http.route': '/v1/payments' };
    const found = resolveOwner(split, signalOf({ labels }));
    expect([found.step, found.confidence, found.doubts]).toEqual(['endpoint', 0.6, ['ambiguous']]);
  });

  test('is less surely anybody’s when two entries say as much', () => {
    const twice = organisationOf([
      ...smallFiles(),
      file(
        'ownership/products/money.yaml',
        MAP.replace('"/v1/bills/*/status"', '"/v1/{a}/b*"').replace('"/v1/*/status"', '"/v1/*/*s"'),
      ),
    ]);
    const found = resolveOwner(twice, signalOf({ labels: { 'url.path': '/v1/x/bs' } }));
    expect([found.confidence, found.doubts, found.runnersUp[0]?.confidence]).toEqual([
      0.6,
      ['ambiguous'],
      0.6,
    ]);
  });
});

describe('a transaction', () => {
  test.each<[string, Signal['labels'], string]>([
    [
      'belongs to the service with its very name',
      { transaction: 'PaymentController#create' },
      'shop/backend pay 0.75 by transaction `PaymentController#create` at money.yaml:10',
    ],
    [
      'belongs to the pattern that says most',
      { culprit: 'PaymentController#bill' },
      'shop/backend pay 0.75 by transaction `PaymentController#*` at money.yaml:10 | bill 0.55',
    ],
    [
      'is surer than the file',
      { transaction: 'OrderController#bill', 'code.frame.1': 'services/pay/x.ts' },
      'stores/backend bill 0.75 by transaction `*#bill` at money.yaml:18 | pay 0.7, bill 0.5',
    ],
  ])('%s', (_title, labels, expected) => {
    expect(labelled(labels)).toBe(expected);
  });
});

describe('a file', () => {
  test.each<[string, Signal['labels'], string]>([
    [
      'belongs to the most specific folder',
      { 'code.frame.1': 'app:///services/pay/charge.ts' },
      'shop/backend pay 0.7 by code path `services/pay/**` at money.yaml:12 | bill 0.5',
    ],
    [
      'is found below the folder in which the program runs',
      { 'code.file.path': '/usr/src/app/services/pay/charge.ts' },
      'shop/backend pay 0.7 by code path `services/pay/**` at money.yaml:12 | bill 0.5',
    ],
    [
      'of Windows is found as well',
      { file: String.raw`C:\app\services\pay\charge.ts:12` },
      'shop/backend pay 0.7 by code path `services/pay/**` at money.yaml:12 | bill 0.5',
    ],
    [
      'that was taken out goes to the next folder',
      { path: 'services/pay/generated/x.ts', repository: 'larder/shop' },
      'stores/backend bill 0.7 by code path `services` at money.yaml:20',
    ],
    [
      'that was put back in stays',
      { path: 'services/pay/generated/keep.ts', repository: 'shop' },
      'shop/backend pay 0.7 by code path `services/pay/generated/keep.ts` at money.yaml:12 | bill 0.5',
    ],
    [
      'may ask for a function of its own',
      { manifest: 'services/bill/migrations/7.sql' },
      'stores/database bill 0.7 by code path `services/*/migrations` at money.yaml:21',
    ],
    [
      'of the first frame that somebody has decides',
      {
        'code.frame.1': 'node:internal/x',
        'code.frame.2': 'attic/x.ts',
        'code.frame.3': 'services/a',
      },
      'desk/backend old 0.7 by code path `attic`, unowned at money.yaml:24',
    ],
    [
      'of another organisation’s repository belongs to entries that name none',
      { path: 'services/pay/charge.ts', repo: 'https://github.com/other/shop.git' },
      'stores/backend bill 0.7 by code path `services` at money.yaml:20',
    ],
    [
      'of a repository without any entry is nobody’s',
      { path: 'services/pay/charge.ts', repo: 'tools' },
      'desk/backend - 0.1 by triage at tocsin.yaml:4',
    ],
  ])('%s', (_title, labels, expected) => {
    expect(labelled(labels)).toBe(expected);
  });
});

describe('a project of a tool', () => {
  const source = { source: 'errors' };

  test('belongs to the cell that its source names, whatever its own name looks like', () => {
    expect(say({ service: 'old-ios' }, source)).toBe(
      'stores/database bill 0.97 by project `old-ios` at errors.yaml:7 | old 0.85',
    );
    expect(say({ service: 'shop-cart-web' }, source)).toMatch(/^stores\/backend - 0.97 by project/);
    expect(say({ labels: { project: 'till' } }, source)).toBe(
      'stores/database - 0.97 by project `till` at errors.yaml:9',
    );
  });

  test('means nothing for another source', () => {
    expect(say({ service: 'old-ios' }, { source: 'watch' })).toBe(
      'desk/backend old 0.85 by alias `old-*`, unowned at money.yaml:24',
    );
  });

  test('gives way to a team that the signal itself names', () => {
    expect(say({ service: 'old-ios', team: 'shop' }, source)).toMatch(/^shop\/backend old 1 by/);
  });
});

describe('names', () => {
  test('that a convention told count less than stated ones', () => {
    const told = { told: new Set(['team', 'product']) };
    expect(say({ team: 'shop' }, told)).toBe('shop/backend - 0.6 by convention at shop.yaml:1');
    expect(say({ product: 'money' }, told)).toBe(
      'stores/backend - 0.6 by convention at money.yaml:4',
    );
    expect(say({ team: 'shop', service: 'bill' }, told)).toMatch(/^stores\/backend bill 0.95/);
  });
});

describe('an entry that nobody looked at for a year', () => {
  test('counts less', () => {
    expect(say({ service: 'pay' }, { now: '2027-01-10T23:00:00.000Z' })).toMatch(
      /pay 0.95 by service at/,
    );
    expect(say({ service: 'pay' }, { now: '2027-01-11T00:00:00.000Z' })).toMatch(
      /pay 0.85 by service, stale at/,
    );
  });
});

describe('a service that is unowned on purpose', () => {
  test('is triage’s, as surely as the service is known, and no fallback takes it', () => {
    expect(say({ service: 'old', product: 'money' })).toBe(
      'desk/backend old 0.95 by service, unowned at money.yaml:24 | stores 0.3',
    );
  });
});
