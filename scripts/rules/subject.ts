// What a signal is about, and what it does to the state of its problem.
import { changeKey, foldProblem, type Observation } from '../correlation/problem.ts';
import type { Standing } from '../correlation/standing.ts';
import type { Decision } from '../model/decision.ts';
import type { Organisation } from '../model/organisation.ts';
import type { StandingProblem } from '../model/standing.ts';
import { recognise, type Recognition } from './recognise.ts';
import { resolveUpstream } from './upstream-owner.ts';

/** What the stages of a decision are asked about. */
export type Subject = {
  readonly organisation: Organisation;
  readonly standing: Standing;
  /** With the owner that a failure upstream may give it. */
  readonly recognition: Recognition;
  /** Of the reported change: repeats have the same. */
  readonly key: string;
  /** What was known of the problem before. */
  readonly known: StandingProblem | null;
  readonly problem: Decision['problem'];
  readonly change: Decision['change'];
};

/** Recognises what a signal is about, and folds it into what is known of its problem. */
export function subjectOf(
  organisation: Organisation,
  standing: Standing,
  received: Observation,
): Subject {
  const begun = withKnownIdentity(standing, recognise(organisation, received));
  const { observation, environment, identity } = begun;
  const known = standing.problems.get(identity.id) ?? null;
  const key = changeKey(observation);
  const { problem, change } = foldProblem(known?.problem ?? null, observation, identity.id, key);
  const causes = { standing, problem, environment };
  const resolution = resolveUpstream(organisation, begun.resolution, causes);
  const recognition = { ...begun, resolution };
  return { organisation, standing, recognition, key, known, problem, change };
}

/** A signal that lacks what its problem was recognised by is about the firing one that came with the same key. */
function withKnownIdentity({ byOwnId, problems }: Standing, begun: Recognition): Recognition {
  const { identity } = begun;
  const known = byOwnId.get(identity.id);
  if (known === undefined || problems.get(identity.id)?.problem.state === 'firing') return begun;
  const note = 'the tool’s own key is that of a problem that fires';
  return { ...begun, identity: { ...identity, id: known, note } };
}
