// What people declare and what tools report of one failure is one incident, whoever comes first.
import { describe, expect, test } from 'vitest';
import { standingOfIncidents } from '../correlation/incident-standing.ts';
import type { Effect } from '../model/effect.ts';
import { isHistoryPath, isIncidentPath } from '../model/history-path.ts';
import type { Incident } from '../model/incident.ts';
import { addMs, type Instant } from '../model/instant.ts';
import type { Signal } from '../model/signal.ts';
import { type EditableBook, readBook, withEffect } from '../response/book.ts';
import { respond } from '../response/respond.ts';
import { evaluate } from '../rules/evaluate.ts';
import { exampleFiles, signalOf } from '../rules/testing/organisation.ts';
import { validate } from '../validation/validate.ts';
import { carryOut } from '../slash-commands/carry-out.ts';
import type { Declaration } from './declaration.ts';
import { declare, type Declared } from './declare.ts';
import { larder, START } from '../slash-commands/testing/room.ts';

const SERVICE = 'tracking-api';
const ID = `2026-11-21-${SERVICE}`;
const configuration = exampleFiles().filter(({ path }) => !isHistoryPath(path));

describe('a failure that is declared twice', () => {
  test('is one incident: the second words stand on its timeline, and nobody is called again', () => {
    const scene = open();
    expect(scene.declare({ severity: '3' })).toMatchObject({ kind: 'declared', incident: ID });
    const second = scene.declare({
      title: 'Couriers see *no* map',
      description: 'The map stays grey.',
      customers: '12',
    });
    expect(second).toEqual({
      kind: 'joined',
      incident: ID,
      room: null,
      told: null,
      remarks: [
        `\`${ID}\` is open about the same, and what you wrote is on its timeline. Nobody is called again. Go on there. Where this is another failure, declare it again and say so: \`Another one\` in the form, \`--another\` at the command line.`,
      ],
    });
    expect(scene.calls()).toBe(0);
    expect(scene.incidents()).toHaveLength(1);
    expect(scene.text()).toContain('[joined] declared again by @ada: Couriers see \\*no\\* map');
    expect(scene.text()).toContain('The map stays grey.');
    expect(scene.incident()).toMatchObject({ severity: 'sev3', impact: { customers: 12 } });
    expect(scene.findings()).toEqual([]);
  });

  test('and names a further service calls its team, once', () => {
    const scene = open();
    scene.declare({ severity: '3' });
    const second = scene.declare({ services: [SERVICE, 'ledger-db'] });
    expect(second).toMatchObject({
      kind: 'joined',
      told: expect.stringContaining('on call database-primary'),
      remarks: [expect.stringContaining('Reach ')],
    });
    expect(second).not.toMatchObject({ told: expect.stringContaining('logistics') });
    expect(scene.incident()?.called).toContain('on call database-primary');
    expect(scene.declare({ services: [SERVICE, 'order-db'] })).toMatchObject({ told: null });
  });

  test('and says an earlier beginning keeps it on the timeline, and tells how to take it over', () => {
    const scene = open();
    scene.declare({ severity: '3' });
    const earlier = '2026-11-20T07:05:00.000Z';
    expect(scene.declare({ started: earlier })).toMatchObject({
      kind: 'joined',
      remarks: [
        expect.stringContaining('is open about the same'),
        'You say that it fails since 2026-11-20 07:05 UTC, which is earlier than what stands there: say `/set started 2026-11-20 07:05` there if that is so.',
      ],
    });
    expect(scene.text()).toMatch(
      /\[joined\] declared again by @ada: .* \(since 2026-11-20 07:05 UTC\)/,
    );
    expect(scene.findings()).toEqual([]);
  });

  test('under the same key changes nothing more', () => {
    const scene = open();
    scene.declare({});
    const first = scene.declare({}, 'if-7');
    const text = scene.text();
    expect(scene.declare({}, 'if-7')).toEqual(first);
    expect(scene.text()).toBe(text);
  });

  test('as worse raises it and calls', () => {
    const scene = open();
    scene.declare({ severity: '3' });
    expect(scene.declare({ severity: '1' })).toMatchObject({
      kind: 'joined',
      told: expect.stringContaining('on call'),
    });
    expect(scene.incident()).toMatchObject({ severity: 'sev1', state: 'investigating' });
    expect(scene.text()).toContain('declared again by @ada, sev3 → sev1');
  });

  test('while its recovery is watched goes on, and calls; a customer who reports late changes nothing', () => {
    const scene = open();
    scene.declare({});
    scene.say('/mitigated');
    expect(scene.declare({ form: 'customer-report', ticket: 'zendesk 1' })).toMatchObject({
      told: null,
    });
    expect(scene.incident()).toMatchObject({ state: 'monitoring', tickets: ['zendesk 1'] });
    expect(scene.declare({})).toMatchObject({ told: expect.stringContaining('on call') });
    expect(scene.incident()).toMatchObject({ state: 'investigating' });
    expect(scene.findings()).toEqual([]);
  });

  test.each([{ another: 'yes: another failure of the same service' }, { recurrenceOf: ID }])(
    'is two where whoever declares it says so: %o',
    (said) => {
      const scene = open();
      scene.declare({});
      expect(scene.declare(said)).toMatchObject({
        kind: 'declared',
        incident: `${ID}-2`,
        remarks: [
          `\`${ID}\` is open beside it about the same service. Where both are one after all, \`/duplicate ${ID}\` makes them one.`,
        ],
      });
    },
  );

  test.each<[string, Partial<Declaration>]>([
    ['elsewhere', { environment: 'staging' }],
    ['of another service', { services: ['payments-api'] }],
    ['that is confidential', { form: 'security' }],
    ['that is confidential by its kind of failure', { category: 'security' }],
  ])('is another one %s', (_what, declaration) => {
    const scene = open();
    scene.declare({});
    expect(scene.declare(declaration)).toMatchObject({ kind: 'declared' });
    expect(scene.incidents()).toHaveLength(2);
  });

  test('does not learn of a confidential one', () => {
    const scene = open();
    scene.declare({ form: 'security' });
    expect(scene.declare({})).toMatchObject({ kind: 'declared', remarks: [] });
    expect(scene.signal()).toMatchObject({ incident: `${ID}-2` });
  });

  test('is another one once the first is over', () => {
    const scene = open();
    scene.declare({});
    scene.say('/mitigated\n/resolve');
    expect(scene.declare({})).toMatchObject({ kind: 'declared', incident: `${ID}-2` });
  });
});

