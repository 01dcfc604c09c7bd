// What lies among incidents and plainly is none: evidence, drafts, what a merge left behind. It may not stop the page.
import type { SourceFile } from '../config/document-set.ts';
import { declaredKind, isDocumentId } from '../config/layout.ts';
import { isIncidentPath } from '../model/history-path.ts';
import { blocksOf, frontOf, isNear } from './front-blocks.ts';

/** Whether a file that cannot be used is no incident, whatever it says; never true of one in its right place. */
export function isStray(file: SourceFile, files: readonly SourceFile[]): boolean {
  const { path } = file;
  if (!isIncidentPath(path) || YEAR.test(path)) return false;
  if (!MARKDOWN.test(path)) return true;
  const stem = stemOf(path);
  if (isDocumentId('incident', stem)) return false;
  return isCopy(stem, files) || ('text' in file && !isLikeIncident(file.text));
}

/** The name of a file without its ending. */
export function stemOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(MARKDOWN, '');
}

const MARKDOWN = /\.(?:md|mdx|markdown)$/i;
/** A folder that cannot be opened may hold any incident. */
const YEAR = /^incidents\/\d{4}$/;

/** Such as `2026-11-21-order-api copy.md` or `2026-11-21-order-api_LOCAL_4711.md` beside the file itself. */
function isCopy(stem: string, files: readonly SourceFile[]): boolean {
  return files.some(({ path }) => {
    const other = stemOf(path);
    return (
      isIncidentPath(path) &&
      isDocumentId('incident', other) &&
      stem.startsWith(other) &&
      COPY.test(stem.slice(other.length))
    );
  });
}

/** What programs add to a name; anything else may be another incident of that service. */
const COPY =
  /^(?:~|[ _(]*(?:\d+|copy|kopie|backup|bak|base|conflict|local|old|orig|remote)(?![a-z]))/i;

/** A name alone may be a slip; what has two keys of an incident is meant to be one. */
function isLikeIncident(text: string): boolean {
  if (text.startsWith('---') || declaredKind(text) === 'incident') return true;
  const keys = new Set(blocksOf(frontOf(text).yaml).map(({ key }) => key));
  return [...keys].filter((key) => isNear(key, KEYS)).length > 1;
}

const KEYS = ['at', 'components', 'owner', 'public', 'schema', 'severity', 'state', 'title'];
