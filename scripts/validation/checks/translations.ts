// What is said in other languages stands under the instant of an update; one that meets none would never be shown.
import type { DocumentSet } from '../../config/document-set.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { readIncident } from '../../incidents/document.ts';
import { parseInstant } from '../../model/instant.ts';
import { LANGUAGES } from '../../model/page.ts';
import { finding } from '../finding.ts';

/** Translated updates of instants at which nothing was said. */
export function checkTranslations(documents: DocumentSet): readonly Diagnostic[] {
  return documents.incident.flatMap((file) => {
    const { translations } = file.document.public ?? {};
    if (translations === undefined) return [];
    const said = new Set(readIncident(file).incident.updates.map((update) => update.at));
    return LANGUAGES.flatMap((language) =>
      Object.keys(translations[language]?.updates ?? {})
        .filter((at) => !said.has(parseInstant(at) ?? ''))
        .map((at) =>
          finding(
            'translation-of-nothing',
            file.locateKey(['public', 'translations', language, 'updates', at]),
            `unexpected update of ${at} in \`${language}\`, expected the instant of one under \`## Public updates\``,
            said.size === 0
              ? 'there is no public update yet: write that first'
              : `updates were posted at ${[...said].map((instant) => `${instant.slice(0, 16)}Z`).join(', ')}`,
          ),
        ),
    );
  });
}
