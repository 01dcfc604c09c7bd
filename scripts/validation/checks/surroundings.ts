// Checks that need to know more than the files say: the day, and what git tracks.
import type { DocumentSet } from '../../config/document-set.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Instant } from '../../model/instant.ts';
import { parseCodePattern } from '../../ownership/code-path.ts';
import { fits, partsOf } from '../../ownership/path-pattern.ts';
import { finding } from '../finding.ts';

/** Patterns for the organisation's own repository (`repo: .`) fit at least one tracked file. */
export function checkCode(
  documents: DocumentSet,
  trackedFiles: readonly string[] | null,
): readonly Diagnostic[] {
  if (trackedFiles === null) return [];
  const files = trackedFiles.map(partsOf);
  return documents.product.flatMap((product) =>
    product.document.services.flatMap((service, index) =>
      (service.code ?? []).flatMap(({ repo, paths }, area) =>
        repo !== '.'
          ? []
          : paths.flatMap((text, position) => {
              const pattern = parseCodePattern(text);
              if (text.startsWith('!') || files.some((file) => fits(pattern, file, 0))) return [];
              return [
                finding(
                  'code-unmatched',
                  product.locate(['services', index, 'code', area, 'paths', position]),
                  `unexpected code path \`${text}\`, expected one that fits a tracked file`,
                  'correct the path, remove it, or commit the files first',
                ),
              ];
            }),
      ),
    ),
  );
}

/** Nobody has reviewed an entry on a day that is still to come; zones are a day wide at most. */
export function checkReviews(documents: DocumentSet, now: Instant | null): readonly Diagnostic[] {
  if (now === null) return [];
  const today = new Date(Date.parse(now) + 14 * 60 * 60 * 1000).toISOString().slice(0, 10);
  return documents.product.flatMap((product) =>
    product.document.services.flatMap(({ reviewed }, index) =>
      reviewed === undefined || reviewed <= today
        ? []
        : [
            finding(
              'reviewed-future',
              product.locate(['services', index, 'reviewed']),
              `unexpected day \`${reviewed}\`, expected today or a day before`,
              'write the day on which somebody looked at the entry',
            ),
          ],
    ),
  );
}
