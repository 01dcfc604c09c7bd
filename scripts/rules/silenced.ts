// Which silences would have met any of many signals, by what is known of a signal alone.
import type { Organisation } from '../model/organisation.ts';
import type { RecordedSignal } from '../model/recorded-signal.ts';
import type { SeverityRule } from '../model/rule.ts';
import type { Silence } from '../model/silence.ts';
import { fieldReader, withSeverity } from './fields.ts';
import { type FieldReader, firstUnmet } from './match.ts';
import { recognise } from './recognise.ts';
import { decideStage } from './stage.ts';

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
    const read = readerOf(organisation, recorded);
    left = left.filter(({ when }) => firstUnmet(when, read) !== null);
  }
  return left.map(({ silence }) => silence);
}

const UNKNOWN: ReadonlySet<string> = new Set(['during', 'first_seen', 'regression', 'deployment']);

function readerOf(organisation: Organisation, recorded: RecordedSignal): FieldReader {
  const { observation, resolution, environment } = recognise(organisation, recorded);
  const read = fieldReader({ observation, resolution, environment, severity: null, past: null });
  const { severity } = organisation.rules;
  const { rule } = decideStage<SeverityRule>(severity, resolution.owner.team, read, {
    trace: false,
  });
  return withSeverity(read, rule?.set ?? 'none');
}
