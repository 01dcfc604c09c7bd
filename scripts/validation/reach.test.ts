// Somebody hears of every service and severity, at any time of the coming weeks, or `validate` says of whom nobody does.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SourceFile } from '../config/document-set.ts';
import { startStanding } from '../correlation/standing.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { addMs, type Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import { evaluate } from '../rules/evaluate.ts';
import { signalOf, smallFiles } from '../rules/testing/organisation.ts';
import { lint } from './lint.ts';
import { validate } from './validate.ts';

const NOW = '2026-11-21T10:00:00.000Z';
const HOUR = 3_600_000;

type Plan = {
  /** By team. */
  readonly channels: Readonly<Record<string, boolean>>;
  readonly schedules: Readonly<Record<string, 'none' | 'now' | 'later' | 'for a week'>>;
  readonly notify: string;
};

const DEFAULT = '{id: default, to: [on-call, team-channel]}';

const OFFICE = `intervals:
  office: {zone: Europe/Amsterdam, on: [{weekdays: [mon..fri], times: ["08:30-18:00"]}]}
`;

function filesOf({ channels, schedules, notify }: Plan): readonly SourceFile[] {
  const files = smallFiles().map((file) => {
    if (!('text' in file)) return file;
    const team = /teams\/(\w+)\.yaml/.exec(file.path)?.[1];
    let { text } = file;
    if (team !== undefined && channels[team] !== true) text = text.replace(/^channel:.*\n/m, '');
    if (team !== undefined && (schedules[team] ?? 'none') !== 'none')
      text += `schedule: ${team}-duty\n`;
    if (file.path === 'rules/00-global.yaml') text += OFFICE;
    return { path: file.path, text: text.replace(`  - ${DEFAULT}`, notify) };
  });
  const duties = Object.entries(schedules).flatMap(([team, kind]) => {
    if (kind === 'none') return [];
    const start = kind === 'now' ? '2026-01-05T09:00' : '2027-03-01T09:00';
    const until =
      kind === 'for a week'
        ? 'overrides:\n  - {from: 2026-11-20T00:00:00Z, until: 2026-11-28T00:00:00Z, person: desk-lead}\n'
        : '';
    return [
      {
        path: `ownership/schedules/${team}-duty.yaml`,
        text: `schema: tocsin/schedule@1\nname: Duty of ${team}\nzone: Europe/Amsterdam\nrotation: {start: ${start}, days: 7, people: [${team}-lead]}\n${until}`,
      },
    ];
  });
  return [...files, ...duties];
}

function check(plan: Plan): {
  readonly organisation: Organisation;
  readonly found: readonly Diagnostic[];
} {
  const validation = validate(filesOf(plan));
  const errors = validation.diagnostics.filter(({ severity }) => severity === 'error');
  expect(errors).toEqual([]);
  if (validation.organisation === null) throw new Error('the organisation is sound');
  const found = lint(validation, NOW).filter(({ code }) => code === 'route-nobody');
  return { organisation: validation.organisation, found };
}

function isHeard(organisation: Organisation, service: string, at: Instant): boolean {
  const severities = ['critical', 'high', 'medium', 'low'] as const;
  return severities.every((severity) => {
    const signal = signalOf({ service, severity });
    const received = { source: 'watch', signal, receivedAt: at };
    return evaluate(organisation, startStanding(), received).destinations.length > 0;
  });
}

const teams = ['desk', 'shop', 'stores'];
const each = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Record<string, Value>> =>
  fc.record(Object.fromEntries(teams.map((team) => [team, value])));

const plan: fc.Arbitrary<Plan> = fc.record({
  channels: each(fc.constantFrom(false, false, true)),
  schedules: each(
    fc.constantFrom('none' as const, 'now' as const, 'later' as const, 'for a week' as const),
  ),
  notify: fc.constantFrom(
    `  - ${DEFAULT}`,
    '  - {id: minor, when: {incident_severity: [sev3, sev4]}, to: [team-channel]}\n  - {id: default, to: [on-call]}',
    '  - {id: default, to: [{team: shop}]}',
    '  - {id: board, when: {incident_severity: sev1}, also: [{channel: "#board"}]}\n  - {id: default, to: [{team: stores}]}',
    '  - {id: words, when: {title: {regex: "Some[a-z]+ fails"}}, to: [on-call]}\n  - {id: default, to: [{channel: "#all"}]}',
    '  - {id: day, when: {during: office}, to: [{channel: "#day"}]}\n  - {id: default, to: [on-call]}',
    '  - {id: night, when: {during: {not: office}}, also: [{channel: "#night"}]}\n  - {id: default, to: [on-call]}',
    '  - {id: day, when: {during: office, title: {regex: "Some[a-z]+ fails"}}, to: [on-call]}\n  - {id: default, to: [{channel: "#all"}]}',
  ),
});

