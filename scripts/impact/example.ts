import type { RecordedSignal } from '../model/recorded-signal.ts';
import type { Account } from './account.ts';
import type { ImpactExample, ImpactSide, StageAccount } from './impact.ts';

/** A signal that ends differently, and what the changed side takes it to be about. */
export type Example = { readonly recorded: RecordedSignal; readonly service: string | null };

/** A signal with what both sides say of it, and the lines that decided what differs. */
export function exampleOf(
  { recorded: { receivedAt, source, signal }, service }: Example,
  base: Account,
  head: Account,
): ImpactExample {
  return {
    receivedAt,
    source,
    service,
    title: signal.title,
    base: sideOf(base, head),
    head: sideOf(head, base),
  };
}

function sideOf(own: Account, other: Account): ImpactSide {
  const others = new Map(other.stages.map((entry) => [keyOf(entry), entry]));
  const differing = own.stages.filter((entry) => isOther(entry, others.get(keyOf(entry))));
  const stages = differing.filter(({ stage }) => stage !== 'identity');
  const rankOf = (entry: StageAccount): number => rankAmong(entry, others.get(keyOf(entry)));
  return {
    summary: own.summary,
    because: mostTelling(stages, rankOf).map((entry) =>
      entry.stage === 'notify' ? { ...entry, result: own.called } : entry,
    ),
  };
}

/** Of the rules with `also` each adds something of its own; in the other stages one decides. */
function keyOf({ stage, rule }: StageAccount): string {
  return stage === 'also' ? `${stage} ${rule ?? ''}` : stage;
}

const MOST_STAGES = 3;

/** In their order; the lowest ranks are the last to go. */
function mostTelling(
  stages: readonly StageAccount[],
  rankOf: (entry: StageAccount) => number,
): readonly StageAccount[] {
  const ranked = stages.toSorted((left, right) => rankOf(left) - rankOf(right));
  const kept = new Set(ranked.slice(0, MOST_STAGES));
  return stages.filter((entry) => kept.has(entry));
}

/** Who is called, and what holds it back, is never left out; what nothing written decided is the first to go. */
function rankAmong({ stage, rule, result }: StageAccount, other: StageAccount | undefined): number {
  if (stage === 'notify' || stage === 'also' || (stage === 'gate' && result !== other?.result))
    return 0;
  return rule === null ? 2 : 1;
}

/** Another answer or another rule; a rule that only moved within its file is the same. */
function isOther(entry: StageAccount, other: StageAccount | undefined): boolean {
  return (
    other === undefined ||
    entry.result !== other.result ||
    entry.rule !== other.rule ||
    entry.place?.file !== other.place?.file
  );
}