describe('what tools report', () => {
  test('joins what a person declared, and so does the person after it', () => {
    const scene = open();
    scene.declare({});
    expect(scene.signal()).toEqual({ kind: 'applied', incident: ID });
    expect(scene.signal({ kind: 'report', dedupKey: '35436' })).toEqual({
      kind: 'applied',
      incident: ID,
    });
    expect(scene.declare({ form: 'customer-report' })).toMatchObject({ incident: ID });
    expect(scene.incidents()).toHaveLength(1);
    expect(Object.keys(scene.incident().problems)).toHaveLength(2);
    expect(scene.findings()).toEqual([]);
  });

  test('joins whatever its rules group it by: who declares knows no hosts', () => {
    const scene = open();
    scene.declare({ services: ['ledger-db'] });
    for (const host of ['db-1', 'db-2'])
      expect(scene.signal({ service: 'ledger-db', host, dedupKey: host })).toEqual({
        kind: 'applied',
        incident: '2026-11-21-ledger-db',
      });
  });

  test('is joined by what a person declares', () => {
    const scene = open();
    expect(scene.signal()).toEqual({ kind: 'applied', incident: ID });
    expect(scene.declare({ severity: '4' })).toMatchObject({ kind: 'joined', incident: ID });
  });

  test('soon after the resolution of what was declared takes that up again', () => {
    const scene = open();
    scene.declare({});
    scene.say('/mitigated\n/resolve');
    expect(scene.signal()).toEqual({ kind: 'applied', incident: ID });
    expect(scene.incident().state).toBe('investigating');
  });
});

type Scene = {
  readonly declare: (declaration: Partial<Declaration>, key?: string) => Declared;
  readonly signal: (changes?: Partial<Signal>) => unknown;
  readonly say: (text: string) => void;
  readonly calls: () => number;
  readonly incidents: () => readonly Incident[];
  readonly incident: () => Incident;
  readonly text: () => string;
  readonly findings: () => readonly string[];
};

function open(): Scene {
  let book: EditableBook = readBook([]);
  let now: Instant = START;
  let number = 0;
  let last: readonly Effect[] = [];
  const apply = (effects: readonly Effect[]): void => {
    last = effects;
    book = effects.reduce(withEffect, book);
  };
  const next = (): string => {
    now = addMs(now, 60_000);
    number += 1;
    return `dc-${number}`;
  };
  const incident = (): Incident => {
    const [first] = book.incidents;
    if (first === undefined) throw new Error('no incident is open');
    return first;
  };
  return {
    declare: (declaration, key) => {
      const own = next();
      const { outcome, effects } = declare(
        larder,
        book,
        {
          form: 'incident',
          title: 'Couriers are not where the map says',
          services: [SERVICE],
          ...declaration,
        },
        { login: 'ada', now, key: key ?? own },
      );
      apply(effects);
      return outcome;
    },
    signal: (changes = {}) => {
      next();
      const signal = signalOf({
        service: SERVICE,
        environment: 'production',
        severity: 'high',
        ...changes,
      });
      const standing = standingOfIncidents(book.incidents, () => true);
      const decision = evaluate(larder, standing, {
        source: signal.kind === 'report' ? 'zendesk' : 'prometheus',
        signal,
        receivedAt: now,
      });
      const { outcome, effects } = respond(larder, book, decision, now);
      apply(effects);
      return outcome;
    },
    say: (text) => {
      const key = next();
      const speaker = { login: 'mara-okafor', permission: 'admin' } as const;
      const comment = { key, incident: incident().id, text, speaker, at: now };
      apply(carryOut({ organisation: larder, postmortem: null, now }, book, comment).effects);
    },
    calls: () => last.filter(({ kind }) => kind === 'notify').length,
    incidents: () => book.incidents,
    incident,
    text: () => book.files.get(incident().id)?.text ?? '',
    findings: () =>
      validate([...configuration, ...book.files.values()])
        .diagnostics.filter(({ place }) => isIncidentPath(place.file))
        .map(({ code, message }) => `${code}: ${message}`),
  };
}
