// Entries of a decision's trace.
import type { OwnerResolution, TraceEntry } from '../model/decision.ts';
import type { Rule } from '../model/rule.ts';
import { evidenceOf } from '../ownership/evidence.ts';
import type { StageAnswer, StageOptions } from './stage.ts';
import { conditionWords } from './words.ts';

/** What a stage of rules answered. */
export function traceStage(
  stage: TraceEntry['stage'],
  answer: StageAnswer<Rule>,
  result: string,
): TraceEntry {
  const because = answer.rule === null ? undefined : conditionWords(answer.rule);
  return {
    stage,
    result,
    by: answer.rule === null ? null : { id: answer.rule.id, place: answer.rule.place },
    ...(because === undefined ? {} : { because }),
    others: answer.others,
  };
}

/** Who owns it, by which step, and who else might. */
export function traceOwner(
  resolution: OwnerResolution,
  notes: readonly string[],
  { trace }: StageOptions,
): TraceEntry {
  const { owner, service, confidence } = resolution;
  const cell = [owner.team, owner.function, owner.product]
    .filter((part) => part !== null)
    .join('/');
  // Triage is behind every answer.
  const runnersUp = resolution.runnersUp.filter(({ step }) => trace && step !== 'triage');
  const others = runnersUp.map((candidate) => ({
    text: `${candidate.owner.team} ${candidate.confidence.toFixed(2)} by ${evidenceOf(candidate)}${candidate.service === null || candidate.service === service ? '' : `, service ${candidate.service}`}`,
    place: candidate.place,
  }));
  return {
    stage: 'owner',
    result: `${cell} ${confidence.toFixed(2)} by ${evidenceOf(resolution)}${service === null ? '' : `, service ${service}`}`,
    by: resolution.place === null ? null : { id: service ?? owner.team, place: resolution.place },
    others: [...others, ...(trace ? notes : []).map((text) => ({ text, place: null }))],
  };
}
