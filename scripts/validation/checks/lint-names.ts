// Names that rules mention and that a naming convention nearly fits.
import type { DocumentSet } from '../../config/document-set.ts';
import type { RuleEntry } from '../../config/rule-documents.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Organisation } from '../../model/organisation.ts';
import { readName } from '../../rules/name-lint.ts';
import { finding } from '../finding.ts';

/** Checks plain values that rules compare with a field that a convention reads. */
export function checkNames(
  organisation: Organisation,
  documents: DocumentSet,
): readonly Diagnostic[] {
  const fields = new Set(organisation.rules.extract.map(({ from }) => from));
  if (fields.size === 0) return [];
  return documents.rules.flatMap((file) =>
    STAGES.flatMap((stage) => {
      const rules: readonly RuleEntry[] = file.document[stage] ?? [];
      return rules.flatMap(({ when = {} }, index) =>
        Object.entries(when).flatMap(([field, name]) => {
          if (typeof name !== 'string' || !fields.has(field)) return [];
          const reading = readName(organisation, name, field);
          if (reading?.kind !== 'fails' || reading.suggestion === null) return [];
          return [
            {
              ...finding(
                'name-unfit',
                file.locate([stage, index, 'when', field]),
                `unexpected name \`${name}\`, expected ${reading.expected} at character ${reading.character}, as \`${reading.convention}\` wants`,
                `did you mean \`${reading.suggestion}\`?`,
              ),
              severity: 'warning' as const,
            },
          ];
        }),
      );
    }),
  );
}

const STAGES = ['severity', 'gate', 'cascade', 'group', 'notify'] as const;
