import type { DocumentSet, Located } from '../../config/document-set.ts';
import type { IncidentDocument } from '../../config/markdown-documents.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { incidentPath } from '../../model/history-path.ts';
import { isActive } from '../../model/incident.ts';
import { parseInstant, utcDay } from '../../model/instant.ts';
import { finding, unknownReference } from '../finding.ts';
import { type Ids, type Known, type Mention, mentionOf, mentions } from '../known.ts';
import { checkIncidentHistory } from './incident-history.ts';
import { checkSpan } from './schedules.ts';

/** Front matter of incidents: references, times in order, and the facts that a state promises. */
export function checkIncidents(documents: DocumentSet, known: Known): readonly Diagnostic[] {
  const byId = new Map(documents.incident.map(({ id, document }) => [id, document]));
  return documents.incident.flatMap((incident) => [
    ...checkReferences(incident, known),
    ...checkIncidentHistory(incident, byId),
    ...checkId(incident),
    ...checkPlanned(incident),
    ...checkKind(incident),
    ...checkPublic(incident),
  ]);
}

type File = Located<IncidentDocument>;

function checkReferences(file: File, known: Known): readonly Diagnostic[] {
  const { document } = file;
  const relations = document.relations ?? {};
  const one = oneOf(file);
  return [
    ...(known.over.has(file.id) ? [] : missingToday(file, known)),
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
    ...missing('post-mortem', one(['postmortem'], document.postmortem), known.postmortems),
  ];
}

/** What is over keeps the names of its day: teams, people and services get others, or go. */
function missingToday(file: File, known: Known): readonly Diagnostic[] {
  const { owner, environment, services, contributors } = file.document;
  const one = oneOf(file);
  return [
    ...missing('team', one(['owner', 'team'], owner.team), known.teams),
    ...missing('function', one(['owner', 'function'], owner.function), known.functions),
    ...missing('product', one(['owner', 'product'], owner.product), known.products),
    ...missing('environment', one(['environment'], environment), known.environments),
    ...missing('service', mentions(file, ['services'], services), known.services),
    ...missing('team', mentions(file, ['contributors'], contributors), known.teams),
  ];
}

type One = (path: readonly string[], word: string | undefined) => readonly Mention[];

function oneOf(file: File): One {
  return (path, word) => (word === undefined ? [] : [mentionOf(word, () => file.locate(path))]);
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
    hint: `${diagnostic.hint}; where it was renamed add its id to \`former\` of the component, where it became a part of another one to \`merged\` of that, where it is gone to \`retired\` of the product`,
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
      file.document.room === undefined
        ? `rename the file to ${incidentPath(`${day}${file.id.slice(10)}`)}, or correct the time`
        : 'correct the time: the incident is known by the name of its file',
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
