import { catalogue } from './catalogue.ts';
import type { Diagnostic } from './diagnostic.ts';

/** Diagnostics as SARIF 2.1.0 for code-scanning tools (https://docs.oasis-open.org/sarif/sarif/v2.1.0/). */
export function renderSarif(diagnostics: readonly Diagnostic[]): string {
  const rules = Object.entries(catalogue).map(([id, { title, explanation }]) => ({
    id,
    shortDescription: { text: title },
    fullDescription: { text: explanation },
  }));
  const results = diagnostics.map((diagnostic) => ({
    ruleId: diagnostic.code,
    ruleIndex: rules.findIndex((rule) => rule.id === diagnostic.code),
    level: diagnostic.severity,
    message: { text: `${diagnostic.message}. Hint: ${diagnostic.hint}` },
    locations: [{ physicalLocation: locationOf(diagnostic.place) }],
    relatedLocations: diagnostic.related.map((entry, id) => ({
      id,
      message: { text: entry.message },
      physicalLocation: locationOf(entry.place),
    })),
  }));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver: { name: 'tocsin', rules } }, columnKind: 'utf16CodeUnits', results }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function locationOf(place: Diagnostic['place']): object {
  return {
    artifactLocation: {
      uri: place.file.toWellFormed().split('/').map(encodeURIComponent).join('/'),
      uriBaseId: '%SRCROOT%',
    },
    region: {
      startLine: place.line,
      startColumn: place.column,
      endColumn: place.column + place.length,
    },
  };
}
