import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readBook, withEffect } from '../response/book.ts';
import { exampleFiles } from '../rules/fixtures/organisation.ts';
import { validate } from '../validation/validate.ts';
import { type Declaration, FORMS } from './declaration.ts';
import { declare } from './declare.ts';
import { larder, START } from './fixtures/room.ts';

const by = { login: 'mara-okafor', now: START, key: 'is-12' };
const empty = readBook([]);
const configuration = exampleFiles().filter(({ path }) => !/^(incidents|postmortems)\//.test(path));
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
      remark: expect.stringMatching(
        /^Nothing is called `identty`.* Did you mean `identity`\? .*`\/delegate team`\.$/,
      ),
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

  test.each([
    [{ title: 'short' }, '5 characters'],
    [{ severity: '9' }, 'Unexpected severity `9`'],
    [{ category: 'latncy' }, 'Did you mean `latency`?'],
    [{ environment: 'prod' }, 'Unexpected environment `prod`'],
    [{ ticket: 'mail from ada@example.com' }, 'never who wrote it'],
    [{ recurrenceOf: '2026-01-01-nothing' }, 'No incident is called'],
    [{ customers: 'a dozen' }, 'Unexpected customers `a dozen`, expected a whole number'],
    [{ services: ['payments-api', 'ledger-bd'] }, 'Did you mean `ledger-db`?'],
    [{ services: ['coffee machine', 'ledger-db'] }, 'No service is called `coffee machine`'],
    [{ started: '2026-11-22T00:00:00.000Z' }, 'lies ahead'],
    [{ form: 'maintenance' as const }, 'is missing'],
  ])('is refused with %j', (wrong, reason) => {
    const { outcome, effects } = declare(larder, empty, { form: 'incident', title, ...wrong }, by);
    expect(outcome).toMatchObject({ kind: 'refused', reasons: [expect.stringContaining(reason)] });
    expect(effects).toEqual([]);
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
