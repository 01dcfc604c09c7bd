// What an incident was and what was learned of it stays: the page that customers link to hangs on its file, and so do numbers.
import { readDocuments, type SourceFile } from '../../config/document-set.ts';
import { placeDocument } from '../../config/layout.ts';
import type { IncidentDocument, PostmortemDocument } from '../../config/markdown-documents.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { finding } from '../finding.ts';

/** Files that a commit holds and that are gone, as they stood there. */
export type Removed = { readonly base: string; readonly files: readonly SourceFile[] };

/** Incidents and post-mortems that were taken away: an error where customers read them, otherwise a warning. */
export function checkRemoved({ base, files }: Removed): readonly Diagnostic[] {
  const { documents } = readDocuments(files);
  const shown = new Set([
    ...documents.incident.flatMap(({ file, document }) => (hasAddress(document) ? [file] : [])),
    ...documents.postmortem.flatMap(({ file, document }) => (isOut(document) ? [file] : [])),
  ]);
  return files.flatMap(({ path }): readonly Diagnostic[] => {
    const placed = placeDocument(path);
    const kind = placed.kind === 'document' ? placed.document : placed.kind;
    if (kind !== 'incident' && kind !== 'postmortem') return [];
    const { what, otherwise } = WORDS[kind][shown.has(path) ? 'shown' : 'inside'];
    const found = finding(
      'file-removed',
      { file: path, line: 1, column: 1, length: 1 },
      `unexpected removal of ${what}`,
      `bring it back with \`git restore --source=${base} -- ${path}\`; ${otherwise}`,
    );
    return [{ ...found, severity: shown.has(path) ? 'error' : 'warning' }];
  });
}

/** Customers have the address, also of what was taken from the lists. */
function hasAddress({ public: face }: IncidentDocument): boolean {
  const isTaken = face?.visibility === 'none' && face.status === 'resolved';
  return isTaken || face?.visibility === 'public';
}

function isOut({ state, public: isPublic }: PostmortemDocument): boolean {
  return isPublic === true && (state === 'published' || state === 'closed');
}

const WORDS = {
  incident: {
    shown: {
      what: 'an incident that customers have the address of, expected its file: the page is there for ever',
      otherwise: '`/unpublish` takes it from the lists',
    },
    inside: {
      what: 'an incident, expected its file: its room ends, and what was counted changes',
      otherwise: '`/decline` ends what was none',
    },
  },
  postmortem: {
    shown: {
      what: 'a post-mortem that customers read, expected its file: the page of the incident has its message',
      otherwise: '`public: false` takes the message from the page',
    },
    inside: {
      what: 'a post-mortem, expected its file: nothing else has what was learned',
      otherwise: 'what is wrong in it is corrected there',
    },
  },
} as const;
