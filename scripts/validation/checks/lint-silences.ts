// Silences that are over or soon will be, that silence nearly everything, or nothing that was ever recorded.
import type { DocumentSet, SourceFile } from '../../config/document-set.ts';
import { RECORDING_PATH } from '../../config/layout.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { type Instant, parseInstant } from '../../model/instant.ts';
import type { Organisation } from '../../model/organisation.ts';
import type { Condition } from '../../model/rule.ts';
import { parseRecording } from '../../recording/recording.ts';
import { type Domains, narrow } from '../../rules/analysis/domain.ts';
import { silencesWithoutMatch } from '../../rules/silenced.ts';
import { finding } from '../finding.ts';

/** Tells at an instant which silences have ended or end within a day. */
export function checkSilenceTimes(documents: DocumentSet, now: Instant): readonly Diagnostic[] {
  return documents.silence.flatMap((file) => {
    const until = parseInstant(file.document.until);
    const left = Date.parse(until ?? '') - Date.parse(now);
    const from = parseInstant(file.document.from);
    // One that has not begun ends when it was meant to.
    const isAhead = from !== null && from > now;
    if (until === null || left > SOON_MS || isAhead) return [];
    const place = file.locate(['until']);
    const words =
      left <= 0
        ? finding(
            'silence-ended',
            place,
            `unexpected silence \`${file.id}\` that ended ${until}, expected one that still holds`,
            `delete ${file.file}; git keeps it`,
          )
        : finding(
            'silence-ended',
            place,
            `unexpected end of silence \`${file.id}\` within a day, expected somebody who knows whether the noise is over`,
            `it ends ${until}: move \`until\`, or let it end`,
          );
    return [{ ...words, severity: 'warning' }];
  });
}

const SOON_MS = 24 * 3_600_000;

/** Tells which silences would hold back nearly all that comes. */
export function checkSilenceWidth(
  documents: DocumentSet,
  { silences }: Organisation,
  domains: Domains,
): readonly Diagnostic[] {
  return documents.silence.flatMap((file) => {
    const silence = silences.find(({ id }) => id === file.id);
    if (silence === undefined || silence.when.some((condition) => narrows(condition, domains)))
      return [];
    return [
      {
        ...finding(
          'silence-wide',
          file.locate(['when']),
          `unexpected silence \`${file.id}\` of nearly everything, expected a condition that says what is noisy`,
          'add a service, host, title or label to `when`: nobody would hear of anything else either',
        ),
        severity: 'warning' as const,
      },
    ];
  });
}

/** Every signal has these, with few values. */
const WIDE_FIELDS: ReadonlySet<string> = new Set([
  'kind',
  'action',
  'severity',
  'severity_raw',
  'incident_severity',
  'environment',
  'vendor',
  'during',
  'first_seen',
  'regression',
]);

/** A condition that every signal of this organisation meets narrows nothing, as `source` where there is one. */
function narrows(condition: Condition, domains: Domains): boolean {
  if (WIDE_FIELDS.has(condition.field) || narrow(condition, domains) === null) return false;
  if (condition.kind === 'glob') return /[^*?]/.test(condition.pattern);
  return condition.kind !== 'none_of' && condition.kind !== 'present';
}

/** Tells which silences meet none of the recorded signals, where enough are recorded to say so. */
export function checkSilenceMatches(
  documents: DocumentSet,
  organisation: Organisation,
  files: readonly SourceFile[],
): readonly Diagnostic[] {
  const { silences } = organisation;
  const recording = files.find(({ path }) => path === RECORDING_PATH);
  if (silences.length === 0 || recording === undefined || 'problem' in recording) return [];
  const read = parseRecording(recording.text);
  if (read.kind === 'invalid' || read.signals.length < FEWEST_RECORDED) return [];
  const idle = new Set(
    silencesWithoutMatch(organisation, silences, read.signals).map(({ id }) => id),
  );
  return documents.silence
    .filter(({ id }) => idle.has(id))
    .map((file) => ({
      ...finding(
        'silence-matches-nothing',
        file.locate(['when']),
        `unexpected silence \`${file.id}\` that none of the ${read.signals.length} recorded signals meets, expected one that holds back the noise`,
        `compare \`when\` with the signals in ${RECORDING_PATH}`,
      ),
      severity: 'warning' as const,
    }));
}

/** Fewer signals than this tell nothing of what does not come. */
const FEWEST_RECORDED = 100;
