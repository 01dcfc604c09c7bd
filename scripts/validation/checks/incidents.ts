import type { DocumentSet, Located } from '../../config/document-set.ts';
import type { IncidentDocument } from '../../config/markdown-documents.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { isActive, MILESTONES } from '../../model/incident.ts';
import { contradictionsOf } from '../../incidents/lifecycle.ts';
import { toldSeverity } from '../../incidents/told-severity.ts';
import { parseInstant, utcDay } from '../../model/instant.ts';
import { isWorse, worse } from '../../model/severity.ts';
import { finding, unknownReference } from '../finding.ts';
import { type Ids, type Known, type Mention, mentionOf, mentions } from '../known.ts';
import { checkSpan, invalidTime } from './schedules.ts';

/** Front matter of incidents: references, times in order, and the facts that a state promises. */
export function checkIncidents(documents: DocumentSet, known: Known): readonly Diagnostic[] {
  const byId = new Map(documents.incident.map(({ id, document }) => [id, document]));
  return documents.incident.flatMap((incident) => [
    ...checkReferences(incident, known),
    ...checkTimes(incident),
    ...checkId(incident),
    ...checkState(incident),
    ...checkHistory(incident),
    ...checkWorst(incident),
    ...checkPlanned(incident),
    ...checkDuplicate(incident, byId),
    ...checkKind(incident),
    ...checkPublic(incident),
  ]);
}

type File = Located<IncidentDocument>;

function checkReferences(file: File, known: Known): readonly Diagnostic[] {
  const { document } = file;
  const relations = document.relations ?? {};
  const one = (path: readonly string[], word: string | undefined): readonly Mention[] =>
    word === undefined ? [] : [mentionOf(word, () => file.locate(path))];
  return [
    ...missing('team', one(['owner', 'team'], document.owner.team), known.teams),
    ...missing('function', one(['owner', 'function'], document.owner.function), known.functions),
    ...missing('product', one(['owner', 'product'], document.owner.product), known.products),
    ...missing('environment', one(['environment'], document.environment), known.environments),
    ...missing('service', mentions(file, ['services'], document.services), known.services),
    ...missingComponents(file, known),
    ...missing(
      'incident',
      one(['relations', 'duplicate_of'], relations.duplicate_of),
      known.incidents,
    ),
    ...missing(
      'incident',
      one(['relations', 'recurrence_of'], relations.recurrence_of),
      known.incidents,
    ),
    ...missing(
      'incident',
      mentions(file, ['relations', 'caused_by'], relations.caused_by),
      known.incidents,
    ),
    ...missing('team', mentions(file, ['contributors'], document.contributors), known.teams),
    ...missing('post-mortem', one(['postmortem'], document.postmortem), known.postmortems),
  ];
}

/** What is over keeps what it said: a component that is gone is a warning there, with how its name stays. */
function missingComponents(file: File, known: Known): readonly Diagnostic[] {
  const { state, components = {}, components_before: before = [] } = file.document;
  const named = [
    ...Object.keys(components).map((word) =>
      mentionOf(word, () => file.locateKey(['components', word])),
    ),
    ...before.map(({ component }, index) =>
      mentionOf(component, () => file.locate(['components_before', index, 'component'])),
    ),
  ];
  const found = missing('component', named, known.components);
  if (isActive({ state })) return [...found, ...renamedIn(named, known)];
  return found.map((diagnostic) => ({
    ...diagnostic,
    severity: 'warning',
    hint: `${diagnostic.hint}; where it was renamed add its id to \`former\` of the component, where it is gone to \`retired\` of the product`,
  }));
}

/** Commands and signals know what goes on by the id of today only. */
function renamedIn(named: readonly Mention[], { renamed }: Known): readonly Diagnostic[] {
  return named.flatMap(({ word, place }) => {
    const today = renamed.get(word);
    return today === undefined
      ? []
      : [
          finding(
            'reference-unknown',
            place,
            `unexpected former id \`${word}\` in an incident that goes on, expected that of today`,
            `write \`${today}\``,
          ),
        ];
  });
}

function missing(what: string, named: readonly Mention[], ids: Ids): readonly Diagnostic[] {
  return named
    .filter((mention) => !ids.has(mention.word))
    .map((mention) => unknownReference(what, mention.word, mention.place, ids));
}

/** Planned work is not found out and does not end before it begins. */
function checkPlanned(file: File): readonly Diagnostic[] {
  const { kind, state, window, at } = file.document;
  if (kind !== 'maintenance') return [];
  if (state === 'identified' || state === 'monitoring' || state === 'duplicate')
    return [
      finding(
        'state-contradicted',
        file.locate(['state']),
        `unexpected state \`${state}\` of a maintenance, expected \`triage\` or \`investigating\` until it ends`,
        'its window and its updates say where it stands: write `triage`',
      ),
    ];
  const resolved = parseInstant(at['resolved'] ?? '');
  const from = parseInstant(window?.from ?? '');
  if (resolved === null || from === null || resolved >= from) return [];
  return [
    finding(
      'state-contradicted',
      file.locate(['at', 'resolved']),
      `unexpected \`resolved\` before the window of the maintenance begins, expected it within`,
      'correct the time, or call it off: `state: declined` with `closed` instead of `resolved`',
    ),
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

function checkId(file: File): readonly Diagnostic[] {
  const declared = parseInstant(file.document.at.declared);
  if (declared === null) return [];
  const day = utcDay(declared);
  const year = file.file.split('/')[1] ?? '';
  const fits = file.id.startsWith(`${day}-`) && year === file.id.slice(0, 4);
  if (fits) return [];
  return [
    finding(
      'id-mismatch',
      file.locate(['at', 'declared']),
      `unexpected declaration on ${day} in \`${file.file}\`, expected the day and year of the file name`,
      `rename the file to incidents/${day.slice(0, 4)}/${day}${file.id.slice(10)}.md, or correct the time`,
    ),
  ];
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

function checkKind(file: File): readonly Diagnostic[] {
  const { document } = file;
  if (document.kind === 'maintenance' && document.window === undefined) {
    return [
      finding(
        'maintenance-window',
        file.locate(['kind']),
        'unexpected maintenance without `window`, expected its planned time',
        'add `window: {from: …, until: …}`',
      ),
    ];
  }
  if (document.kind !== 'maintenance' && document.window !== undefined) {
    return [
      finding(
        'maintenance-window',
        file.locateKey(['window']),
        'unexpected `window` of an incident, expected one only for a maintenance',
        'remove it, or write `kind: maintenance`',
      ),
    ];
  }
  return document.window === undefined
    ? []
    : checkSpan(document.window, (key) => file.locate(['window', key]));
}

function checkPublic(file: File): readonly Diagnostic[] {
  const { document } = file;
  if (document.public?.visibility !== 'public' || document.state === 'duplicate') return [];
  if (document.public.title === undefined) {
    return [
      finding(
        'public-incomplete',
        file.locate(['public']),
        'unexpected public incident without `title`, expected a title in the words of customers',
        'add `title: …` to `public`',
      ),
    ];
  }
  if (Object.keys(document.components ?? {}).length === 0) {
    return [
      finding(
        'public-incomplete',
        file.locate(['public']),
        'unexpected public incident without `components`, expected the components that customers see',
        'add `components: {<component>: degraded}`',
      ),
    ];
  }
  return [];
}
