import type { DocumentSet, Refused } from '../../config/document-set.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { readBody } from '../../incidents/body.ts';
import { incidentOf } from '../../incidents/document.ts';
import { toldSeverity } from '../../incidents/told-severity.ts';
import type { Organisation } from '../../model/organisation.ts';
import { readPostmortem } from '../../postmortems/document.ts';
import { passedBy } from '../../postmortems/past-gate.ts';
import { finding } from '../finding.ts';

/** Incidents that were closed in their file although something is still asked of them, as far as all that says so can be read. */
export function checkGate(
  documents: DocumentSet,
  organisation: Organisation | null,
  refused: readonly Refused[],
): readonly Diagnostic[] {
  if (organisation === null || refused.some(({ kind }) => kind === 'levels')) return [];
  const unread = refused.filter(({ kind }) => kind === 'postmortem').map(({ id }) => id);
  const postmortems = new Map(documents.postmortem.map((file) => [file.id, file]));
  return documents.incident.flatMap(({ id, file, document, text, bodyStart, locate }) => {
    if (document.state !== 'closed') return [];
    const told = toldSeverity(text, bodyStart);
    const body = { updates: [], drafts: [], keys: new Set<string>(), told };
    const incident = incidentOf(id, document, body);
    const named = incident.postmortem ?? id;
    const written = postmortems.get(named);
    // What is wrong is said where it is: in the post-mortem, or in the name of one that there is not.
    const isElsewhere =
      unread.includes(named) || unread.includes(null) || document.postmortem !== undefined;
    if (written === undefined && isElsewhere) return [];
    const postmortem = written === undefined ? null : readPostmortem(written);
    const timeline = () => readBody(file, text, bodyStart).timeline;
    const reasons = passedBy(organisation, incident, postmortem, timeline);
    if (reasons.length === 0) return [];
    return [
      finding(
        'closed-past-gate',
        locate(['state']),
        `unexpected state \`closed\`, expected \`resolved\`: ${reasons.join('; ')}`,
        'write `resolved` and take `closed` out of `at`; `/close` in its room closes it when nothing is missing',
      ),
    ];
  });
}
