import type { DocumentSet, Located, Refused } from '../../config/document-set.ts';
import type { IncidentDocument } from '../../config/markdown-documents.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { readBody } from '../../incidents/body.ts';
import { incidentOf } from '../../incidents/document.ts';
import { toldSeverity } from '../../incidents/told-severity.ts';
import type { Incident } from '../../model/incident.ts';
import type { Organisation } from '../../model/organisation.ts';
import { readPostmortem } from '../../postmortems/document.ts';
import { passedBy } from '../../postmortems/past-gate.ts';
import { finding } from '../finding.ts';

/**
 * Incidents that were ended in their file although something is still asked of them, as far as all that says so can be read;
 * and those that no longer say what an earlier version of their file said. `owing` holds the paths of the latter.
 */
export function checkGate(
  documents: DocumentSet,
  organisation: Organisation | null,
  { refused, owing }: { readonly refused: readonly Refused[]; readonly owing: readonly string[] },
): readonly Diagnostic[] {
  const dropped = documents.incident.filter(({ file }) => owing.includes(file)).map(droppedDuty);
  if (organisation === null || refused.some(({ kind }) => kind === 'levels')) return dropped;
  const unread = refused.filter(({ kind }) => kind === 'postmortem').map(({ id }) => id);
  const postmortems = new Map(documents.postmortem.map((file) => [file.id, file]));
  const files = new Map(documents.incident.map((file) => [file.id, file]));
  const past = documents.incident.flatMap((located) => {
    const { id, document, locate } = located;
    if (!ENDED.has(document.state)) return [];
    const incident = readFront(located);
    const named = incident.postmortem ?? id;
    const written = postmortems.get(named);
    // What is wrong is said where it is: in the post-mortem, or in the name of one that there is not.
    const isElsewhere =
      unread.includes(named) || unread.includes(null) || document.postmortem !== undefined;
    if (written === undefined && isElsewhere) return [];
    const repeated = files.get(document.relations?.duplicate_of ?? '');
    const reasons = passedBy(organisation, incident, {
      postmortem: written === undefined ? null : readPostmortem(written),
      timeline: () => readBody(located).timeline,
      original: repeated === undefined ? null : readFront(repeated),
    });
    if (reasons.length === 0) return [];
    return [
      finding(
        'closed-past-gate',
        locate(['state']),
        `unexpected state \`${document.state}\`, expected \`resolved\`: ${reasons.join('; ')}`,
        document.state === 'closed'
          ? 'write `resolved` and take `closed` out of `at`; `/close` in its room closes it when nothing is missing'
          : 'write `resolved`; `/close` in its room closes it when nothing is missing',
      ),
    ];
  });
  return [...dropped, ...past];
}

const ENDED: ReadonlySet<IncidentDocument['state']> = new Set(['closed', 'duplicate', 'declined']);

function droppedDuty({ locate }: Located<IncidentDocument>): Diagnostic {
  return finding(
    'duty-dropped',
    locate(['state']),
    'unexpected incident without `postmortem_owed`, expected `postmortem_owed: true` as in an earlier version of its file: what is owed is decided when it is resolved',
    'add `postmortem_owed: true`; the writer puts it back otherwise',
  );
}

function readFront({ id, document, text, bodyStart }: Located<IncidentDocument>): Incident {
  const told = toldSeverity(text, bodyStart);
  return incidentOf(id, document, { updates: [], drafts: [], keys: new Set(), told });
}
