// Failures that another failure explains, along what services need.
import { explain } from '../correlation/graph.ts';
import { earliestFirst } from '../correlation/precedence.ts';
import { causeOf, type Standing } from '../correlation/standing.ts';
import type { Cascade, TraceEntry } from '../model/decision.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Problem } from '../model/problem.ts';
import type { CascadeRule } from '../model/rule.ts';
import { type IncidentSeverity, isWorse } from '../model/severity.ts';
import type { StandingProblem } from '../model/standing.ts';
import type { FieldReader } from './match.ts';
import { decideStage, type StageOptions } from './stage.ts';
import { conditionWords } from './words.ts';

/** What a cascade is asked about. */
export type CascadeQuery = {
  readonly organisation: Organisation;
  readonly standing: Standing;
  readonly problem: Problem;
  readonly service: string | null;
  readonly environment: string;
  readonly team: string;
  readonly severity: IncidentSeverity | 'none';
  readonly read: FieldReader;
};

/** How a cascade is treated, what explains the problem now, and the trace of it. */
export type CascadeAnswer = {
  readonly rule: Pick<CascadeRule, 'pageChild' | 'settleMs' | 'graceMs' | 'adoptMs'>;
  readonly cascade: Cascade | null;
  /** None for what needs nothing. */
  readonly trace: readonly TraceEntry[];
};

/** What holds where no rule says otherwise. */
const DEFAULT: CascadeAnswer['rule'] = {
  pageChild: 'if_more_severe',
  settleMs: 10_000,
  graceMs: 300_000,
  adoptMs: 900_000,
};

/** Looks for the failure that explains a firing problem. */
export function askCascade(query: CascadeQuery, options: StageOptions): CascadeAnswer {
  const { organisation, problem, service, team, read } = query;
  const answer = decideStage<CascadeRule>(organisation.rules.cascade, team, read, options);
  const rule = answer.rule ?? DEFAULT;
  const needs = service === null ? [] : (organisation.services.get(service)?.needs ?? []);
  if (service === null || needs.length === 0) return { rule, cascade: null, trace: [] };
  const found = problem.state === 'firing' ? findRoot(query, service) : null;
  const cascade = found === null ? null : cascadeOf(found, query, rule);
  const because = answer.rule === null ? undefined : conditionWords(answer.rule);
  return {
    rule,
    cascade,
    trace: [
      {
        stage: 'cascade',
        result: inWords(cascade),
        by: answer.rule === null ? null : { id: answer.rule.id, place: answer.rule.place },
        ...(because === undefined ? {} : { because }),
        others: answer.others,
      },
    ],
  };
}

type Found = { readonly root: StandingProblem; readonly path: readonly string[] };

function findRoot(
  { organisation: { services }, standing, environment, severity, problem }: CascadeQuery,
  service: string,
): Found | null {
  if (standing.failing.size === 0) return null;
  const failure = (id: string): StandingProblem | null => causeOf(standing, environment, id);
  const roots = explain(services, service, (id) => failure(id) !== null).flatMap(
    ({ id, path, isMutual }) => {
      const root = failure(id);
      const isFirst = root !== null && earliestFirst(root.problem, problem) < 0;
      return root === null || (isMutual && !isFirst) ? [] : [{ root, path }];
    },
  );
  const [best] = roots.toSorted(
    (left, right) =>
      Number(isMinor(left.root, severity)) - Number(isMinor(right.root, severity)) ||
      earliestFirst(left.root.problem, right.root.problem),
  );
  return best ?? null;
}

/** Whether what is to be explained is more severe. */
function isMinor({ facts }: StandingProblem, severity: IncidentSeverity | 'none'): boolean {
  if (severity === 'none') return false;
  return facts.severity === 'none' || isWorse(severity, facts.severity);
}

function cascadeOf(
  { root, path }: Found,
  { severity }: CascadeQuery,
  { pageChild }: CascadeAnswer['rule'],
): Cascade {
  const isMoreSevere = isMinor(root, severity);
  return {
    root: { problem: root.problem.id, service: path.at(-1) ?? '' },
    incident: root.incident,
    path,
    callsChild: pageChild === 'always' || (pageChild === 'if_more_severe' && isMoreSevere),
  };
}

function inWords(cascade: Cascade | null): string {
  if (cascade === null) return 'nothing that it needs fails';
  const incident = cascade.incident === null ? '' : `, incident ${cascade.incident}`;
  const call = cascade.callsChild ? 'its own team is called too' : 'its own team is not called';
  return `explained by ${cascade.path.join(' → ')}${incident}; ${call}`;
}
