// How bad a signal is, and of which category.
import { occurredAt } from '../correlation/problem.ts';
import { isOver } from '../correlation/said.ts';
import type { Decision, TraceEntry } from '../model/decision.ts';
import type { IncidentCategory, SeverityRule } from '../model/rule.ts';
import type { StandingProblem } from '../model/standing.ts';
import { fieldReader, withSeverity } from './fields.ts';
import type { FieldReader } from './match.ts';
import { pastFields } from './past.ts';
import { decideStage, type StageOptions } from './stage.ts';
import type { Subject } from './subject.ts';
import { traceStage } from './trace.ts';

/** The answer of the severity stage, and the readers of fields that know it. */
export type Grade = Pick<Decision, 'severity' | 'category'> & {
  readonly read: FieldReader;
  readonly readAs: (severity: Decision['severity']) => FieldReader;
  readonly trace: TraceEntry;
};

/** Asks the severity stage; `before` is what rules may ask of the past. */
export function gradeOf(
  { organisation, standing, recognition }: Subject,
  before: StandingProblem | null,
  options: StageOptions,
): Grade {
  const { observation, environment, resolution } = recognition;
  const { service, owner } = resolution;
  const past = pastFields(organisation, standing, {
    observation,
    known: before,
    service,
    environment,
  });
  const ungraded = fieldReader({ observation, resolution, environment, severity: null, past });
  const rules = organisation.rules.severity;
  const answer = decideStage<SeverityRule>(rules, owner.team, ungraded, options);
  const severity = answer.rule?.set ?? 'none';
  return {
    severity,
    category: categoryOf(rules, owner.team, ungraded, answer.rule),
    read: withSeverity(ungraded, severity),
    readAs: (other) => withSeverity(ungraded, other),
    trace: traceStage('severity', answer, severity),
  };
}

/** How bad a signal says that its problem is; nothing where that ended after it. */
export function ownSeverity(
  { recognition: { observation }, known, problem }: Subject,
  severity: Decision['severity'],
): Decision['severities'] {
  const isTrigger = observation.signal.action === 'trigger';
  const isPast = isTrigger && known !== null && isOver(known.facts, occurredAt(observation));
  return severity === 'none' || isPast ? {} : { [problem.id]: severity };
}

/** The category of the deciding rule, else of the first later rule that matches and names one. */
function categoryOf(
  rules: readonly SeverityRule[],
  team: string,
  read: FieldReader,
  decided: SeverityRule | null,
): IncidentCategory {
  if (decided?.category != null) return decided.category;
  return decideStage(namingRules(rules), team, read, { trace: false }).rule?.category ?? 'other';
}

const naming = new WeakMap<readonly SeverityRule[], readonly SeverityRule[]>();

/** The rules that name a category; made once for each list. */
function namingRules(rules: readonly SeverityRule[]): readonly SeverityRule[] {
  const known = naming.get(rules);
  if (known !== undefined) return known;
  const made = rules.filter((rule) => rule.category !== null);
  naming.set(rules, made);
  return made;
}
