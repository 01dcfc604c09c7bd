import { describe, expect, test } from 'vitest';
import { type Located, readDocuments } from '../config/document-set.ts';
import type { IncidentDocument } from '../config/markdown-documents.ts';
import { readOrganisationFiles } from '../workspace/read.ts';
import { checkBodies } from './bodies.ts';
import { EXAMPLE } from './testing/plant.ts';

const { documents } = readDocuments(readOrganisationFiles(EXAMPLE));

describe('the check of incident bodies', () => {
  test('parses no Markdown that was found clean before', () => {
    const { watched, parsed } = watch(documents.incident);
    const first = checkBodies({ ...documents, incident: watched }, new Set());
    expect(parsed()).toBe(documents.incident.length);
    expect(first.clean).toHaveLength(documents.incident.length + documents.postmortem.length);
    const second = checkBodies({ ...documents, incident: watched }, new Set(first.clean));
    expect(parsed()).toBe(documents.incident.length);
    expect(second).toEqual(first);
  });

  test('parses again what changed by a single character, and only that', () => {
    const clean = new Set(checkBodies(documents, new Set()).clean);
    const changed = documents.incident.map((incident, index) =>
      index === 3 ? { ...incident, text: `${incident.text} ` } : incident,
    );
    const { watched, parsed } = watch(changed);
    checkBodies({ ...documents, incident: watched }, clean);
    expect(parsed()).toBe(1);
  });

  test('remembers no text with findings as clean, so it is told again by every run', () => {
    const broken = documents.incident.slice(0, 2).map((incident) => ({
      ...incident,
      text: `${incident.text.slice(0, incident.bodyStart)}\n## Public updates\n\nSoon.\n`,
    }));
    const set = { ...documents, incident: broken, postmortem: [] };
    const first = checkBodies(set, new Set());
    expect(first.clean).toEqual([]);
    expect(first.diagnostics.map((found) => found.code)).toEqual([
      'update-malformed',
      'update-malformed',
    ]);
    expect(checkBodies(set, new Set(first.clean))).toEqual(first);
  });
});

/** Counts how often the body of an incident is asked for. */
function watch(incidents: readonly Located<IncidentDocument>[]): {
  readonly watched: readonly Located<IncidentDocument>[];
  readonly parsed: () => number;
} {
  let count = 0;
  const watched = incidents.map((incident) => ({
    ...incident,
    get bodyStart(): number {
      count += 1;
      return incident.bodyStart;
    },
  }));
  return { watched, parsed: () => count };
}
