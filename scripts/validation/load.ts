// Files → everything that the running program needs, or why the configuration cannot be trusted.
import type { SourceFile } from '../config/document-set.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { readIncident } from '../incidents/document.ts';
import type { Incident } from '../model/incident.ts';
import type { Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Postmortem } from '../model/postmortem.ts';
import { readPostmortem } from '../postmortems/document.ts';
import { validate } from './validate.ts';

/** An organisation with its history, as one state of its files says. */
export type OrganisationState = {
  readonly organisation: Organisation;
  readonly incidents: readonly Incident[];
  readonly postmortems: readonly Postmortem[];
};

/** A state, with what is wrong in incident files, which never stops the rest; or errors in the configuration. */
export type LoadResult =
  | {
      readonly kind: 'loaded';
      readonly state: OrganisationState;
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

/** Loads an organisation from its files; what depends on the time is only looked at with `now`. */
export function loadState(files: readonly SourceFile[], now: Instant | null = null): LoadResult {
  const { organisation, documents, diagnostics } = validate(files, { now, trackedFiles: null });
  const configuration = diagnostics.filter(isConfigurationError);
  if (organisation === null || configuration.length > 0)
    return { kind: 'invalid', diagnostics: configuration };
  const read = documents.incident.map(readIncident);
  return {
    kind: 'loaded',
    state: {
      organisation,
      incidents: read.map(({ incident }) => incident),
      postmortems: documents.postmortem.map(readPostmortem),
    },
    diagnostics: [...diagnostics, ...read.flatMap((entry) => entry.diagnostics)],
  };
}

/** Whether a finding says that the configuration cannot be trusted. */
export function isConfigurationError({ place, severity }: Diagnostic): boolean {
  return severity === 'error' && !isHistory(place.file);
}

function isHistory(file: string): boolean {
  return file.startsWith('incidents/') || file.startsWith('postmortems/');
}
