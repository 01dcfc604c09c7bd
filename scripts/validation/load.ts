// Files → everything that the running program needs, or why the configuration cannot be trusted.
import type { Located, SourceFile } from '../config/document-set.ts';
import { placeDocument } from '../config/layout.ts';
import type { IncidentDocument } from '../config/markdown-documents.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { incidentOf, readIncident } from '../incidents/document.ts';
import { toldSeverity } from '../incidents/told-severity.ts';
import { isHistoryPath } from '../model/history-path.ts';
import type { Incident } from '../model/incident.ts';
import type { Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { UnreadablePostmortem } from '../model/postmortem.ts';
import type { IncidentSeverity } from '../model/severity.ts';
import { readPostmortem } from '../postmortems/document.ts';
import type { Written } from '../postmortems/written.ts';
import { prose } from '../text/safe-prose.ts';
import { validate } from './validate.ts';

/** An organisation with its history, as one state of its files says. */
export type OrganisationState = {
  readonly organisation: Organisation;
  readonly incidents: readonly Incident[];
  /** The Markdown of incidents' files by their ids. */
  readonly bodies: ReadonlyMap<string, string>;
} & Written;

/** A state, with what is wrong in incident files, which never stops the rest; or errors in the configuration. */
export type LoadResult =
  | Loaded
  | {
      readonly kind: 'invalid';
      readonly diagnostics: readonly Diagnostic[];
      readonly read: ReadonlyMap<string, KnownIncident>;
    };

/** A state that can be worked with. */
export type Loaded = {
  readonly kind: 'loaded';
  readonly state: OrganisationState;
  readonly diagnostics: readonly Diagnostic[];
  /** What was read of each incident's file, by its path. */
  readonly read: ReadonlyMap<string, KnownIncident>;
};

/** What a file of an incident says, as plain data: it stays true as long as its path, its text and the program do. */
export type KnownIncident = {
  readonly document: IncidentDocument;
  readonly bodyStart: number;
  readonly updates: Incident['updates'];
  readonly drafts: Incident['drafts'];
  readonly keys: readonly string[];
  readonly told: IncidentSeverity | null;
  readonly diagnostics: readonly Diagnostic[];
};

/** Loads an organisation from its files; what depends on the time is only looked at with `now`. */
export function loadState(
  files: readonly SourceFile[],
  now: Instant | null = null,
  known: ReadonlyMap<string, KnownIncident> = new Map(),
): LoadResult {
  const { organisation, documents, diagnostics } = validate(
    files,
    { now, trackedFiles: null },
    known,
  );
  const configuration = diagnostics.filter(isConfigurationError);
  const read = new Map(
    documents.incident.map((each) => [each.file, known.get(each.file) ?? toKnown(each)]),
  );
  if (organisation === null || configuration.length > 0)
    return { kind: 'invalid', diagnostics: configuration, read };
  return {
    kind: 'loaded',
    state: {
      organisation,
      incidents: documents.incident.flatMap(({ id, file }) => {
        const found = read.get(file);
        if (found === undefined) return [];
        return [incidentOf(id, found.document, { ...found, keys: new Set(found.keys) })];
      }),
      postmortems: documents.postmortem.map(readPostmortem),
      unreadable: unreadableIn(diagnostics, new Set(documents.postmortem.map(({ id }) => id))),
      bodies: new Map(
        documents.incident.map(({ id, text, bodyStart }) => [id, text.slice(bodyStart)]),
      ),
    },
    diagnostics: [...diagnostics, ...[...read.values()].flatMap((entry) => entry.diagnostics)],
    read,
  };
}

function toKnown(located: Located<IncidentDocument>): KnownIncident {
  const { incident, diagnostics } = readIncident(located);
  const { updates, drafts, keys } = incident;
  const { document, bodyStart } = located;
  const told = toldSeverity(located.text, bodyStart);
  return { document, bodyStart, updates, drafts, keys: [...keys], told, diagnostics };
}

/** The first mistake of each post-mortem that is not among those that can be read. */
function unreadableIn(
  diagnostics: readonly Diagnostic[],
  read: ReadonlySet<string>,
): readonly UnreadablePostmortem[] {
  const mistakes = new Map<string, string>();
  for (const { place, severity, message } of diagnostics) {
    const placement = placeDocument(place.file);
    if (severity !== 'error' || placement.kind !== 'document') continue;
    const { document, id } = placement;
    if (document !== 'postmortem' || read.has(id) || mistakes.has(id)) continue;
    mistakes.set(id, prose(`${place.file}:${place.line}: ${message}`, MOST_OF_MISTAKE));
  }
  return [...mistakes].map(([incident, mistake]) => ({ incident, mistake }));
}

const MOST_OF_MISTAKE = 400;

/** Whether a finding says that the configuration cannot be trusted. */
export function isConfigurationError({ place, severity }: Diagnostic): boolean {
  return severity === 'error' && !isHistoryPath(place.file);
}
