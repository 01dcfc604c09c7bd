// What an incident says of its past must fit together: times in order, what its state promises, how bad it ever was.
import type { Located } from '../../config/document-set.ts';
import type { IncidentDocument } from '../../config/markdown-documents.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { contradictionsOf } from '../../incidents/lifecycle.ts';
import { toldSeverity } from '../../incidents/told-severity.ts';
import { MILESTONES } from '../../model/incident.ts';
import { parseInstant } from '../../model/instant.ts';
import { isMajor, isWorse, worse } from '../../model/severity.ts';
import { finding } from '../finding.ts';
import { invalidTime } from './schedules.ts';

type File = Located<IncidentDocument>;

/** Checks it beside all incidents by id. */
export function checkIncidentHistory(
  file: File,
  incidents: ReadonlyMap<string, IncidentDocument>,
): readonly Diagnostic[] {
  return [
    ...checkTimes(file),
    ...checkState(file),
    ...checkHistory(file),
    ...checkWorst(file),
    ...checkDuplicate(file, incidents),
  ];
}

function checkTimes(file: File): readonly Diagnostic[] {
  const { at } = file.document;
  const findings: Diagnostic[] = [];
  let before: { readonly name: string; readonly instant: string } | null = null;
  for (const name of MILESTONES) {
    const text = at[name];
    if (text === undefined) continue;
    const instant = parseInstant(text);
    if (instant === null) {
      findings.push(invalidTime(text, file.locate(['at', name])));
      continue;
    }
    if (before !== null && instant < before.instant) {
      findings.push(
        finding(
          'time-order',
          file.locate(['at', name]),
          `unexpected \`${name}\` before \`${before.name}\`, expected times in the order ${MILESTONES.join(', ')}`,
          `correct \`${name}\` or \`${before.name}\``,
        ),
      );
    } else {
      before = { name, instant };
    }
  }
  return findings;
}

function checkState(file: File): readonly Diagnostic[] {
  const { document } = file;
  if (document.state === 'duplicate' && document.relations?.duplicate_of === undefined) {
    return [
      finding(
        'state-incomplete',
        file.locate(['state']),
        'unexpected state `duplicate` without `relations.duplicate_of`, expected the incident that it repeats',
        'add `relations: {duplicate_of: …}`',
      ),
    ];
  }
  const { kind = 'incident', state, severity, relations } = document;
  if (state !== 'duplicate' && relations?.duplicate_of !== undefined)
    return [
      finding(
        'state-contradicted',
        file.locateKey(['relations', 'duplicate_of']),
        `unexpected \`duplicate_of\` of an incident that is \`${state}\`, expected it only in a \`duplicate\``,
        'remove it; `/unduplicate` in its room also brings back what went to the other one',
      ),
    ];
  if (kind === 'incident' && state === 'triage' && isMajor(severity))
    return [
      finding(
        'state-contradicted',
        file.locate(['state']),
        `unexpected state \`triage\` of a ${severity}, expected \`investigating\``,
        'write `investigating`; whoever is called for it is called once this is on the branch',
      ),
    ];
  return [];
}

/** Whatever led to a state left its instants; what contradicts them never happened so. */
function checkHistory(file: File): readonly Diagnostic[] {
  const { kind = 'incident', state, at } = file.document;
  return contradictionsOf({ kind, state }, (name) => at[name] !== undefined).map(
    ({ milestone, kind: what }) =>
      what === 'missing'
        ? finding(
            'state-incomplete',
            file.locate(['state']),
            `unexpected state \`${state}\` without \`at.${milestone}\`, expected the time at which it was ${milestone}`,
            `add \`${milestone}: …\` to \`at\``,
          )
        : finding(
            'state-contradicted',
            file.locateKey(['at', milestone]),
            `unexpected \`at.${milestone}\` of an incident that is \`${state}\`, expected none`,
            `remove \`${milestone}\` from \`at\`, or write the state that it belongs to`,
          ),
  );
}

/** The worst that it ever was is what it is now, what its timeline tells, or worse. */
function checkWorst(file: File): readonly Diagnostic[] {
  const { severity, severity_max: stated } = file.document;
  if (stated === undefined) return [];
  const told = toldSeverity(file.text, file.bodyStart) ?? severity;
  const known = worse(severity, told);
  if (!isWorse(known, stated)) return [];
  return [
    finding(
      'severity-contradicted',
      file.locate(['severity_max']),
      `unexpected worst severity \`${stated}\`, expected \`${known}\`: ${known === severity ? 'it is that bad now' : 'its timeline tells so'}`,
      `write \`severity_max: ${known}\`; the worst that it ever was decides about the post-mortem`,
    ),
  ];
}

/** A chain of duplicates would leave readers, and the original's end, in the middle. */
function checkDuplicate(
  file: File,
  incidents: ReadonlyMap<string, IncidentDocument>,
): readonly Diagnostic[] {
  const original = file.document.relations?.duplicate_of;
  if (original === undefined) return [];
  const place = file.locate(['relations', 'duplicate_of']);
  if (original === file.id)
    return [
      finding(
        'state-incomplete',
        place,
        'unexpected duplicate of itself, expected another incident',
        'name the incident that it repeats',
      ),
    ];
  const known = incidents.get(original);
  if (known?.state !== 'duplicate') return [];
  const next = known.relations?.duplicate_of;
  return [
    finding(
      'state-incomplete',
      place,
      `unexpected duplicate of \`${original}\`, which is a duplicate itself, expected the incident that both repeat`,
      next === undefined || next === file.id
        ? 'name an incident that is no duplicate'
        : `name \`${next}\``,
    ),
  ];
}
