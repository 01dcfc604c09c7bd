// What is wrong with rules that can all be read: those that can never decide, never count so far or reach nobody.
// Nothing here stops a gateway; `validate` shows it to whoever changes the rules.
import type { Located, SourceFile } from '../config/document-set.ts';
import type { RulesDocument } from '../config/rule-documents.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Instant } from '../model/instant.ts';
import { type Domains, domainsOf } from '../rules/analysis/domain.ts';
import { checkBehindRecord } from './checks/lint-behind-record.ts';
import { checkContradictions } from './checks/lint-contradictions.ts';
import { checkGates, checkSilenceSubjects } from './checks/lint-gates.ts';
import { checkImpossible } from './checks/lint-impossible.ts';
import { checkExtracted, checkNames } from './checks/lint-names.ts';
import { checkOpaque } from './checks/lint-opaque.ts';
import { checkPlain } from './checks/lint-plain.ts';
import { checkReach } from './checks/lint-reach.ts';
import { checkRepeated } from './checks/lint-repeated.ts';
import { checkShadows } from './checks/lint-shadows.ts';
import {
  checkSilenceMatches,
  checkSilenceTimes,
  checkSilenceWidth,
} from './checks/lint-silences.ts';
import { checkTriage } from './checks/lint-triage.ts';
import type { Validation } from './validate.ts';

/** Finds what can be proved of rules; `now` tells which silences are over, the files what was recorded. */
export function lint(
  validation: Validation,
  now: Instant,
  sources: readonly SourceFile[] = [],
): readonly Diagnostic[] {
  const { organisation, documents } = validation;
  if (organisation === null) return checkSilenceTimes(documents, now);
  const domains: Domains = domainsOf(organisation);
  const files: readonly Located<RulesDocument>[] = documents.rules;
  const proved = [
    ...checkShadows(organisation.rules, domains),
    ...checkBehindRecord(organisation.rules, domains),
    ...checkRepeated(organisation.rules, domains),
    ...checkImpossible(organisation, documents, domains),
    ...checkGates(files, domains),
    ...checkSilenceSubjects(documents.silence),
    ...checkContradictions(files, organisation.intervals, domains),
    ...checkNames(organisation, documents),
    ...checkExtracted(organisation, documents),
    ...checkOpaque(files, organisation.intervals),
    ...checkPlain(organisation, documents, sources),
    ...(isOwnershipSound(validation) ? checkReach(organisation, domains, now) : []),
    ...checkTriage(organisation, documents),
    ...checkSilenceTimes(documents, now),
  ].filter(({ code, place }) => code !== 'identity-field-missing' || !isTold(validation, place));
  // What is wrong with a silence, or over, need not be measured.
  const told = new Set([...validation.diagnostics, ...proved].map(({ place }) => place.file));
  const measured = [
    ...checkSilenceWidth(documents, organisation, domains),
    ...checkSilenceMatches(documents, organisation, sources),
  ].filter(({ place }) => !told.has(place.file));
  return [...proved, ...measured];
}

/** A field that may not be there at all is not also one that may be missing. */
function isTold({ diagnostics }: Validation, { file, line, column }: Diagnostic['place']): boolean {
  return diagnostics.some(
    ({ place }) => place.file === file && place.line === line && place.column === column,
  );
}

/** Where a team or schedule could not be read, nobody can say who is reached. */
function isOwnershipSound({ diagnostics }: Validation): boolean {
  return !diagnostics.some(
    ({ place, severity }) =>
      severity === 'error' && (place.file === 'tocsin.yaml' || place.file.startsWith('ownership/')),
  );
}
