// Which signals are one incident.
import { groupOf } from '../correlation/group.ts';
import type { Decision, TraceEntry } from '../model/decision.ts';
import type { GroupRule } from '../model/rule.ts';
import type { FieldReader } from './match.ts';
import { decideStage, type StageOptions } from './stage.ts';
import type { Subject } from './subject.ts';
import { traceStage } from './trace.ts';

/** The group of a signal, and how long the first call waits for more of it. */
export type Grouping = Pick<Decision, 'group' | 'reopenMs'> & {
  readonly holdMs: number;
  readonly trace: TraceEntry;
};

/** Asks the group stage. */
export function groupingOf(
  { organisation, recognition }: Subject,
  read: FieldReader,
  options: StageOptions,
): Grouping {
  const { observation, environment, resolution } = recognition;
  const { signal, source } = observation;
  const { service, owner, step } = resolution;
  const answer = decideStage<GroupRule>(organisation.rules.group, owner.team, read, options);
  const { by = DEFAULT_GROUP, reopenMs = 0, holdMs = 0 } = answer.rule ?? {};
  const group = groupOf(by, {
    source,
    service,
    undeclared: signal.service,
    environment,
    host: signal.host,
    product: owner.product,
    team: owner.team,
    isUnowned: step === 'triage',
    labels: signal.labels,
  });
  return { group, reopenMs, holdMs, trace: traceStage('group', answer, group) };
}

const DEFAULT_GROUP: GroupRule['by'] = ['service', 'environment'];
