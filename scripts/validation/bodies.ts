// Findings in the Markdown of incidents and post-mortems. Reading Markdown costs ten times more than front matter, so texts that were
// found clean before are passed over; the caller keeps their hashes.
import { createHash } from 'node:crypto';
import type { DocumentSet } from '../config/document-set.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { readBody } from '../incidents/body.ts';
import { lintPostmortem } from '../postmortems/lint.ts';
import { checkMessageForHtml, checkUpdatesForHtml } from './checks/public-html.ts';

/** Findings, and the hashes of all texts without any. */
export type BodyCheck = {
  readonly diagnostics: readonly Diagnostic[];
  readonly clean: readonly string[];
};

/** Checks the bodies of incidents and post-mortems whose text is not known to be clean. */
export function checkBodies(documents: DocumentSet, knownClean: ReadonlySet<string>): BodyCheck {
  const checks = [
    ...documents.incident.map((incident) => ({
      text: incident.text,
      check: () => [...readBody(incident).diagnostics, ...checkUpdatesForHtml(incident)],
    })),
    ...documents.postmortem.map((postmortem) => ({
      text: postmortem.text,
      check: () => [...lintPostmortem(postmortem), ...checkMessageForHtml(postmortem)],
    })),
  ];
  const diagnostics: Diagnostic[] = [];
  const clean: string[] = [];
  for (const { text, check } of checks) {
    const hash = createHash('sha256').update(VERSION).update(text).digest('base64url').slice(0, 22);
    const found = knownClean.has(hash) ? [] : check();
    if (found.length === 0) clean.push(hash);
    diagnostics.push(...found);
  }
  return { diagnostics, clean };
}

/** Changes whenever the check itself does, so that old verdicts are forgotten. */
const VERSION = 'body-4';
