import { type Destination, opens } from '../model/decision.ts';
import { inUtc } from '../model/instant.ts';
import type { Belated, ReplayedSignal } from '../simulation/replay.ts';
import { nameOfTarget } from './destination.ts';
import type { StageAccount } from './impact.ts';

/** How one signal ended on one side, in words, and what each stage said. */
export type Account = {
  readonly summary: string;
  /** Whom its decision would call; not who is on call at that hour, since a preview is about rules. */
  readonly called: string;
  readonly stages: readonly StageAccount[];
};

/** The account of a replayed signal, with what came of it later. */
export function accountOf(replayed: ReplayedSignal, later: readonly Belated[]): Account {
  const { trace, destinations } = replayed.decision;
  return {
    summary: [summaryOf(replayed), ...later.map(laterInWords)].join('; '),
    called: namesOf(destinations),
    stages: trace.map(({ stage, result, by }) => ({
      stage,
      result,
      rule: by?.id ?? null,
      place: by?.place ?? null,
    })),
  };
}

function summaryOf({ decision, opened, outcome, told }: ReplayedSignal): string {
  const { severity, resolution } = decision;
  const start = `${severity === 'none' ? 'no severity' : severity}, ${resolution.owner.team}`;
  if (told.length > 0 || opened !== null)
    return `${start}, ${opened === null ? 'tells' : 'opens an incident and tells'} ${namesOf(told)}`;
  if (!opens(decision)) return `${start}, is only recorded`;
  return `${start}, ${outcome.kind === 'ignored' || outcome.kind === 'gated' ? 'is only recorded' : 'joins an incident that is open'}`;
}

function laterInWords({ at, opened, told }: Belated): string {
  const what = opened === null ? 'tells' : 'opens an incident and tells';
  return `at ${inUtc(at)} ${what} ${namesOf(told)}`;
}

function namesOf(destinations: readonly Destination[]): string {
  return destinations.length === 0 ? 'nobody' : destinations.map(nameOfTarget).join(', ');
}
