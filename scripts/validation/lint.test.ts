// What lint must not claim, and what it says besides the planted mistakes.
import { describe, expect, test } from 'vitest';
import type { SourceFile } from '../config/document-set.ts';
import { smallFiles } from '../rules/testing/organisation.ts';
import { organisationWith, startStory } from '../rules/testing/story.ts';
import { lint } from './lint.ts';
import { loadState } from './load.ts';
import { validate } from './validate.ts';

const NOW = '2026-11-21T10:00:00.000Z';

function withText(path: string, change: (text: string) => string): readonly SourceFile[] {
  return smallFiles().map((file) =>
    file.path === path && 'text' in file ? { path, text: change(file.text) } : file,
  );
}

function severity(...rules: readonly string[]): readonly SourceFile[] {
  return withText('rules/00-global.yaml', (text) =>
    text.replace('severity:\n', `severity:\n${rules.map((rule) => `  - ${rule}\n`).join('')}`),
  );
}

function codes(files: readonly SourceFile[], now = NOW): readonly string[] {
  const validation = validate(files);
  return [...validation.diagnostics, ...lint(validation, now)].map(({ code }) => code);
}

describe('lint', () => {
  test('leaves a rule alone that names the category for one before it that names none', () => {
    const wide = '{id: wide, when: {host: {glob: "db-*"}}, set: sev2}';
    const narrow = '{id: narrow, when: {host: db-1}, set: sev2, category: data}';
    expect(codes(severity(wide, narrow))).toEqual([]);
    expect(codes(severity(wide, narrow.replace(', category: data', '')))).toEqual([
      'rule-shadowed',
    ]);
  });

  test('leaves a rule alone that only repeats the default', () => {
    expect(codes(severity('{id: low, when: {severity: low}, set: sev4, category: other}'))).toEqual(
      [],
    );
  });

  test('sees what several rules before one decide together', () => {
    const part = (environment: string): string =>
      `{id: in-${environment}, when: {host: a, environment: ${environment}}, set: sev2, category: data}`;
    const rest = '{id: rest, when: {host: a}, set: sev1, category: data}';
    expect(codes(severity(part('production'), rest))).toEqual([]);
    expect(codes(severity(part('production'), part('staging'), rest))).toEqual(['rule-shadowed']);
  });

  describe('of gates behind one that only records', () => {
    const OFFICE =
      'intervals:\n  office: {zone: UTC, on: [{weekdays: [mon..fri], times: ["08:00-18:00"]}]}\n';
    const gated = (...rules: readonly string[]): readonly string[] =>
      codes(
        withText('rules/00-global.yaml', (text) => {
          const list = rules.map((rule) => `  - ${rule}\n`).join('');
          return `${text.replace('gate:\n', `gate:\n${list}`)}${OFFICE}`;
        }),
      );
    const record = '{id: noted, when: {host: {glob: "db-*"}}, action: record}';
    const behind = '{id: many, when: {host: db-1}, threshold: {count: 3, within: 10m}}';

    test('finds those that never decide, wherever they stand in the file', () => {
      expect(gated(record, behind)).toEqual(['rule-shadowed']);
      expect(gated(behind, record)).toEqual(['rule-shadowed']);
    });

    test.each([
      [
        'where one that opens is asked before',
        '{id: out, when: {label.a: b}, action: open}',
        record,
      ],
      [
        'where it records only a part',
        '{id: noted, when: {host: db-1, label.a: b}, action: record}',
      ],
      [
        'where it records at some hours',
        '{id: noted, when: {host: db-1, during: office}, action: record}',
      ],
    ])('leaves them alone %s', (_where, ...before) => {
      expect(gated(...before, behind)).toEqual([]);
    });

    test('leaves flapping alone, which holds open what an incident lists already', () => {
      const flap = '{id: shaky, when: {host: db-1}, flap: {enter: 4, leave: 2, within: 1h}}';
      expect(gated(record, flap)).toEqual([]);
    });

    test('names a mute that another one of the same hours covers, and no other', () => {
      const mute = (id: string, when: string): string =>
        `{id: ${id}, when: {${when}}, mute: office}`;
      const narrow = mute('narrow', 'host: db-1, label.a: b');
      expect(gated(narrow, mute('wide', 'host: db-1'))).toEqual(['rule-redundant']);
      expect(gated(narrow, mute('other', 'host: db-2'))).toEqual([]);
      expect(gated(narrow, mute('beside', 'host: db-1, label.a: c'))).toEqual([]);
    });
  });

  test('leaves a reader alone who tells one more than others do', () => {
    const told = (id: string, when: string, ...channels: readonly string[]): string =>
      `  - {id: ${id}, when: {${when}}, also: [${channels.map((each) => `{channel: "#${each}"}`).join(', ')}]}\n`;
    const asked = (...rules: readonly string[]): readonly string[] =>
      codes(
        withText('rules/00-global.yaml', (text) =>
          text.replace('notify:\n', `notify:\n${rules.join('')}`),
        ),
      );
    const one = told('one', 'host: db-1', 'a');
    expect(asked(one, told('both', 'host: db-1, label.x: y', 'a', 'b'))).toEqual([]);
    expect(asked(one, told('same', 'host: db-1, label.x: y', 'a'))).toEqual(['rule-redundant']);
  });

  test('sees the files of a team as one list: its folder by name, then the file that is called like it', () => {
    const rule = (id: string, host: string): string =>
      `severity: [{id: ${id}, when: {host: ${host}}, set: ${id === 'wide' ? 'sev2' : 'sev1'}}]\n`;
    const text = (path: string, body: string): SourceFile => ({
      path,
      text: `schema: tocsin/rules@1\n${body}`,
    });
    const global = 'rules/00-global';
    const wide = text(`${global}/20-wide.yaml`, rule('wide', '{glob: "db-*"}'));
    const asked = (path: string): readonly string[] => {
      const validation = validate([...smallFiles(), wide, text(path, rule('narrow', 'db-1'))]);
      const rules = validation.organisation?.rules.severity ?? [];
      expect(rules.map(({ id }) => id).indexOf('wide')).toBeLessThan(rules.length - 2);
      return lint(validation, NOW).map(({ code, place }) => `${code} ${place.file}`);
    };
    expect(asked(`${global}/10-narrow.yaml`)).toEqual([]);
    expect(asked(`${global}/30-narrow.yaml`)).toEqual([`rule-shadowed ${global}/30-narrow.yaml`]);
  });

  test('asks what another problem must match as well', () => {
    const files = withText('rules/00-global.yaml', (text) =>
      text.replace(
        'gate:\n',
        'gate:\n  - {id: other, suppress_when: {open: {environment: {glob: "prd*"}}, same: [service]}}\n',
      ),
    );
    expect(codes(files)).toEqual(['rule-impossible']);
  });

  test('warns of a silence a day before it ends, and after', () => {
    const silence = {
      path: 'rules/silences/quiet.yaml',
      text: 'schema: tocsin/silence@1\nreason: Moving.\nwhen: {host: a}\nfrom: 2026-11-20T10:00:00Z\nuntil: 2026-11-23T10:00:00Z\n',
    };
    const at = (now: string): readonly string[] => codes([...smallFiles(), silence], now);
    expect(at('2026-11-22T09:59:59.000Z')).toEqual([]);
    expect(at('2026-11-22T10:00:00.000Z')).toEqual(['silence-ended']);
    expect(at('2026-12-01T10:00:00.000Z')).toEqual(['silence-ended']);
    const short = {
      ...silence,
      text: silence.text.replace('-11-20T', '-11-23T').replace('T10', 'T00'),
    };
    expect(codes([...smallFiles(), short], '2026-11-22T23:59:59.000Z')).toEqual([]);
    expect(codes([...smallFiles(), short], '2026-11-23T00:00:00.000Z')).toEqual(['silence-ended']);
  });

  test('never stops a gateway: warnings and lint leave the configuration in force', () => {
    const shadowed = severity(
      '{id: a, when: {host: a}, set: sev2}',
      '{id: b, when: {host: a}, set: sev1}',
    );
    expect(codes(shadowed)).toEqual(['rule-shadowed']);
    expect(loadState(shadowed).kind).toBe('loaded');
    const habit = severity('{id: a, when: {host: {regex: "^a+"}}, set: sev2}');
    expect(codes(habit)).toEqual(['regex-habit']);
    expect(loadState(habit).kind).toBe('loaded');
  });

  test('allows 32 regular expressions in a stage, and any number that stand beside a plain value', () => {
    const regex = (index: number, more = ''): string =>
      `{id: r${index}, when: {title: {regex: "x${index}[a-z]+"}${more}}, set: sev2}`;
    const many = (count: number, more = ''): readonly string[] =>
      Array.from({ length: count }, (_, index) => regex(index, more));
    expect(codes(severity(...many(32)))).toEqual([]);
    expect(codes(severity(...many(33)))).toEqual(['rule-limit']);
    expect(codes(severity(...many(40, ', host: db-1')))).toEqual([]);
  });

  test('tells of a rule of another team’s signals that it is impossible, and not that it covers those below', () => {
    const own: SourceFile = {
      path: 'rules/shop.yaml',
      text: `schema: tocsin/rules@1
severity:
  - {id: other-team, when: {team: desk}, set: sev4, category: other}
  - {id: below, when: {label.alertname: Foo}, set: sev1, category: other}
  - {id: last, when: {label.alertname: Bar}, set: sev2, category: other}
`,
    };
    const validation = validate([...smallFiles(), own]);
    const found = lint(validation, NOW).map(({ code, place }) => `${code} ${place.line}`);
    expect(found).toEqual(['rule-impossible 3']);
  });

  test('leaves a rule alone that only the tool’s own word for a regression can meet', () => {
    const both =
      '{id: both, when: {first_seen: true, regression: true}, set: sev1, category: data}';
    expect(codes(severity(both))).toEqual([]);
    const { send } = startStory(organisationWith({ severity: `  - ${both}\n` }));
    const [back, plain] = ['regressed', 'ongoing'].map((substatus) =>
      send(0, { dedupKey: substatus, labels: { substatus } }).trace.find(
        ({ stage }) => stage === 'severity',
      ),
    );
    expect([back?.by?.id, plain?.by?.id]).toEqual(['both', 'default']);
  });

  test('names the owner of a service in another team’s rules, also where the rule names its own beside it', () => {
    const files = (service: string, teams: string): readonly SourceFile[] => [
      ...withText('ownership/products/sales.yaml', (text) =>
        text
          .replace('fallback: {database: stores}', 'fallback: {backend: stores}')
          .concat(`  - {id: fresh, name: Fresh, tier: 3, teams: ${teams}}\n`),
      ),
      {
        path: 'rules/stores.yaml',
        text: `schema: tocsin/rules@1\nseverity:\n  - {id: own, when: {service: ${service}}, set: sev2}\n`,
      },
    ];
    const found = (service: string, teams: string): readonly string[] => {
      const validation = validate(files(service, teams));
      return [...validation.diagnostics, ...lint(validation, NOW)]
        .filter(({ place }) => place.file === 'rules/stores.yaml')
        .map(({ code, hint, place }) => `${code} ${place.column} ${hint ?? ''}`);
    };
    const theirs =
      'rule-foreign-service 31 `fresh` belongs to `shop`: move the rule to rules/shop.yaml';
    expect(found('fresh', '{backend: shop}')).toEqual([theirs]);
    expect(found('[fresh]', '{backend: shop}')).toEqual([theirs.replace('31', '32')]);
    expect(found('fresh', '{backend: stores}')).toEqual([]);
  });
});
