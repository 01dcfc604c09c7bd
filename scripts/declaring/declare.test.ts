import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isHistoryPath } from '../model/history-path.ts';
import { readBook, withEffect } from '../response/book.ts';
import { exampleFiles } from '../rules/testing/organisation.ts';
import { validate } from '../validation/validate.ts';
import { type Declaration, FORMS } from './declaration.ts';
import { declare } from './declare.ts';
import { larder, START } from '../slash-commands/testing/room.ts';

const by = { login: 'mara-okafor', now: START, key: 'is-12' };
const empty = readBook([]);
const configuration = exampleFiles().filter(({ path }) => !isHistoryPath(path));
const title = 'Card payments fail at checkout';

function declared(declaration: Partial<Declaration>): ReturnType<typeof readBook> {
  return declare(larder, empty, { form: 'incident', title, ...declaration }, by).effects.reduce(
    withEffect,
    empty,
  );
}

describe('a declared incident', () => {
  test('is what a signal would have opened: owner by the map, state by its severity, people called', () => {
    const response = declare(
      larder,
      empty,
      {
        form: 'incident',
        title,
        services: ['payments-api'],
        severity: '2',
        category: 'errors',
        room: 12,
      },
      by,
    );
    const [incident] = response.effects.reduce(withEffect, empty).incidents;
    expect(incident).toMatchObject({
      id: '2026-11-21-payments-api',
      state: 'investigating',
      severity: 'sev2',
      owner: { team: 'payments', function: 'backend', product: 'payments' },
      services: ['payments-api'],
      components: { 'card-payments': 'partial_outage' },
      at: { started: START, detected: START, declared: START },
      public: null,
      room: 12,
    });
    expect(response.outcome).toMatchObject({
      kind: 'declared',
      told: expect.stringContaining('on call payments-primary'),
    });
    expect(response.effects.map(({ kind }) => kind)).toEqual(['open_incident', 'notify']);
  });

  test('is opened once for one key, and beside others of its day', () => {
    const book = declared({ services: ['payments-api'] });
    expect(
      declare(larder, book, { form: 'incident', title, services: ['payments-api'] }, by),
    ).toEqual({
      outcome: { kind: 'known', incident: '2026-11-21-payments-api' },
      effects: [],
    });
    const second = declare(
      larder,
      book,
      { form: 'incident', title, services: ['payments-api'] },
      { ...by, key: 'is-13' },
    );
    expect(second.outcome).toMatchObject({ kind: 'joined', incident: '2026-11-21-payments-api' });
  });

  test('may be about several services: the first one’s owner has it, the page shows them all', () => {
    const [incident] = declared({
      services: ['payments-api', 'order-api ledger-db', 'payments-api'],
    }).incidents;
    expect(incident).toMatchObject({
      id: '2026-11-21-payments-api',
      owner: { team: 'payments' },
      services: ['payments-api', 'order-api', 'ledger-db'],
    });
    expect(Object.keys(incident?.components ?? {})).toEqual(['card-payments', 'placing-orders']);
  });

  test('of several teams calls each of them, once; a customer’s report and what is confidential call the owner', () => {
    const services = ['payments-api', 'ledger-db', 'payouts'];
    const [incident] = declared({ services }).incidents;
    expect(incident?.called).toEqual(['on call payments-primary', 'on call database-primary']);
    for (const alone of [{ form: 'customer-report' }, { category: 'security' }] as const)
      expect(declared({ services, ...alone }).incidents[0]?.called.join()).not.toContain(
        'database-primary',
      );
    expect(declared({ services, form: 'customer-report' }).incidents[0]?.called).toContain(
      'on call payments-primary',
    );
  });

  test.each([
    ['P0', 'sev1'],
    ['sev0', 'sev1'],
    ['S2', 'sev2'],
    ['SEV-3', 'sev3'],
    ['critical', 'sev1'],
  ])('of severity `%s` is a %s', (severity, expected) => {
    const { outcome, effects } = declare(
      larder,
      empty,
      { form: 'incident', title, services: ['payments-api'], severity },
      by,
    );
    expect(outcome).toMatchObject({ remarks: [] });
    expect(effects.reduce(withEffect, empty).incidents[0]?.severity).toBe(expected);
  });

  test('keeps how many customers are hit', () => {
    expect(declared({ customers: ' 12 ' }).incidents[0]?.impact).toEqual({ customers: 12 });
    expect(declared({}).incidents[0]?.impact).toBeNull();
  });

  test('that nobody owns goes to triage, and says so', () => {
    const [incident] = declared({ services: ['coffee machine'] }).incidents;
    expect(incident).toMatchObject({
      id: '2026-11-21-unowned-incident',
      state: 'triage',
      owner: { team: 'platform' },
      services: [],
    });
  });

  test('of a mistyped service says so to whoever declares it and in the file', () => {
    const said = declare(
      larder,
      readBook([]),
      { form: 'incident', title: 'Nobody can sign in anywhere', services: ['identty'] },
      { login: 'ada', now: START, key: 'dc-9' },
    );
    expect(said.outcome).toMatchObject({
      kind: 'declared',
      remarks: [
        expect.stringMatching(
          /^Nothing is called `identty`.* Did you mean `identity`\? .*`\/delegate team`\.$/,
        ),
      ],
    });
    const [file] = said.effects;
    expect(file?.kind === 'open_incident' ? file.text : '').toMatch(
      /\[declared\].*Did you mean identity/,
    );
  });

  test('about security is restricted; a report keeps its ticket and nobody’s name', () => {
    expect(declared({ form: 'security' }).incidents[0]).toMatchObject({
      category: 'security',
      severity: 'sev2',
      public: { visibility: 'restricted' },
    });
    expect(declared({ category: 'Security' }).incidents[0]).toMatchObject({
      category: 'security',
      public: { visibility: 'restricted' },
    });
    expect(declared({ category: 'errors' }).incidents[0]?.public).toBeNull();
    expect(
      declared({ form: 'customer-report', ticket: 'zendesk 35436' }).incidents[0]?.tickets,
    ).toEqual(['zendesk 35436']);
  });

  test('of maintenance has its window and calls nobody', () => {
    const window = { from: '2026-11-22T02:00:00.000Z', until: '2026-11-22T04:00:00.000Z' };
    const response = declare(
      larder,
      empty,
      { form: 'maintenance', title, services: ['ledger-db'], window },
      by,
    );
    expect(response.effects.map(({ kind }) => kind)).toEqual(['open_incident']);
    expect(response.effects.reduce(withEffect, empty).incidents[0]).toMatchObject({
      kind: 'maintenance',
      window,
      severity: 'sev4',
    });
  });

  test.each<[Partial<Declaration>, string, object]>([
    [{ title: 'DB down' }, '7 characters', { title: 'Incident: DB down' }],
    [{ title: '' }, '0 characters', { title: 'Incident: nobody said yet what' }],
    [{ title: 'x'.repeat(200) }, '200 characters', { title: `${'x'.repeat(119)}…` }],
    [{ severity: '9' }, 'Unexpected severity `9`', { severity: 'sev3' }],
    [{ category: 'latncy' }, 'Did you mean `latency`?', { category: 'latency' }],
    [{ category: 'fire' }, 'Unexpected category `fire`', { category: 'other' }],
    [{ environment: 'prod' }, 'It is taken as `production`', { environment: 'production' }],
    [{ environment: 'the cellar' }, 'It is taken as `production`', { environment: 'production' }],
    [{ ticket: 'mail from ada@example.com' }, 'never who wrote it', { tickets: [] }],
    [{ recurrenceOf: '2026-01-01-nothing' }, 'No incident is called', { relations: {} }],
    [{ customers: 'a dozen' }, '`/impact customers=12`', { impact: null }],
    [
      { services: ['payments-api', 'ledger-bd'] },
      'Did you mean `ledger-db`?',
      { services: ['payments-api'] },
    ],
    [
      { services: ['coffee machine', 'ledger-db'] },
      'No service is called `coffee machine`',
      { services: ['ledger-db'], owner: { team: 'data-platform' } },
    ],
    [{ started: '2026-11-22T00:00:00.000Z' }, 'lies ahead', { at: { started: START } }],
    [
      { window: { from: '2026-11-22T02:00:00.000Z', until: '2026-11-22T04:00:00.000Z' } },
      'Only a maintenance has a planned time',
      { window: null },
    ],
  ])('is declared all the same with %j, and says what was assumed', (odd, remark, facts) => {
    const { outcome, effects } = declare(larder, empty, { form: 'incident', title, ...odd }, by);
    expect(outcome).toMatchObject({
      kind: 'declared',
      remarks: [expect.stringContaining(remark)],
    });
    const { files, incidents } = effects.reduce(withEffect, empty);
    expect(incidents[0]).toMatchObject(facts);
    expect(validate([...configuration, ...files.values()]).diagnostics).toEqual([]);
  });

  test.each<[Partial<Declaration>, string]>([
    [{}, 'is missing'],
    [{ window: { from: START, until: START } }, 'ends before it begins'],
    [{ window: { from: '2025-12-06T02:00Z', until: '2025-12-06T04:00Z' } }, 'is over'],
    [{ window: { from: START, until: '2036-12-06T04:00Z' } }, 'expected 31 or less'],
    [
      {
        window: { from: START, until: '2026-11-30T00:00:00.000Z' },
        services: ['ledger-db', 'nothing'],
      },
      'No service is called `nothing`',
    ],
  ])('that is planned, and calls nobody, is refused with %j', (wrong, reason) => {
    const declaration = { form: 'maintenance', title, ...wrong } as const;
    const { outcome, effects } = declare(larder, empty, declaration, by);
    expect(outcome).toMatchObject({ kind: 'refused', reasons: [expect.stringContaining(reason)] });
    expect(effects).toEqual([]);
  });

  test.each([
    ['P1', 'sev1'],
    ['SEV-2', 'sev2'],
    ['severity 4', 'sev4'],
    ['critical', 'sev1'],
    ['high', 'sev2'],
  ])('takes %s for %s', (severity, expected) => {
    expect(declared({ severity }).incidents[0]?.severity).toBe(expected);
  });

  test('that was written earlier is judged by then', () => {
    const writtenAt = '2026-11-21T09:00:00.000Z';
    const started = '2026-11-21T09:30:00.000Z';
    expect(started < by.now).toBe(true);
    expect(declared({ started, writtenAt }).incidents[0]?.at.started).toBe(writtenAt);
  });

  test('is a valid file, whatever people type', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '```\n## Timeline\n',
        '--- \nstate: closed',
        '<!-- e:x -->',
        'payments-api',
        '"}',
      ),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...FORMS.slice(0, 3)),
        fc.tuple(text, text, text),
        (form, [start, service, description]) => {
          const { outcome, effects } = declare(
            larder,
            empty,
            { form, title: `A title ${start}`, services: [service], description },
            by,
          );
          if (outcome.kind !== 'declared') return;
          const { files, incidents } = effects.reduce(withEffect, empty);
          expect(incidents[0]).toMatchObject({ updates: [], keys: new Set([by.key]) });
          expect(validate([...configuration, ...files.values()]).diagnostics).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  });
});
