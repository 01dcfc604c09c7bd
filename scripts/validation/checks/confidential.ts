// What is for few, in a repository that everybody may read. Only the front matter is looked at, so that the bodies of a
// long history are not read.
import type { DocumentSet } from '../../config/document-set.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { isConfidential } from '../../incidents/hidden.ts';
import type { Organisation } from '../../model/organisation.ts';
import { finding } from '../finding.ts';

/** Incidents that are confidential and whose files everybody may read. */
export function checkConfidential(
  { incident: incidents }: DocumentSet,
  organisation: Organisation | null,
): readonly Diagnostic[] {
  if (organisation?.settings.repository !== 'public') return [];
  return incidents.flatMap(({ document, locate, locateKey }) => {
    const { category, public: face } = document;
    if (!isConfidential({ category, public: face ?? null })) return [];
    const isSaid = face?.visibility === 'restricted';
    return [
      finding(
        'confidential-exposed',
        isSaid ? locate(['public', 'visibility']) : locateKey(['category']),
        `unexpected ${isSaid ? 'restricted incident' : 'incident about security that is not public'} in a public repository, where everybody may read its file, expected it in a private one`,
        'lead it in a private repository of the organisation: move the file there once GitHub shows nothing of the incident, and replace what it gives away; where everybody may know of it, say `/publish` or correct what it says of itself',
      ),
    ];
  });
}
