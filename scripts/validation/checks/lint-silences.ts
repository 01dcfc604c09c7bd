// Silences that are over, or soon will be.
import type { DocumentSet } from '../../config/document-set.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { type Instant, parseInstant } from '../../model/instant.ts';
import { finding } from '../finding.ts';

/** Tells at an instant which silences have ended or end within a day. */
export function checkSilenceTimes(documents: DocumentSet, now: Instant): readonly Diagnostic[] {
  return documents.silence.flatMap((file) => {
    const until = parseInstant(file.document.until);
    const left = Date.parse(until ?? '') - Date.parse(now);
    if (until === null || left > SOON_MS) return [];
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
