// Since when customers read a post-mortem: after its incident, and not from a day that is still to come, since feeds and
// interfaces announce it by that time.
import type { DocumentSet, Located } from '../../config/document-set.ts';
import type { PostmortemDocument } from '../../config/markdown-documents.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { addMs, type Instant, parseInstant } from '../../model/instant.ts';
import { finding } from '../finding.ts';
import { CLOCKS_DIFFER_MS } from './future.ts';
import { invalidTime } from './schedules.ts';

/** The times at which post-mortems were published; what lies ahead of `now` is a warning. */
export function checkPublished(documents: DocumentSet, now: Instant | null): readonly Diagnostic[] {
  const ends = new Map(documents.incident.map(({ id, document }) => [id, document.at['resolved']]));
  return documents.postmortem.flatMap((file) => {
    const text = file.document.published;
    if (text === undefined) return [];
    const at = parseInstant(text);
    if (at === null) return [invalidTime(text, file.locate(['published']))];
    const end = parseInstant(ends.get(file.id) ?? '');
    if (end !== null && at < end) return [tooEarly(file, text, end)];
    return now === null || at <= addMs(now, CLOCKS_DIFFER_MS) ? [] : [ahead(file, text, now)];
  });
}

function tooEarly(file: Located<PostmortemDocument>, text: string, end: Instant): Diagnostic {
  return finding(
    'time-order',
    file.locate(['published']),
    `unexpected \`published: ${text}\`, expected a time after ${end.slice(0, 16)}Z, when the incident was resolved`,
    'correct `published`, or take it out: Tocsin writes it when it sees the post-mortem published',
  );
}

function ahead(file: Located<PostmortemDocument>, text: string, now: Instant): Diagnostic {
  return {
    ...finding(
      'public-future',
      file.locate(['published']),
      `unexpected \`published: ${text}\`, which is still to come, expected a time up to ${now.slice(0, 16)}Z`,
      'correct the day or the year; times are UTC',
    ),
    severity: 'warning',
  };
}