describe('whom a signal reaches', () => {
  test('is somebody for every service, severity and hour of the coming weeks, or validate says who is missing', () => {
    const seen = { heard: 0, unheard: 0 };
    fc.assert(
      fc.property(plan, fc.integer({ min: 0, max: 28 * 24 - 1 }), (made, hours) => {
        const { organisation, found } = check(made);
        const at = addMs(NOW, hours * HOUR);
        const isReached = [...organisation.services.keys()].every((service) =>
          isHeard(organisation, service, at),
        );
        seen[isReached ? 'heard' : 'unheard'] += 1;
        if (!isReached) expect(found).not.toEqual([]);
      }),
      { numRuns: 300 },
    );
    expect(Math.min(seen.heard, seen.unheard)).toBeGreaterThan(10);
  });

  const nobody = { desk: false, shop: false, stores: false };

  test('is asked of the rotation: one that begins in spring calls nobody now', () => {
    const schedules = { desk: 'none', shop: 'later', stores: 'now' } as const;
    const { found } = check({ channels: nobody, schedules, notify: `  - ${DEFAULT}` });
    expect(found.map(({ message }) => message)).toEqual([
      'unexpected rule `default` that tells nobody of `service=shop function=backend product=sales environment=production incident_severity=sev1 severity=critical team=shop`, expected a person or a channel',
    ]);
  });

  test('is asked of the coming weeks: a stand-in who leaves before the rotation begins leaves nobody', () => {
    const schedules = { desk: 'for a week', shop: 'none', stores: 'none' } as const;
    const { found } = check({ channels: nobody, schedules, notify: `  - ${DEFAULT}` });
    expect(found.map(({ message }) => message)).toEqual([
      expect.stringContaining('` from 2026-11-28T00:00Z on, expected a person or a channel'),
    ]);
  });

  test('is asked of the hours that rules name: outside of them the next rule decides, and nobody may be left', () => {
    const schedules = { desk: 'none', shop: 'none', stores: 'none' } as const;
    const asked = (...rules: readonly string[]): readonly string[] =>
      check({
        channels: nobody,
        schedules,
        notify: rules.map((rule) => `  - ${rule}`).join('\n'),
      }).found.map(({ message }) => message);
    const rest = '{id: default, to: [on-call]}';
    const all = '{id: default, to: [{channel: "#all"}]}';
    // A Saturday: the office is open from Monday at 8:30 in Amsterdam on.
    expect(asked('{id: day, when: {during: office}, to: [{channel: "#day"}]}', rest)).toEqual([
      expect.stringContaining('rule `default` that tells nobody of `service=shop'),
    ]);
    expect(asked('{id: day, when: {during: office}, also: [{channel: "#day"}]}', rest)).toEqual([
      expect.stringContaining('rule `default` that tells nobody of `service=shop'),
    ]);
    const late = expect.stringMatching(/rule `day` .* from 2026-11-23T07:30Z on/);
    expect(asked('{id: day, when: {during: office}, to: [on-call]}', all)).toEqual([late]);
    const words = 'title: {regex: "Some[a-z]+ fails"}';
    expect(asked(`{id: day, when: {during: office, ${words}}, to: [on-call]}`, all)).toEqual([
      late,
    ]);
    expect(asked('{id: day, when: {during: office}, to: [{channel: "#day"}]}', all)).toEqual([]);
  });

  test('is not claimed to be nobody where triage is on call or reads', () => {
    const schedules = { desk: 'now', shop: 'later', stores: 'none' } as const;
    expect(check({ channels: nobody, schedules, notify: `  - ${DEFAULT}` }).found).toEqual([]);
    const none = { desk: 'none', shop: 'later', stores: 'none' } as const;
    const channels = { ...nobody, desk: true };
    expect(check({ channels, schedules: none, notify: `  - ${DEFAULT}` }).found).toEqual([]);
  });
});
