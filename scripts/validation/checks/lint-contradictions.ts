// Gate rules that hold nothing back, because what they ask for contradicts itself.
import { toConditions } from '../../config/conditions.ts';
import type { Located } from '../../config/document-set.ts';
import type { GateEntry, RulesDocument } from '../../config/rule-documents.ts';
import { isGlobal } from '../../config/rules.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Interval } from '../../model/interval.ts';
import type { Condition } from '../../model/rule.ts';
import { INCIDENT_SEVERITIES, type IncidentSeverity, isWorse } from '../../model/severity.ts';
import { excludes } from '../../rules/analysis/compare.ts';
import type { Domains } from '../../rules/analysis/domain.ts';
import { exampleOf, isEmptyShape, type Shape, shapeOf } from '../../rules/analysis/shape.ts';
import { neverMeet } from '../../rules/analysis/week.ts';
import { finding } from '../finding.ts';

/** Checks mutes against the clock that their rule asks for, and suppression against what both problems must share. */
export function checkContradictions(
  files: readonly Located<RulesDocument>[],
  intervals: ReadonlyMap<string, Interval>,
  domains: Domains,
): readonly Diagnostic[] {
  return files.flatMap((file) =>
    (file.document.gate ?? []).flatMap((rule, index) => {
      const when = toConditions(rule.when ?? {}, intervals);
      return [
        ...checkMute({ file, index, rule }, when, intervals),
        ...checkSuppress({ file, index, rule }, when, { intervals, domains }),
      ];
    }),
  );
}

type Entry = {
  readonly file: Located<RulesDocument>;
  readonly index: number;
  readonly rule: GateEntry;
};

function checkMute(
  { file, index, rule }: Entry,
  when: readonly Condition[],
  intervals: ReadonlyMap<string, Interval>,
): readonly Diagnostic[] {
  const muted = rule.mute === undefined ? undefined : intervals.get(rule.mute);
  const asked = when.find((condition) => condition.kind === 'during');
  if (muted === undefined || asked === undefined || !neverMeet(asked.interval, muted)) return [];
  const words = `${asked.interval.isInverse === (intervals.get(asked.interval.id)?.isInverse ?? false) ? '' : 'not '}${asked.interval.id}`;
  return [
    finding(
      'gate-impossible',
      file.locate(['gate', index, 'mute']),
      `unexpected \`mute: ${muted.id}\` beside \`during: ${words}\`, expected two intervals that have a minute in common`,
      'the rule is asked only when its mute is over: remove `during`, which `mute` already says',
    ),
  ];
}

function checkSuppress(
  { file, index, rule }: Entry,
  when: readonly Condition[],
  {
    intervals,
    domains,
  }: { readonly intervals: ReadonlyMap<string, Interval>; readonly domains: Domains },
): readonly Diagnostic[] {
  const { suppress_when: other } = rule;
  if (other === undefined) return [];
  const own = shapeOf({ when, team: isGlobal(file) ? null : file.id }, domains);
  const open = shapeOf({ when: toConditions(other.open, intervals), team: null }, domains);
  if (isEmptyShape(own) || isEmptyShape(open)) return [];
  const position = other.same.findIndex((field) => neverAgree(own.get(field), open.get(field)));
  const field = other.same[position];
  if (field !== undefined)
    return [
      finding(
        'gate-impossible',
        file.locate(['gate', index, 'suppress_when', 'same', position]),
        `unexpected \`${field}\` as what both have in common, expected a field in which \`when\` and \`open\` can agree`,
        `${describeDifference(field, own, open)}: remove \`${field}\` from \`same\`, or change one of the conditions`,
      ),
    ];
  if (!isAlwaysWorse(own.get('incident_severity'), open.get('incident_severity'))) return [];
  return [
    finding(
      'gate-impossible',
      file.locate(['gate', index, 'suppress_when']),
      'unexpected `open` that is always less severe than what `when` matches, expected a problem that is as severe',
      'nothing suppresses what is more severe: change one of the two `incident_severity`',
    ),
  ];
}

function neverAgree(left: Condition | undefined, right: Condition | undefined): boolean {
  if (left?.kind === 'absent' || right?.kind === 'absent') return true;
  return left !== undefined && right !== undefined && excludes(left, right);
}

/** The counter-example: what one side has where the other has something else. */
function describeDifference(field: string, own: Shape, open: Shape): string {
  const valueOf = (shape: Shape): string => {
    const condition = shape.get(field);
    if (condition?.kind === 'absent') return 'is missing';
    const value =
      condition === undefined ? undefined : exampleOf(new Map([[field, condition]]))?.get(field);
    return value === undefined ? 'is another' : `is \`${value.slice(0, 40)}\``;
  };
  return `${field} ${valueOf(own)} in what it would hold back and ${valueOf(open)} in \`open\``;
}

/** Whether each severity that one side may have is worse than each of the other. */
function isAlwaysWorse(own: Condition | undefined, open: Condition | undefined): boolean {
  if (own?.kind !== 'any_of' || open?.kind !== 'any_of') return false;
  const held = severitiesOf(own.values);
  const others = severitiesOf(open.values);
  if (held.length === 0 || others.length === 0) return false;
  return held.every((one) => others.every((other) => isWorse(one, other)));
}

/** What is `none` opens nothing, so it suppresses nothing. */
function severitiesOf(values: readonly string[]): readonly IncidentSeverity[] {
  return INCIDENT_SEVERITIES.filter((severity) => values.includes(severity));
}
