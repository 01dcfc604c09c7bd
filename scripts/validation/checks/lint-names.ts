// Names that rules mention and that a naming convention nearly fits.
import type { DocumentSet, Located } from '../../config/document-set.ts';
import type { RuleEntry, TestEntry, WhenEntry } from '../../config/rule-documents.ts';
import type { Path } from '../../config/syntax.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { didYouMean, suggest } from '../../diagnostics/suggestion.ts';
import type { Organisation } from '../../model/organisation.ts';
import { EXTRACTED_FACTS, RULE_STAGES } from '../../model/rule.ts';
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
    RULE_STAGES.flatMap((stage) => {
      const rules: readonly RuleEntry[] = file.document[stage] ?? [];
      return rules.flatMap(({ when = {} }, index) =>
        Object.entries(when).flatMap(([field, name]) => {
          if (typeof name !== 'string' || !fields.has(field)) return [];
          const reading = readName(organisation, name, field);
          if (reading?.kind !== 'fails' || reading.suggestions.length === 0) return [];
          // A part that is left out makes it another kind of name, which may be meant.
          if (reading.missing !== null) return [];
          return [
            {
              ...finding(
                'name-unfit',
                file.locate([stage, index, 'when', field]),
                `unexpected name \`${name}\`, expected ${reading.expected} at character ${reading.character}, as \`${reading.convention}\` wants`,
                didYouMean(reading.suggestions),
              ),
              severity: 'warning' as const,
            },
          ];
        }),
      );
    }),
  );
}

/** Checks that a convention fills what conditions ask of the parts of names. */
export function checkExtracted(
  { rules }: Organisation,
  documents: DocumentSet,
): readonly Diagnostic[] {
  const filled = new Set(
    rules.extract.flatMap(({ parts }) =>
      parts.flatMap((part) =>
        part.kind === 'field' && !FACTS.has(part.name) ? [`${PREFIX}${part.name}`] : [],
      ),
    ),
  );
  const check = (
    file: Pick<Located<unknown>, 'locateKey'>,
    path: Path,
    when: WhenEntry = {},
  ): readonly Diagnostic[] =>
    Object.entries(when).flatMap(([field, asked]) => {
      if (!field.startsWith(PREFIX) || filled.has(field) || isAbsence(asked)) return [];
      return [
        finding(
          'extract-unfilled',
          file.locateKey([...path, field]),
          `unexpected \`${field}\`, expected a field that a naming convention fills: this is never met`,
          suggest(field, filled) ??
            `write \`{${field.slice(PREFIX.length)}}\` into a pattern of \`extract\``,
        ),
      ];
    });
  return [
    ...documents.rules.flatMap((file) =>
      RULE_STAGES.flatMap((stage) => {
        const entries: readonly RuleEntry[] = file.document[stage] ?? [];
        return entries.flatMap(({ when }, index) => check(file, [stage, index, 'when'], when));
      }),
    ),
    ...documents.silence.flatMap((file) => check(file, ['when'], file.document.when)),
  ];
}

const PREFIX = 'label.extract.';
/** These are fields of the signal itself. */
const FACTS: ReadonlySet<string> = new Set(EXTRACTED_FACTS);

function isAbsence(asked: TestEntry): boolean {
  return typeof asked === 'object' && 'exists' in asked && asked.exists === false;
}
