// All that an incident's file says, body included: what a room shows beside the incident itself.
import { readDocuments, type SourceFile } from '../config/document-set.ts';
import type { Incident, TimelineEntry } from '../model/incident.ts';
import { readBody } from './body.ts';
import { readIncident } from './document.ts';
import { findSection, readSections } from './markdown.ts';

/** An incident with the sections of its body; a section that is not there is null. */
export type IncidentRecord = {
  readonly incident: Incident;
  readonly path: string;
  readonly timeline: readonly TimelineEntry[];
  /** Markdown of `## Summary`. */
  readonly summary: string | null;
  /** Markdown of `## Suspects`: deployments and their commits. */
  readonly suspects: string | null;
  /** Markdown of `## Drafts`: public updates that wait for the manager. */
  readonly drafts: string | null;
  /** Markdown of `## Decision`: why it was opened, and why it called whom. */
  readonly decision: string | null;
};

/** Reads an incident's file; null where it does not fit its schema. */
export function readRecord(file: SourceFile): IncidentRecord | null {
  const known = records.get(file);
  if (known !== undefined) return known.record;
  const record = parseRecord(file);
  records.set(file, { record });
  return record;
}

/** The same file object comes from the same blob, and is parsed once. */
const records = new WeakMap<SourceFile, { readonly record: IncidentRecord | null }>();

function parseRecord(file: SourceFile): IncidentRecord | null {
  const [located] = readDocuments([file]).documents.incident;
  if (located === undefined) return null;
  const { incident } = readIncident(located);
  const { text, bodyStart } = located;
  const sections = readSections(text, bodyStart);
  const textOf = (title: string): string | null => {
    const section = findSection(sections, title);
    const first = section?.blocks[0];
    return section === null || first === undefined
      ? null
      : text.slice(first.start, section.contentEnd);
  };
  return {
    incident,
    path: located.file,
    timeline: readBody(located).timeline,
    summary: textOf('Summary'),
    suspects: textOf('Suspects'),
    drafts: textOf('Drafts'),
    decision: textOf('Decision'),
  };
}
