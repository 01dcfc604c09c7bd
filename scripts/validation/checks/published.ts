// Since when customers read a post-mortem: after its incident was declared (it may be taken up again later), and not from
// a day that is still to come, since feeds and interfaces announce it by that time.
import type { DocumentSet, Located } from '../../config/document-set.ts';
import type { PostmortemDocument } from '../../config/markdown-documents.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { addMs, type Instant, parseInstant } from '../../model/instant.ts';
import { finding } from '../finding.ts';
import { CLOCKS_DIFFER_MS } from './future.ts';
import { invalidTime } from './schedules.ts';

/** The times at which post-mortems were published; what lies ahead of `now` is a warning. */
export function checkPublished(documents: DocumentSet, now: Instant | null): readonly Diagnostic[] {
  const begun = new Map(
    documents.incident.map(({ id, document }) => [id, document.at['declared']]),
  );
  return documents.postmortem.flatMap((file) => {
    const text = file.document.published;
    if (text === undefined) return [];
    const at = parseInstant(text);
    if (at === null) return [invalidTime(text, file.locate(['published']))];
    const declared = parseInstant(begun.get(file.id) ?? '');
    if (declared !== null && at < declared) return [tooEarly(file, text, declared)];
    return now === null || at <= addMs(now, CLOCKS_DIFFER_MS) ? [] : [ahead(file, text, now)];
  });
}

function tooEarly(file: Located<PostmortemDocument>, text: string, declared: Instant): Diagnostic {
  return finding(
    'time-order',
    file.locate(['published']),
    `unexpected \`published: ${text}\`, expected a time after ${declared.slice(0, 16)}Z, when the incident was declared`,
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
