// HTML in what customers read: the page shows it as the text that it is, which whoever wrote it did not mean.
import type { Located } from '../../config/document-set.ts';
import type { IncidentDocument, PostmortemDocument } from '../../config/markdown-documents.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { findSection, htmlOf, placeOfRange, readSections } from '../../incidents/markdown.ts';
import { finding } from '../finding.ts';

/** HTML in the updates of a public incident. */
export function checkUpdatesForHtml(file: Located<IncidentDocument>): readonly Diagnostic[] {
  return file.document.public?.visibility === 'public' ? htmlIn(file, 'Public updates') : [];
}

/** HTML in what customers are told of a post-mortem. */
export function checkMessageForHtml(file: Located<PostmortemDocument>): readonly Diagnostic[] {
  return file.document.public === true ? htmlIn(file, 'Customer message') : [];
}

type File = Pick<Located<unknown>, 'file' | 'text' | 'bodyStart'>;

const MAY_BE_HTML = /<(?!!--)[a-z/!?]/i;

function htmlIn(located: File, title: string): readonly Diagnostic[] {
  // Most texts hold none, and are not parsed a second time.
  if (!MAY_BE_HTML.test(located.text)) return [];
  const { file, text, bodyStart } = located;
  const section = findSection(readSections(text, bodyStart), title);
  return (section === null ? [] : htmlOf(section))
    .filter(({ value }) => !PASSED_OVER.test(value))
    .map(({ value, start: from }) => {
      const start = from + bodyStart;
      const [sign = value] = /^<[^\s>]*/.exec(value) ?? [];
      return finding(
        'public-html',
        placeOfRange({ file, text }, start, start + value.length),
        `unexpected HTML \`${sign}${sign.endsWith('>') ? '' : '>'}\` in what customers read, which the page shows as it is typed, expected Markdown`,
        'write `**bold**`, `- ` for a list, an empty line for a paragraph; put in backticks what customers shall read so',
      );
    })
    .map((each) => ({ ...each, severity: 'warning' }));
}

/** Comments are hidden and `<br>` ends a line; a pair of signs is named once, by the one that opens. */
const PASSED_OVER = /^(?:<!--|<\/|<br *\/?>)/i;
