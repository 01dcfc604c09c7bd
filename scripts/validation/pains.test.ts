// Complaints about other tools that validation or the rule language answers; numbers as in the collection of pains.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SourceFile } from '../config/document-set.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Condition } from '../model/rule.ts';
import { holds } from '../rules/match.ts';
import { decideStage } from '../rules/stage.ts';
import { resolveDestinations } from '../rules/destinations.ts';
import {
  exampleFiles,
  exampleOrganisation,
  organisationOf,
  smallFiles,
} from '../rules/testing/organisation.ts';
import { lint } from './lint.ts';
import { validate } from './validate.ts';

const NOW = '2026-11-21T10:00:00.000Z';

/** The small organisation with more rules at the top of a stage. */
function withRules(
  stage: string,
  rules: string,
  file = 'rules/00-global.yaml',
): readonly SourceFile[] {
  return smallFiles().map((source) =>
    source.path === file && 'text' in source
      ? { path: file, text: source.text.replace(`${stage}:\n`, `${stage}:\n${rules}`) }
      : source,
  );
}

function findings(files: readonly SourceFile[]): readonly Diagnostic[] {
  const validation = validate(files);
  return [...validation.diagnostics, ...lint(validation, NOW)];
}

function codes(files: readonly SourceFile[]): readonly string[] {
  return findings(files).map(({ code }) => code);
}

describe('rules that cannot do what they seem to', () => {
  test('pain 5: rules live in many files with owners, and a file of one team says nothing about another’s signals', () => {
    const file = {
      path: 'rules/shop.yaml',
      text: 'schema: tocsin/rules@1\nseverity:\n  - {id: ours, when: {host: a}, set: sev1}\n',
    };
    const organisation = organisationOf([...smallFiles(), file]);
    const read = (field: string): string | null => (field === 'host' ? 'a' : null);
    expect(decideStage(organisation.rules.severity, 'shop', read).rule?.id).toBe('ours');
    expect(decideStage(organisation.rules.severity, 'stores', read).rule?.id).toBe('default');
    const foreign = { ...file, text: file.text.replace('host: a', 'team: stores') };
    expect(codes([...smallFiles(), foreign])).toEqual(['rule-impossible']);
  });

  test('pain 13: a rule that matches everything above others is found with the rules that it hides', () => {
    const found = findings(withRules('notify', '  - {id: archive, to: [{channel: "#archive"}]}\n'));
    expect(found).toMatchObject([
      { code: 'rule-unreachable', message: expect.stringContaining('`default` after `archive`') },
    ]);
    expect(
      codes(
        withRules('gate', '  - {id: all-there, when: {kind: {exists: true}}, action: record}\n'),
      ),
    ).toContain('rule-shadowed');
  });

  test('pain 14: a count that can never be reached is found, and only such a one', () => {
    const threshold = (when: string, more: string): readonly SourceFile[] =>
      withRules(
        'gate',
        `  - {id: many, when: {${when}}, threshold: {count: 3, within: 5m, distinct: ${more}}}\n`,
      );
    expect(findings(threshold('host: [db-1, db-2]', 'host'))).toMatchObject([
      { code: 'gate-impossible', hint: expect.stringContaining('lower `count`') },
    ]);
    expect(codes(threshold('first_seen: true', 'host'))).toEqual([]);
    expect(codes(threshold('host: a', 'source'))).toContain('gate-impossible');
    // Where the field is missing each problem counts as a value of its own.
    expect(codes(threshold('host: {exists: false}', 'host'))).toEqual([]);
    expect(codes(threshold('host: {exists: true}', 'host'))).toEqual([]);
  });

  test('thresholds with the same numbers are two, since each counts for itself', () => {
    const files = withRules(
      'gate',
      '  - {id: one, when: {host: a}, threshold: {count: 3, within: 10m}}\n  - {id: all, when: {host: {glob: "?"}}, threshold: {count: 3, within: 10m}}\n',
    );
    expect(codes(files)).toEqual([]);
  });

  test('pain 15: tests that exclude each other are found, and a field cannot have two', () => {
    expect(
      codes(withRules('gate', '  - {id: two, when: {host: a, host: b}, action: open}\n')),
    ).toEqual(['yaml-duplicate-key']);
    expect(
      codes(withRules('gate', '  - {id: none, when: {count: {gt: 3, lte: 3}}, action: open}\n')),
    ).toEqual(['rule-impossible']);
  });

  test('pain 22: an identity of what changes is refused in every spelling, and one of what lasts is not', () => {
    const files = (field: string, when: string): readonly SourceFile[] =>
      smallFiles().map((source) =>
        source.path === 'rules/00-global.yaml' && 'text' in source
          ? {
              ...source,
              text: `${source.text}identity:\n  - {id: by, when: {${when}}, by: [service, ${field}]}\n`,
            }
          : source,
      );
    const identity = (field: string, when = 'source: watch'): readonly string[] =>
      codes(files(field, when));
    const isInForce = (field: string): boolean =>
      validate(files(field, 'source: watch')).diagnostics.every(
        ({ severity }) => severity !== 'error',
      );
    for (const field of ['severity', 'Severity', 'status', 'value', 'message', 'timestamp']) {
      expect(identity(`label.${field}`), field).toEqual(['rule-identity']);
      expect(isInForce(`label.${field}`), field).toBe(false);
    }
    for (const field of ['current_value', 'alertText', 'alert_severity', 'error.message', 'msg']) {
      expect(identity(`label.${field}`), field).toEqual(['rule-identity']);
      expect(isInForce(`label.${field}`), field).toBe(true);
    }
    for (const field of ['service_level', 'us_state', 'value_stream', 'panel_title', 'time_zone'])
      expect(identity(`label.${field}`), field).toEqual(['identity-field-missing']);
    expect(identity('severity')).toEqual(['schema-value']);
    for (const when of ['severity: high', 'action: resolve', 'title: "x"', 'label.State: "firing"'])
      expect(identity('environment', when), when).toEqual(['rule-identity']);
    expect(identity('label.check')).toEqual(['identity-field-missing']);
  });
});

