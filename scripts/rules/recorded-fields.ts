// The fields of a recorded signal as conditions read them, by what is known of that signal alone.
import type { Organisation } from '../model/organisation.ts';
import type { RecordedSignal } from '../model/recorded-signal.ts';
import type { SeverityRule } from '../model/rule.ts';
import { fieldReader, withSeverity } from './fields.ts';
import type { FieldReader } from './match.ts';
import { recognise } from './recognise.ts';
import { decideStage } from './stage.ts';

/** Reads the fields of a recorded signal; what hangs on the clock or on earlier signals is missing. */
export function recordedReader(organisation: Organisation, recorded: RecordedSignal): FieldReader {
  const { observation, resolution, environment } = recognise(organisation, recorded);
  const read = fieldReader({ observation, resolution, environment, severity: null, past: null });
  const { severity } = organisation.rules;
  const { rule } = decideStage<SeverityRule>(severity, resolution.owner.team, read, {
    trace: false,
  });
  return withSeverity(read, rule?.set ?? 'none');
}
