// Silences name what exists, end after they begin, and end soon enough.
import type { DocumentSet } from '../../config/document-set.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { parseInstant } from '../../model/instant.ts';
import { finding } from '../finding.ts';
import type { Known } from '../known.ts';
import { checkWhen } from './conditions.ts';
import { checkSpan } from './schedules.ts';

/** Checks every silence by itself; what the hour says of it is lint. */
export function checkSilences(documents: DocumentSet, known: Known): readonly Diagnostic[] {
  return documents.silence.flatMap((file) => {
    const { when, from, until } = file.document;
    const span = checkSpan({ from, until }, (key) => file.locate([key]));
    const days = daysBetween(from, until);
    return [
      ...checkWhen({ file, path: ['when'], when, known, hasSeverity: true }),
      ...span,
      ...(span.length === 0 && days > MOST_DAYS
        ? [
            finding(
              'rule-limit',
              file.locate(['until']),
              `unexpected silence of ${Math.ceil(days)} days, expected ${MOST_DAYS} days or less`,
              'what shall never open an incident is a rule: `action: record` in the gate',
            ),
          ]
        : []),
    ];
  });
}

const MOST_DAYS = 30;

function daysBetween(from: string, until: string): number {
  return (
    (Date.parse(parseInstant(until) ?? '') - Date.parse(parseInstant(from) ?? '')) / 86_400_000
  );
}
