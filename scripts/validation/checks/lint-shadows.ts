// Rules that can never decide, and rules that change nothing.
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Rule, Rules } from '../../model/rule.ts';
import { INCIDENT_SEVERITIES } from '../../model/severity.ts';
import { coverOf, shapesOf } from '../../rules/analysis/cover.ts';
import type { Domains } from '../../rules/analysis/domain.ts';
import { stoodInBy } from '../../rules/analysis/redundant.ts';
import { exampleOf, type Shape } from '../../rules/analysis/shape.ts';
import { beginningOf } from '../../rules/analysis/week.ts';
import { findingWith } from '../finding.ts';

/** Checks the stages in which the first rule that matches decides. */
export function checkShadows(rules: Rules, domains: Domains): readonly Diagnostic[] {
  const known = withPast(domains);
  const stages: readonly (readonly [readonly Rule[], Domains])[] = [
    [rules.severity, known],
    [rules.identity, domains],
    [rules.gate, known],
    [rules.threshold, domains],
    [rules.flap, domains],
    [rules.cascade, domains],
    [rules.group, known],
    [rules.notify, ofIncidents(domains)],
  ];
  return stages.flatMap(([stage, fields]) => checkStage(stage, fields));
}

/** Stages that are only asked about a signal at hand know its past; others are also asked about what is remembered. */
function withPast(domains: Domains): Domains {
  const answers = { values: ['true', 'false'], isAlwaysThere: true };
  return new Map([...domains, ['first_seen', answers], ['regression', answers]]);
}

/** What has no severity opens nothing and calls nobody. */
function ofIncidents(domains: Domains): Domains {
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
      return other === undefined ? [] : { rule: other, example: describeSignal(shape) };
    });
    if (cover !== undefined)
      return cover.some(({ rule: { when, team } }) => when.length === 0 && team === rule.team) ||
        (namesCategory(rule) && cover.some((before) => lacksCategory(before.rule)))
        ? []
        : [shadowed(rule, cover)];
    if (namesCategory(rule) && firstWithout >= 0 && firstWithout < ordinal) return [];
    const later = stoodInBy(rules, stage, ordinal);
    const other = later === null ? undefined : rules[later];
    return other === undefined ? [] : [redundant(rule, other)];
  });
}

/** A severity rule names the category also for rules before it that name none. */
function namesCategory(rule: Rule): boolean {
  return 'category' in rule && rule.category !== null;
}

function lacksCategory(rule: Rule): boolean {
  return 'category' in rule && rule.category === null;
}

/** How many covering rules are named. */
const MOST_NAMED = 5;

/** A rule that decides before another one, and a signal that shows it; null when no example can be given. */
type Before = { readonly rule: Rule; readonly example: string | null };

function shadowed(rule: Rule, cover: readonly Before[]): Diagnostic {
  const [first] = cover;
  const named = cover.slice(0, MOST_NAMED);
  const more = cover.length > MOST_NAMED ? ` and ${cover.length - MOST_NAMED} more` : '';
  const all = `${named.map((before) => `\`${before.rule.id}\``).join(', ')}${more}`;
  const shown = named.flatMap((before) =>
    before.example === null ? [] : `${before.example} is decided by \`${before.rule.id}\``,
  );
  return findingWith(
    'rule-shadowed',
    rule.place,
    `unexpected rule \`${rule.id}\` whose signals ${all} decide${cover.length === 1 ? 's' : ' together'}, expected a rule that can decide`,
    {
      hint: `move it above \`${first?.rule.id ?? ''}\`, or remove one of them${shown.length === 0 ? '' : `: ${shown.join(', ')}`}`,
      related: named.map(({ rule: { id, place } }) => ({
        message: `\`${id}\` decides before it`,
        place,
      })),
    },
  );
}

/** A signal in words, such as `service=shop severity=high`, with the time where that decides; null when no example can be given. */
function describeSignal(shape: Shape): string | null {
  const example = exampleOf(shape);
  if (example === null) return null;
  const fields = [...example].map(([field, value]) => `${field}=${value.slice(0, 40)}`).join(' ');
  const words = [fields === '' ? '' : `\`${fields}\``, describeTime(shape)];
  return words.filter((word) => word !== '').join(' ') || null;
}

function describeTime(shape: Shape): string {
  const clock = shape.get('during');
  if (clock?.kind !== 'during') return '';
  const begins = beginningOf(clock.interval);
  return begins === null ? '' : `received ${begins} (${clock.interval.zone})`;
}

function redundant(rule: Rule, other: Rule): Diagnostic {
  return {
    ...findingWith(
      'rule-redundant',
      rule.place,
      `unexpected rule \`${rule.id}\` that changes nothing, expected another answer than that of \`${other.id}\``,
      {
        hint: `remove it: \`${other.id}\` answers the same for all its signals`,
        related: [{ message: `\`${other.id}\` answers the same`, place: other.place }],
      },
    ),
    severity: 'warning',
  };
}
