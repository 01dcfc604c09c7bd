import { type Destination, opens } from '../model/decision.ts';
import type { IncidentCategory } from '../model/rule.ts';
import type { IncidentSeverity } from '../model/severity.ts';
import type { Belated, ReplayedSignal } from '../simulation/replay.ts';
import { toldTargets } from './destination.ts';

/** What became of one signal on one side, as far as it is compared: plain values, so that it can go between threads. */
export type Verdict = {
  readonly team: string;
  /** What it is about, also where nobody declared that. */
  readonly service: string | null;
  readonly severity: IncidentSeverity | 'none';
  readonly category: IncidentCategory;
  readonly group: string;
  /** Whether it says that something fails; what ends or accompanies a failure opens nothing in any case. */
  readonly isFailure: boolean;
  /** Whether the rules let it open an incident. */
  readonly opens: boolean;
  /** The incident that it opened, at once or when time went on. */
  readonly opened: string | null;
  /** Who was told, at once and when time went on. */
  readonly told: readonly Destination[];
  /** When time brought it about that somebody was told; in no readable form. */
  readonly later: string;
  /** Whom its decision would tell, in words. */
  readonly targets: string;
  /** How long it waits, how it escalates, what limits it; in no readable form. */
  readonly timing: string;
};

/** What is compared of a replayed signal, with what came of it later. */
export function verdictOf(replayed: ReplayedSignal, later: readonly Belated[]): Verdict {
  const { decision, opened, told } = replayed;
  const { signal, resolution, severity, category, group } = decision;
  const isFailure = signal.action === 'trigger' && signal.kind !== 'deployment';
  const isOpen = opens(decision);
  return {
    team: resolution.owner.team,
    service: resolution.service ?? signal.service,
    severity,
    category,
    group,
    isFailure,
    opens: isOpen,
    opened: opened ?? later.find((each) => each.opened !== null)?.opened ?? null,
    told: later.length === 0 ? told : [...told, ...later.flatMap((each) => each.told)],
    later: later.map(({ at }) => at).join(' '),
    targets: isFailure ? toldTargets(decision) : '',
    timing: isFailure && isOpen ? timingOf(replayed) : '',
  };
}

function timingOf({ decision }: ReplayedSignal): string {
  const { waitMs, escalation, limit, reopenMs, mode } = decision;
  return JSON.stringify([waitMs, escalation, limit, reopenMs, mode]);
}
