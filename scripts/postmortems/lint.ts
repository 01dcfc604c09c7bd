// What a reader would find missing in a post-mortem, with its place.
import type { Located } from '../config/document-set.ts';
import type { PostmortemDocument } from '../config/markdown-documents.ts';
import { type Diagnostic, sortDiagnostics } from '../diagnostics/diagnostic.ts';
import { lintBlame } from './lint-blame.ts';
import { lintMessage } from './lint-message.ts';
import { lintSections } from './lint-sections.ts';
import { lintTimeline } from './lint-timeline.ts';
import { readForLint } from './reading.ts';

/** Checks one post-mortem. What is not written yet counts only once others are asked to read it. */
export function lintPostmortem(located: Located<PostmortemDocument>): readonly Diagnostic[] {
  const reading = readForLint(located);
  return sortDiagnostics([
    ...lintSections(reading),
    ...lintMessage(reading),
    ...lintTimeline(reading),
    ...lintBlame(reading),
  ]);
}