describe('order and diffs', () => {
  test('pain 8: deleting one rule is a change of that rule’s lines alone, and only its signals are decided otherwise', () => {
    const lines = Array.from(
      { length: 40 },
      (_, index) => `  - {id: host-${index}, when: {host: h${index}}, set: sev2}\n`,
    );
    const all = organisationOf(withRules('severity', lines.join('')));
    const less = organisationOf(withRules('severity', lines.toSpliced(17, 1).join('')));
    const decided = (organisation: typeof all): readonly (string | undefined)[] =>
      lines.map(
        (_, index) =>
          decideStage(organisation.rules.severity, 'desk', (field) =>
            field === 'host' ? `h${index}` : null,
          ).rule?.id,
      );
    const differs = decided(all).flatMap((id, index) =>
      id === decided(less)[index] ? [] : [index],
    );
    expect(differs).toEqual([17]);
  });

  test('pain 9: two hundred rules of twenty teams need no positions, and each team’s answer ignores the others', () => {
    const teams = Array.from({ length: 20 }, (_, index) => `team-${index}`);
    const rules = (team: string): string =>
      Array.from(
        { length: 10 },
        (_, index) =>
          `  - {id: r${index}, when: {host: h${index}}, set: ${team === 'team-7' ? 'sev1' : 'sev2'}}\n`,
      ).join('');
    const files = teams.flatMap((team): readonly SourceFile[] => [
      {
        path: `ownership/teams/${team}.yaml`,
        text: `schema: tocsin/team@1\nname: ${team}\nlead: ann\nmembers: [ann]\nchannel: "#${team}"\n`,
      },
      { path: `rules/${team}.yaml`, text: `schema: tocsin/rules@1\nseverity:\n${rules(team)}` },
    ]);
    for (const order of [files, files.toReversed()]) {
      const { rules: compiled } = organisationOf([...smallFiles(), ...order]);
      for (const team of teams)
        for (const host of ['h0', 'h7', 'h9'])
          expect(
            decideStage(compiled.severity, team, (field) => (field === 'host' ? host : null)).rule
              ?.set,
          ).toBe(team === 'team-7' ? 'sev1' : 'sev2');
    }
  });
});

