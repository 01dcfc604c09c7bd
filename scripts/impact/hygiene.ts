// Silences that hide nothing or too much, and thresholds that no signals reach, as recorded signals tell.
import type { Organisation } from '../model/organisation.ts';
import type { Silence } from '../model/silence.ts';
import type { ThresholdRule } from '../model/rule.ts';
import { fieldReader } from '../rules/fields.ts';
import { firstUnmet } from '../rules/match.ts';
import type { Belated, ReplayedSignal } from '../simulation/replay.ts';
import { isPage } from './destination.ts';
import type { HygieneFinding } from './impact.ts';

/** Looks at replayed signals, each with what came of it later. */
export type Hygiene = {
  readonly see: (replayed: ReplayedSignal, later: readonly Belated[]) => void;
  readonly findings: () => readonly HygieneFinding[];
};

/** Starts to look at the silences and thresholds of an organisation. */
export function startHygiene({ silences, rules }: Organisation): Hygiene {
  const hiding = silences.map((silence) => ({ silence, matched: 0, calls: 0 }));
  const held = rules.threshold.map((rule) => ({ rule, matched: 0, held: 0 }));
  let firing = 0;
  return {
    see: (replayed, later) => {
      const { decision, told } = replayed;
      if (decision.signal.action !== 'trigger') return;
      firing += 1;
      if (hiding.length + held.length === 0) return;
      const read = readerOf(replayed);
      for (const each of hiding) {
        // Whatever the dates: what is recorded lies before a silence that is about to begin.
        if (firstUnmet(each.silence.when, read) !== null) continue;
        each.matched += 1;
        if ([...told, ...later.flatMap((belated) => belated.told)].some(isPage)) each.calls += 1;
      }
      for (const each of held) {
        const { rule } = each;
        const isOwn = rule.team === null || rule.team === decision.resolution.owner.team;
        if (!isOwn || firstUnmet(rule.when, read) !== null) continue;
        each.matched += 1;
        if (decision.gatedBy?.kind === 'threshold' && decision.gatedBy.place === rule.place)
          each.held += 1;
      }
    },
    // Where nothing was recorded nothing can be told.
    findings: () =>
      firing === 0
        ? []
        : [
            ...hiding.flatMap((each) => silenceFinding(each, firing)),
            ...held.flatMap(thresholdFinding),
          ],
  };
}

/** A silence that matches more than this share of all signals is a switch for everything. */
const LARGE_SHARE = 0.2;

function readerOf({ decision, past }: ReplayedSignal): ReturnType<typeof fieldReader> {
  const { environment, resolution, severity } = decision;
  return fieldReader({ observation: decision, resolution, environment, severity, past });
}

type Hiding = { readonly silence: Silence; readonly matched: number; readonly calls: number };

function silenceFinding(
  { silence, matched, calls }: Hiding,
  firing: number,
): readonly HygieneFinding[] {
  const { id, place } = silence;
  const share = matched / firing;
  if (matched > 0 && share <= LARGE_SHARE) return [];
  const sentence =
    matched === 0
      ? 'matches none of the recorded signals'
      : `matches ${matched} of ${firing} firing signals (${Math.round(share * 100)} %) and would have hidden ${calls} that called people`;
  return [{ what: 'silence', id, place, sentence }];
}

type Held = { readonly rule: ThresholdRule; readonly matched: number; readonly held: number };

function thresholdFinding({ rule, matched, held }: Held): readonly HygieneFinding[] {
  const { id, place, count } = rule;
  const isMet = matched >= count && held < matched;
  if (isMet) return [];
  const sentence =
    matched === 0
      ? 'is about none of the recorded signals'
      : `was never met: it held back all ${matched} signals that it is about, and wants ${count} within its window`;
  return [{ what: 'threshold', id, place, sentence }];
}
