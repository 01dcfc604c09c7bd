// What is watched has ended: a component that still fails there says the opposite on the same page.
import type { Located } from '../../config/document-set.ts';
import type { IncidentDocument } from '../../config/markdown-documents.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { openWord } from '../../incidents/last-word.ts';
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