describe('patterns and hours', () => {
  test('pain 27: patterns mean the whole text, with and without anchors', () => {
    const regex = (pattern: string): Condition => ({ kind: 'regex', field: 'host', pattern });
    expect(holds(regex('db|web'), 'web-1')).toBe(false);
    expect(holds(regex('db|web'), 'my-db')).toBe(false);
    expect(holds(regex('^db.*'), 'db-1')).toBe(true);
    expect(holds(regex('db.*'), 'line\ndb')).toBe(false);
    expect(holds({ kind: 'glob', field: 'host', pattern: 'db' }, 'db-1')).toBe(false);
  });

  test('pain 27: a pattern in quotes of another tool is named, and matches only quoted text', () => {
    expect(
      codes(
        withRules('gate', `  - {id: quoted, when: {host: {regex: '"db-.*"'}}, action: record}\n`),
      ),
    ).toEqual(['regex-habit']);
    expect(holds({ kind: 'regex', field: 'host', pattern: '"db-.*"' }, 'web-1')).toBe(false);
  });

  test('pain 27: a zone that does not exist is found, with the one that was meant', () => {
    const found = findings(
      smallFiles().map((source) =>
        source.path === 'rules/00-global.yaml' && 'text' in source
          ? {
              ...source,
              text: `${source.text}intervals:\n  nights: {zone: Europe/Pariss, on: [{times: ["22:00-06:00"]}]}\n`,
            }
          : source,
      ),
    );
    expect(found).toMatchObject([{ code: 'zone-unknown', hint: 'did you mean `Europe/Paris`?' }]);
  });
});

describe('an incident that names who and what is gone', () => {
  const CLOSED = '2026/2026-10-26-routing-engine.md';
  const GOES_ON = '2026/2026-11-18-delivery-slots.md';
  const withOld = (incident: string): readonly SourceFile[] =>
    exampleFiles().map((file) =>
      'text' in file && file.path.endsWith(incident)
        ? {
            ...file,
            text: file.text
              .replace(/^ {2}team: .*$/m, '  team: couriers-old')
              .replace(/^services: .*$/m, 'services: [router-old]')
              .replace(/^( {2}manager|owner|reviewers): .+$/gm, (line) =>
                line.startsWith('reviewers')
                  ? 'reviewers: [gone-too]'
                  : `${line.split(':')[0]}: long-gone`,
              ),
          }
        : file,
    );

  test('pain 18: is right where it is closed, since people leave, and teams and services get other names', () => {
    expect(codes(withOld(CLOSED))).toEqual(codes(exampleFiles()));
  });

  test('is told so while it goes on, with its post-mortem', () => {
    const found = codes(withOld(GOES_ON));
    expect(found.filter((code) => code === 'reference-unknown')).toHaveLength(2);
    expect(found.filter((code) => code === 'person-unknown')).toHaveLength(3);
  });
});

describe('the example organisation', () => {
  test('tells somebody of every service, severity and environment', () => {
    const organisation = exampleOrganisation();
    const teams = (service: string): readonly string[] =>
      Object.values(organisation.services.get(service)?.teams ?? {});
    fc.assert(
      fc.property(
        fc.constantFrom(...organisation.services.keys()),
        fc.constantFrom('sev1', 'sev2', 'sev3', 'sev4'),
        fc.constantFrom(...organisation.settings.environments),
        (service, severity, environment) => {
          for (const team of teams(service)) {
            const fields = new Map([
              ['service', service],
              ['incident_severity', severity],
              ['environment', environment],
              ['team', team],
            ]);
            const { rule } = decideStage(
              organisation.rules.notify,
              team,
              (field) => fields.get(field) ?? null,
            );
            expect(
              resolveDestinations(organisation, rule?.to ?? [], team, NOW).resolved,
            ).not.toEqual([]);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
