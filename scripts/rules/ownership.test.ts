// A decision asks the ownership map with all that it knows: the source, what conventions told, and the time.
import { describe, expect, test } from 'vitest';
import { startStanding } from '../correlation/standing.ts';
import type { Signal } from '../model/signal.ts';
import { evaluate } from './evaluate.ts';
import {
  exampleOrganisation,
  organisationOf,
  signalOf,
  smallFiles,
} from './testing/organisation.ts';

const example = exampleOrganisation();

function ownerTrace(
  signal: Partial<Signal>,
  { organisation = example, source = 'sentry', receivedAt = '2026-11-21T10:00:00.000Z' } = {},
): readonly string[] {
  const { trace } = evaluate(organisation, startStanding(), {
    source,
    signal: signalOf(signal),
    receivedAt,
  });
  const entry = trace.find(({ stage }) => stage === 'owner');
  return [
    `${entry?.result}, ${entry?.by?.place.file}:${entry?.by?.place.line}`,
    ...(entry?.others ?? []).map(({ text }) => text),
  ];
}

describe('the owner of a decision', () => {
  test('is the cell that the source maps the tool’s project to', () => {
    expect(ownerTrace({ service: 'ios-checkout' })[0]).toBe(
      'storefront/mobile/ordering 0.97 by project `ios-checkout`, service kitchen-app, rules/sources/sentry.yaml:11',
    );
    expect(ownerTrace({ service: 'ios-checkout' }, { source: 'prometheus' })[0]).toMatch(
      /^platform\/backend 0.10 by triage/,
    );
  });

  test('is found by the code in which the signal began, and the trace says by which entry', () => {
    expect(
      ownerTrace({
        labels: { 'url.path': '/v1/payments/7/invoice', 'http.request.method': 'GET' },
      }),
    ).toEqual([
      'payments/backend/payments 0.80 by endpoint `GET /v1/payments/{id}/invoice`, service invoicing, ownership/products/payments.yaml:81',
      'payments 0.60 by endpoint `/v1/payments/**`, outranked, service payments-api',
      'environment production by default',
    ]);
  });

  test('is less sure when nobody looked at the entry for a year before the signal', () => {
    const receivedAt = '2027-09-02T10:00:00.000Z';
    expect(ownerTrace({ service: 'payments-api' }, { receivedAt })[0]).toMatch(
      /^payments\/backend\/payments 0.85 by service, stale/,
    );
  });

  test('is less sure when only a naming convention names the team', () => {
    const organisation = organisationOf(
      smallFiles().map((file) =>
        file.path === 'rules/00-global.yaml' && 'text' in file
          ? {
              path: file.path,
              text: `${file.text}extract:\n  - {id: names, from: title, pattern: "{team}: *"}\n`,
            }
          : file,
      ),
    );
    const rest = { organisation, source: 'watch' };
    expect(ownerTrace({ title: 'stores: it fails' }, rest)[0]).toMatch(
      /^stores\/backend 0.60 by convention/,
    );
    expect(ownerTrace({ title: 'stores: it fails', team: 'stores' }, rest)[0]).toMatch(
      /^stores\/backend 1.00 by explicit/,
    );
  });

  test('is nobody for a service that is unowned on purpose, and triage is called', () => {
    expect(ownerTrace({ service: 'scraper' })[0]).toBe(
      'platform/devops/platform 0.85 by alias `scraper`, unowned, service price-scraper, ownership/products/platform.yaml:123',
    );
  });
});
