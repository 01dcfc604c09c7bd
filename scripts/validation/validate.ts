// All that can be said about an organisation's files without reading Markdown bodies: schemas, then what files say of
// each other. Every finding of one run comes out together, sorted.
import {
  type DocumentSet,
  type KnownFronts,
  readDocuments,
  type SourceFile,
} from '../config/document-set.ts';
import { buildOrganisation } from '../config/organisation.ts';
import { type Diagnostic, sortDiagnostics } from '../diagnostics/diagnostic.ts';
import type { Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import { checkCauses } from './checks/causes.ts';
import { checkClaims } from './checks/claims.ts';
import { checkCode, checkReviews } from './checks/surroundings.ts';
import { checkConfidential } from './checks/confidential.ts';
import { checkDependencies } from './checks/dependencies.ts';
import { checkRequiredFiles } from './checks/files.ts';
import { checkRecording } from './checks/recording.ts';
import { checkIds } from './checks/ids.ts';
import { checkIncidents } from './checks/incidents.ts';
import { checkLevels } from './checks/levels.ts';
import { checkNames, type Renaming } from './checks/names.ts';
import { checkNotes } from './checks/notes.ts';
import { checkGate } from './checks/gate.ts';
import { checkHygiene } from './checks/hygiene.ts';
import { checkMaintenances } from './checks/maintenances.ts';
import { checkOwnership } from './checks/ownership.ts';
import { checkPage } from './checks/page.ts';
import { checkPeople } from './checks/people.ts';
import { checkPostmortems } from './checks/postmortems.ts';
import { checkPublished } from './checks/published.ts';
import { checkRemoved, type Removed } from './checks/removed.ts';
import { checkRooms } from './checks/rooms.ts';
import { checkRules } from './checks/rules.ts';
import { checkRuleTests } from './checks/rule-tests.ts';
import { checkSchedules } from './checks/schedules.ts';
import { checkSilences } from './checks/silences.ts';
import { checkSources } from './checks/sources.ts';
import { checkTranslations } from './checks/translations.ts';
import { collectKnown } from './known.ts';

/** What the files of an organisation say, and what is wrong with them. */
export type Validation = {
  /** Null when a document that everything hangs on is missing or wrong. */
  readonly organisation: Organisation | null;
  readonly documents: DocumentSet;
  readonly diagnostics: readonly Diagnostic[];
};

/** What is known of the world around the files; what is null is not checked. */
export type Surroundings = {
  readonly now: Instant | null;
  /** Files that git tracks in the repository of the organisation. */
  readonly trackedFiles: readonly string[] | null;
  /** Incident files that no longer say that a post-mortem is owed, as an earlier version of them did; absent where nobody looked. */
  readonly owing?: readonly string[];
  /** Incident files that got another name; absent where nobody looked. */
  readonly renamed?: readonly Renaming[];
  /** Incidents and post-mortems that a base has and that are gone under any name; absent where nobody looked. */
  readonly removed?: Removed;
  /** Set where incidents and post-mortems are not among the files. */
  readonly history?: 'unread';
};

/** What rules and ownership are made of, where incidents are not among the files: whatever names one is believed. */
export const WITHOUT_HISTORY: Surroundings = { now: null, trackedFiles: null, history: 'unread' };

const NOWHERE: Surroundings = { now: null, trackedFiles: null };
const NOTHING_REMOVED: Removed = { base: '', files: [] };

/** Validates files. Documents that their schema refuses are left out of what comes after. */
export function validate(
  files: readonly SourceFile[],
  surroundings: Surroundings = NOWHERE,
  fronts: KnownFronts = new Map(),
): Validation {
  const read = readDocuments(files, fronts);
  const { documents, diagnostics } = read;
  const known = collectKnown(read, surroundings.history !== 'unread');
  const organisation = buildOrganisation(documents);
  const findings = [
    ...diagnostics,
    ...checkRecording(files),
    ...checkRequiredFiles(new Set(files.map((file) => file.path))),
    ...checkIds(documents),
    ...checkOwnership(documents, known),
    ...checkLevels(documents),
    ...checkClaims(documents),
    ...checkCode(documents, surroundings.trackedFiles),
    ...checkReviews(documents, surroundings.now),
    ...checkPeople(documents, known),
    ...checkDependencies(documents),
    ...checkSchedules(documents),
    ...checkRules(documents, known),
    ...checkRuleTests(documents, known),
    ...checkSilences(documents, known),
    ...checkSources(documents, known),
    ...checkIncidents(documents, known),
    ...checkCauses(documents),
    ...checkRooms(documents),
    ...checkConfidential(documents, organisation),
    ...checkGate(documents, organisation, { ...read, owing: surroundings.owing ?? [] }),
    ...checkNames(surroundings.renamed ?? []),
    ...checkRemoved(surroundings.removed ?? NOTHING_REMOVED),
    ...checkMaintenances(documents),
    ...checkHygiene(documents, organisation, { now: surroundings.now, known }),
    ...checkTranslations(documents),
    ...checkPage(documents),
    ...checkPostmortems(documents, known),
    ...checkPublished(documents, surroundings.now),
    ...checkNotes(files, known),
  ];
  return {
    organisation,
    documents,
    diagnostics: sortDiagnostics(findings),
  };
}
