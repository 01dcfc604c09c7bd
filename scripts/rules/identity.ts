// Which problem a signal is about: its source and the tool's own key, unless a rule for tools with restless keys fits.
import { keyOf } from '../correlation/key.ts';
import { type Observation, problemId } from '../correlation/problem.ts';
import type { IdentityField, IdentityRule, Rules } from '../model/rule.ts';
import type { FieldReader } from './match.ts';
import { decideStage } from './stage.ts';

/** The identity of a signal's problem, and what made it so. */
export type Identity = {
  readonly id: string;
  readonly rule: IdentityRule | null;
  readonly note: string | null;
};

/** Finds the identity; where a field of the rule is missing the tool's own key counts, which is said. */
export function identify(rules: Rules, observation: Observation, read: FieldReader): Identity {
  const { source, signal } = observation;
  const own = problemId(source, signal.dedupKey);
  if (rules.identity.length === 0) return { id: own, rule: null, note: null };
  const { rule } = decideStage<IdentityRule>(rules.identity, '', read);
  if (rule === null) return { id: own, rule, note: null };
  const values = rule.by.map((field) => [field, valueOf(field, observation, read)] as const);
  const missing = values.find(([, value]) => value === null);
  if (missing !== undefined)
    return {
      id: own,
      rule: null,
      note: `${rule.id}: ${missing[0]} is missing, so the tool's own key counts`,
    };
  const isOfSource = rule.by.includes('source') || rule.by.includes('key');
  const parts = values.flatMap(([field, value]) => [field, value ?? '']);
  const key = keyOf(isOfSource ? [source, ...parts] : parts);
  return { id: `${isOfSource ? source : ANY_SOURCE}/${key}`, rule, note: null };
}

/** Stands where problems of several sources are one. */
const ANY_SOURCE = 'any';

function valueOf(field: IdentityField, { signal }: Observation, read: FieldReader): string | null {
  return field === 'key' ? signal.dedupKey : read(field);
}
