// A post-mortem's file as its linter reads it: sections with places.
import type { Heading, Paragraph, RootContent } from 'mdast';
import { toString } from 'mdast-util-to-string';
import type { Located } from '../config/document-set.ts';
import type { PostmortemDocument } from '../config/markdown-documents.ts';
import type { DiagnosticCode } from '../diagnostics/catalogue.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { findSection, placeOfRange, readSections, type Section } from '../incidents/markdown.ts';
import type { Place } from '../model/place.ts';
import { NOT_WRITTEN, type SectionPlan } from './sections.ts';

/** What the parts of the linter look at. */
export type Reading = {
  readonly located: Located<PostmortemDocument>;
  readonly sections: readonly Section[];
  /** The place of a range of the file; of its first line where it has several. */
  readonly placeOf: (start: number, end: number) => Place;
};

/** Reads a post-mortem for its linter. */
export function readForLint(located: Located<PostmortemDocument>): Reading {
  const { file, text, bodyStart } = located;
  return {
    located,
    sections: readSections(text, bodyStart),
    placeOf: (start, end) => placeOfRange({ file, text }, start, end),
  };
}

/** The section that a plan is about, under whichever of its titles. */
export function sectionOf({ sections }: Reading, plan: SectionPlan): Section | null {
  for (const title of [plan.title, ...plan.aliases]) {
    const section = findSection(sections, title);
    if (section !== null) return section;
  }
  return null;
}

/** Whether others are asked to read it, or did. */
export function isInReview({ located }: Reading): boolean {
  return located.document.state !== 'draft';
}

/** Whether a block only asks for what is to be written. */
export function isPlaceholder(node: RootContent): node is Paragraph {
  return node.type === 'paragraph' && toString(node).startsWith(NOT_WRITTEN.slice(0, -1));
}

/** Whether a block is no text of its own: a heading below the section's, or a comment. */
export function isFrame(node: RootContent): node is Heading | (RootContent & { type: 'html' }) {
  return node.type === 'heading' || node.type === 'html';
}

/** A finding of the linter. */
export function lintFinding(
  code: DiagnosticCode,
  severity: Diagnostic['severity'],
  place: Place,
  [message, hint]: readonly [message: string, hint: string],
): Diagnostic {
  return { code, severity, message, place, related: [], hint };
}
