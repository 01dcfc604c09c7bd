// The name of an incident's file is its id for ever.
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { finding } from '../finding.ts';

/** A file that was renamed, as its history tells: its path before and now. */
export type Renaming = { readonly from: string; readonly to: string };

/** Incidents whose file got another name. */
export function checkNames(renamed: readonly Renaming[]): readonly Diagnostic[] {
  return renamed.map(({ from, to }) =>
    finding(
      'id-renamed',
      { file: to, line: 1, column: 1, length: 3 },
      `unexpected new name of \`${from}\`, expected the one that it had: room, post-mortem, address on the page and other files know the incident by it`,
      `rename it to \`${from}\` again, the writer does so otherwise; \`title\` says what it is about`,
    ),
  );
}
