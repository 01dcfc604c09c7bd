import type { Destination } from '../model/decision.ts';
import type { IncidentCategory } from '../model/rule.ts';
import type { IncidentSeverity } from '../model/severity.ts';
import type { ReplayedSignal } from '../simulation/replay.ts';
import { opens, toldTargets } from './destination.ts';

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
  /** The incident that it opened. */
  readonly opened: string | null;
  readonly told: readonly Destination[];
  /** Who was told since the signal before only because time went on. */
  readonly toldByTime: readonly Destination[];
  /** Whom its decision would tell, in words. */
  readonly targets: string;
  /** How long it waits, how it escalates, what limits it; in no readable form. */
  readonly timing: string;
};

/** What is compared of a replayed signal. */
export function verdictOf(replayed: ReplayedSignal): Verdict {
  const { decision, opened, told, toldByTime } = replayed;
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
    opened,
    told,
    toldByTime,
    targets: isFailure ? toldTargets(decision) : '',
    timing: isFailure && isOpen ? timingOf(replayed) : '',
  };
}

function timingOf({ decision }: ReplayedSignal): string {
  const { waitMs, escalation, limit, reopenMs, mode } = decision;
  return JSON.stringify([waitMs, escalation, limit, reopenMs, mode]);
}
