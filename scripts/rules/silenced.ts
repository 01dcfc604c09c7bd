// Which silences would have met any of many signals, by what is known of a signal alone.
import type { Organisation } from '../model/organisation.ts';
import type { RecordedSignal } from '../model/recorded-signal.ts';
import type { Silence } from '../model/silence.ts';
import { firstUnmet } from './match.ts';
import { recordedReader } from './recorded-fields.ts';

/** The silences whose conditions none of the signals meets; what hangs on the clock or on earlier signals counts as met. */
export function silencesWithoutMatch(
  organisation: Organisation,
  silences: readonly Silence[],
  signals: readonly RecordedSignal[],
): readonly Silence[] {
  let left = silences.map((silence) => ({
    silence,
    when: silence.when.filter(({ field }) => !UNKNOWN.has(field)),
  }));
  for (const recorded of signals) {
    if (left.length === 0) break;
    const read = recordedReader(organisation, recorded);
    left = left.filter(({ when }) => firstUnmet(when, read) !== null);
  }
  return left.map(({ silence }) => silence);
}

const UNKNOWN: ReadonlySet<string> = new Set(['during', 'first_seen', 'regression', 'deployment']);
