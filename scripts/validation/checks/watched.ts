// What is watched has ended: a component that still fails there says the opposite on the same page, and so does a state in
// the front matter that is not the one of the newest update.
import type { Located } from '../../config/document-set.ts';
import type { IncidentDocument } from '../../config/markdown-documents.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { isCalm, newestOf, openWord, publicWord } from '../../incidents/last-word.ts';
import type { Incident } from '../../model/incident.ts';
import { finding } from '../finding.ts';

/** The components that still fail in a public incident that is said to be mitigated. */
export function checkWatched(
  file: Located<IncidentDocument>,
  incident: Incident,
): readonly Diagnostic[] {
  const { state, at, components } = incident;
  const told = openWord(incident) === 'monitoring' ? '`monitoring`' : null;
  const mitigated =
    state === 'monitoring' && at.mitigated !== undefined
      ? `\`mitigated\` at ${at.mitigated.slice(0, 16)}Z`
      : null;
  const said = told ?? mitigated;
  if (said === null) return [];
  return Object.entries(components)
    .filter(([, status]) => status !== 'operational')
    .map(([id, status]) =>
      finding(
        'public-contradiction',
        file.locate(['components', id]),
        `unexpected \`${status}\` of \`${id}\` beside ${said}, expected \`operational\`: what is watched has ended`,
        told === null
          ? 'post an update with `/update monitoring text`, which says so of the components'
          : `say \`/set component ${id} operational\`, or with \`/update identified text\` what still fails`,
      ),
    );
}

/** A state in the front matter of a public incident that its newest update does not say. */
export function checkStated(
  file: Located<IncidentDocument>,
  incident: Incident,
): readonly Diagnostic[] {
  const stated = incident.public?.status;
  const last = newestOf(incident.updates);
  if (stated === undefined || last === undefined || stated === last.status) return [];
  // Which of two words that it fails does no harm, and after `/reopen` nothing was said yet.
  const isSame = !isCalm(stated) && !isCalm(last.status);
  if (isSame || publicWord(incident) === stated) return [];
  return [
    finding(
      'public-contradiction',
      file.locate(['public', 'status']),
      `unexpected \`${stated}\` beside the newest update, which says \`${last.status}\` at ${last.at.slice(0, 16)}Z and counts, expected \`${last.status}\``,
      `write \`status: ${last.status}\`, and what the components are; \`/update\` and \`tocsin incident update\` do both`,
    ),
  ];
}
