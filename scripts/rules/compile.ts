// The rules of a stage → an index that names those that may match a signal, so that the others need not be asked.
import type { Condition, Rule } from '../model/rule.ts';
import { type AccessKey, countKeys, pickKey, saysAll } from './access-key.ts';
import { compileLiterals, type Literals } from './literals.ts';

/** A stage, ready to decide. */
export type StageIndex = {
  readonly rules: readonly CompiledRule[];
  /** What is asked about everybody's signals. */
  readonly everybody: Scope;
  /** What is asked besides about the signals of one team. */
  readonly teams: ReadonlyMap<string, Scope>;
};

/** What is left to test of a rule once its key was found; the costly tests come last. */
export type CompiledRule = { readonly rest: readonly Condition[] };

/** The rules of one team, or of nobody in particular; rules are named by their position in the stage, ascending. */
export type Scope = {
  readonly ordinals: readonly number[];
  readonly fields: readonly FieldIndex[];
  /** Rules of which no test can be indexed. */
  readonly residual: readonly number[];
};

/** The rules that are found through one field. */
export type FieldIndex = {
  readonly field: string;
  /** All rules that can be found here. */
  readonly ordinals: readonly number[];
  readonly equals: ReadonlyMap<string, readonly number[]>;
  readonly begins: LiteralIndex | null;
  readonly contains: LiteralIndex | null;
  readonly present: readonly number[];
};

/** Rules by literals. */
export type LiteralIndex = {
  readonly literals: Literals;
  /** The rules of each literal, by its number. */
  readonly ordinals: readonly (readonly number[])[];
};

const indexes = new WeakMap<readonly Rule[], StageIndex>();

/** The index of a list of rules; made once for each list. */
export function indexOf(rules: readonly Rule[]): StageIndex {
  const known = indexes.get(rules);
  if (known !== undefined) return known;
  const index = compileStage(rules);
  indexes.set(rules, index);
  return index;
}

/** Compiles the rules of a stage. */
export function compileStage(rules: readonly Rule[]): StageIndex {
  const scopes = new Map<string | null, number[]>([[null, []]]);
  rules.forEach((rule, ordinal) => push(scopes, rule.team, ordinal));
  const compiled: CompiledRule[] = rules.map(({ when }) => ({ rest: when }));
  const teams = new Map<string, Scope>();
  let everybody: Scope = { ordinals: [], fields: [], residual: [] };
  for (const [team, ordinals] of scopes) {
    const scope = compileScope(rules, ordinals, compiled);
    if (team === null) everybody = scope;
    else teams.set(team, scope);
  }
  return { rules: compiled, everybody, teams };
}

function compileScope(
  rules: readonly Rule[],
  ordinals: readonly number[],
  compiled: CompiledRule[],
): Scope {
  const counts = countKeys(ordinals.flatMap((ordinal) => rules[ordinal] ?? []));
  const fields = new Map<string, FieldDraft>();
  const residual: number[] = [];
  for (const ordinal of ordinals) {
    const when = rules[ordinal]?.when ?? [];
    const picked = pickKey(when, counts);
    if (picked === null) residual.push(ordinal);
    else enter(fields, picked.key, ordinal);
    const rest = when.filter(
      (condition) => condition !== picked?.condition || !saysAll(picked.key, condition),
    );
    compiled[ordinal] = {
      rest: rest.toSorted((left, right) => EFFORT[left.kind] - EFFORT[right.kind]),
    };
  }
  return { ordinals, fields: [...fields].map(finish), residual };
}

const EFFORT: Readonly<Record<Condition['kind'], number>> = {
  present: 0,
  absent: 0,
  any_of: 1,
  none_of: 1,
  number: 2,
  glob: 3,
  regex: 4,
  during: 5,
};

type FieldDraft = {
  readonly ordinals: number[];
  readonly equals: Map<string, number[]>;
  readonly begins: Map<string, number[]>;
  readonly contains: Map<string, number[]>;
  readonly present: number[];
};

function enter(fields: Map<string, FieldDraft>, key: AccessKey, ordinal: number): void {
  const draft: FieldDraft = fields.get(key.field) ?? {
    ordinals: [],
    equals: new Map(),
    begins: new Map(),
    contains: new Map(),
    present: [],
  };
  fields.set(key.field, draft);
  draft.ordinals.push(ordinal);
  if (key.kind === 'present') {
    draft.present.push(ordinal);
    return;
  }
  const lists = draft[key.kind];
  for (const text of new Set<string>(key.texts)) push(lists, text, ordinal);
}

function push<Key>(lists: Map<Key, number[]>, key: Key, ordinal: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [ordinal]);
  else list.push(ordinal);
}

function finish([field, draft]: readonly [string, FieldDraft]): FieldIndex {
  const { ordinals, equals, present } = draft;
  return {
    field,
    ordinals,
    equals,
    present,
    begins: literalIndex(draft.begins),
    contains: literalIndex(draft.contains),
  };
}

function literalIndex(lists: ReadonlyMap<string, readonly number[]>): LiteralIndex | null {
  return lists.size === 0
    ? null
    : { literals: compileLiterals([...lists.keys()]), ordinals: [...lists.values()] };
}
