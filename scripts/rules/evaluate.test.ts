import { describe, expect, test } from 'vitest';
import type { Decision } from '../model/decision.ts';
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

const example = exampleOrganisation();
const small = organisationOf(smallFiles());

const decide = (signal: Partial<Signal>, organisation = small): Decision =>
  evaluate(organisation, startStanding(), {
    source: organisation === small ? 'watch' : 'prometheus',
    signal: signalOf(signal),
    receivedAt: minute(0),
  });

describe('a decision', () => {
  test('takes the default environment for signals that name none or an unknown one, and says so', () => {
    expect(decide({}).environment).toBe('production');
    const unknown = decide({ environment: 'qa' });
    expect(unknown.environment).toBe('production');
    expect(unknown.trace[0]?.others.map((other) => other.text)).toContain(
      'environment production, since `qa` is none of production, staging',
    );
  });

  test('takes what a source says of signals that do not say it', () => {
    const watch = small.sources.get('watch');
    if (watch === undefined) throw new Error('no source');
    const sources = new Map([
      ['watch', { ...watch, defaults: { service: 'cart', environment: 'staging' } }],
    ]);
    const organisation = { ...small, sources };
    const decided = evaluate(organisation, startStanding(), {
      source: 'watch',
      signal: signalOf(),
      receivedAt: minute(0),
    });
    expect(decided).toMatchObject({ environment: 'staging', resolution: { service: 'cart' } });
    expect(
      evaluate(organisation, startStanding(), {
        source: 'watch',
        signal: signalOf({ service: 'shop', environment: 'prod' }),
        receivedAt: minute(0),
      }),
    ).toMatchObject({
      environment: 'production',
      resolution: { service: 'shop' },
    });
  });

  test('reads the fields that were resolved, not what the signal claims', () => {
    const decided = decide(
      {
        service: 'payapi',
        team: 'nobody',
        severity: 'critical',
        labels: { alertname: 'LedgerImbalance' },
      },
      example,
    );
    expect(decided).toMatchObject({
      severity: 'sev1',
      category: 'data',
      resolution: { owner: { team: 'payments' } },
    });
  });

  test('asks a team’s rules only about what that team owns', () => {
    const labels = { alertname: 'LedgerImbalance' };
    expect(decide({ service: 'payments-api', severity: 'low', labels }, example).severity).toBe(
      'sev1',
    );
    expect(decide({ service: 'order-api', severity: 'low', labels }, example).severity).toBe(
      'sev4',
    );
  });

  test('names a category also where the deciding rule names none', () => {
    expect(decide({ severity: 'info' })).toMatchObject({ severity: 'none', category: 'other' });
  });

  test('reads no label that every object has', () => {
    expect(() => decide({ labels: JSON.parse('{"__proto__": "x"}') })).not.toThrow();
  });

  test('tells what the signal names and nobody declared', () => {
    expect(
      decide({ team: 'nobody', product: 'nothing', function: 'none' }).trace[0]?.others.map(
        (other) => other.text,
      ),
    ).toEqual([
      'team `nobody` is not declared',
      'product `nothing` is not declared',
      'function `none` is not declared',
      'environment production by default',
    ]);
  });
});

describe('the trace of a decision', () => {
  test('names the line of triage where nobody else answers, and not behind whoever does', () => {
    const owner = (service: string): Decision['trace'][number] | undefined =>
      decide({ service, environment: 'staging' }).trace.find(({ stage }) => stage === 'owner');
    expect(owner('nowhere')).toMatchObject({
      by: { id: 'desk', place: { file: 'tocsin.yaml', line: 4 } },
      others: [],
    });
    expect(owner('shop')).toMatchObject({ by: { id: 'shop' }, others: [] });
  });

  test('reads well on one screen', () => {
    const { trace } = decide(
      {
        service: 'pay-eu-api',
        team: 'nobody',
        environment: 'prod',
        severity: 'critical',
        labels: { alertname: 'PaymentsLatencyHigh' },
      },
      example,
    );
    expect(`\n${renderTrace(trace)}\n`).toMatchInlineSnapshot(`
      "
      extract   nothing
                · probe-jobs: label.job is missing                                rules/00-global.yaml:189
      owner     payments/backend/payments 0.85 by alias \`pay-*-api\`, service      ownership/products/payments.yaml:26
                  payments-api
                · team \`nobody\` is not declared
      severity  sev1 by latency-critical                                          rules/00-global.yaml:30
                when severity is \`critical\` and label.alertname is \`*Latency*\`
                · ledger-does-not-balance: label.alertname is                     rules/payments.yaml:21
                  \`PaymentsLatencyHigh\`, wants \`LedgerImbalance\`
                · invoice-worker: service is \`payments-api\`, wants \`invoicing\`    rules/payments.yaml:36
                · security-finding: label.alertname is \`PaymentsLatencyHigh\`,     rules/00-global.yaml:23
                  wants \`Security*\`
                · and 6 more, the first of them here                              rules/payments.yaml:6
      identity  prometheus/ojtsxenjxzpxoslbhhgp7lv32w, begins to fire
      gate      open by open                                                      rules/00-global.yaml:133
                · acquirer-sandbox: label.psp_mode is missing, wants \`sandbox\`    rules/payments.yaml:46
                · deployments-are-recorded: kind is \`problem\`, wants              rules/00-global.yaml:118
                  \`deployment\`
                · info-is-recorded: severity is \`critical\`, wants \`info\`          rules/00-global.yaml:122
                · and 2 more, the first of them here                              rules/00-global.yaml:113
      cascade   nothing that it needs fails
      group     service=payments-api environment=production by                    rules/00-global.yaml:137
                  service-and-environment
                · acquirers-recover-in-waves: service is \`payments-api\`, wants    rules/payments.yaml:58
                  \`psp-north\` or \`psp-south\`
      notify    jonas-lindqvist (on call payments-primary), #payments-alerts by   rules/00-global.yaml:147
                  on-call
                · payouts-concern-finance: service is \`payments-api\`, wants       rules/payments.yaml:66
                  \`payouts\`
                · minor-waits: incident_severity is \`sev1\`, wants \`sev3\` or       rules/00-global.yaml:142
                  \`sev4\`
      also      nobody
                · security-reads-along: label.alertname is                        rules/00-global.yaml:149
                  \`PaymentsLatencyHigh\`, wants \`Security*\`
      wait      not at all, since it is sev1
      "
    `);
  });

  test('keeps its columns and its width, whatever a signal holds', () => {
    const long = 'x'.repeat(500);
    for (const word of [long, 'a b '.repeat(80), 'line\nbreak\u2028other', '']) {
      const { trace } = decide(
        { service: word, team: word, environment: word, host: word, labels: { alertname: word } },
        example,
      );
      for (const line of renderTrace(trace).split('\n')) {
        expect(line.length).toBeLessThanOrEqual(112);
        expect(line).toMatch(/^(?:[a-z]+ +| {10}| {12})\S/);
      }
    }
  });
});
