// The last resort must be heard: what nobody owns goes to triage, whose mode holds for a sev1 as well.
import type { DocumentSet } from '../../config/document-set.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Organisation } from '../../model/organisation.ts';
import { finding } from '../finding.ts';

/** Finds a triage team that is told nothing, or an hour late. */
export function checkTriage(
  { settings }: Organisation,
  { team: teams }: DocumentSet,
): readonly Diagnostic[] {
  const { triage } = settings;
  const file = teams.find(({ id }) => id === triage);
  const mode = file?.document.mode ?? 'live';
  if (file === undefined || mode === 'live') return [];
  const isShadow = mode === 'shadow';
  const found = finding(
    'triage-unheard',
    file.locate(['mode']),
    isShadow
      ? `unexpected \`mode: shadow\` of the triage team, expected \`live\`: of what nobody owns nobody would hear, not even of a sev1`
      : `unexpected \`mode: digest\` of the triage team, expected \`live\`: of a sev1 that nobody owns it would hear within the hour`,
    `write \`mode: live\`, or name another team as \`triage\` in tocsin.yaml`,
  );
  return [isShadow ? found : { ...found, severity: 'warning' }];
}
