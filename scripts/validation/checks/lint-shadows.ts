// Rules of a stage in which the first that matches decides: those that can never decide, and those that change nothing.
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Rule, Rules } from '../../model/rule.ts';
import { INCIDENT_SEVERITIES } from '../../model/severity.ts';
import { coverOf, shapesOf } from '../../rules/analysis/cover.ts';
import { beforePast, type Domains, ofIncidents, withPast } from '../../rules/analysis/domain.ts';
import { stoodInBy } from '../../rules/analysis/redundant.ts';
import { redundant, shadowed } from './idle-rule.ts';

/** Checks the stages in which the first rule that matches decides. */
export function checkShadows(rules: Rules, domains: Domains): readonly Diagnostic[] {
  // Stages that are only asked about a signal at hand know its past; others are also asked about what is remembered.
  const known = withPast(domains);
  const stages: readonly (readonly [readonly Rule[], Domains])[] = [
    [rules.severity, known],
    [rules.identity, beforePast(domains)],
    [rules.gate, known],
    [rules.threshold, domains],
    [rules.flap, domains],
    [rules.cascade, ofIncidents(domains)],
    [rules.group, known],
    [rules.notify, withSeverity(ofIncidents(domains))],
  ];
  return stages.flatMap(([stage, fields]) => checkStage(stage, fields));
}

/** What has no severity opens nothing and calls nobody. */
function withSeverity(domains: Domains): Domains {
  return new Map([
    ...domains,
    ['incident_severity', { values: INCIDENT_SEVERITIES, isAlwaysThere: true }],
  ]);
}

function checkStage(rules: readonly Rule[], domains: Domains): readonly Diagnostic[] {
  const stage = shapesOf(rules, domains);
  const firstWithout = rules.findIndex(lacksCategory);
  return rules.flatMap((rule, ordinal) => {
    // The last rule must be there, and what stands below it in its file is reported without any proof.
    if (rule.when.length === 0) return [];
    const cover = coverOf(stage, ordinal)?.flatMap(({ by, shape }) => {
      const other = rules[by];
      return other === undefined ? [] : { rule: other, shape };
    });
    if (cover !== undefined)
      return cover.some(({ rule: { when, team } }) => when.length === 0 && team === rule.team) ||
        (namesCategory(rule) && cover.some((before) => lacksCategory(before.rule)))
        ? []
        : [
            shadowed(
              rule,
              cover,
              `move it above \`${cover[0]?.rule.id ?? ''}\`, or remove one of them`,
            ),
          ];
    if (namesCategory(rule) && firstWithout >= 0 && firstWithout < ordinal) return [];
    const later = stoodInBy(rules, stage, ordinal);
    const other = later === null ? undefined : rules[later];
    return other === undefined ? [] : [redundant(rule, [other])];
  });
}

/** A severity rule names the category also for rules before it that name none. */
function namesCategory(rule: Rule): boolean {
  return 'category' in rule && rule.category !== null;
}

function lacksCategory(rule: Rule): boolean {
  return 'category' in rule && rule.category === null;
}
