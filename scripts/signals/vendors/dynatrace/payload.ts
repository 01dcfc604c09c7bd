// Narrows the body that a user's template makes of a Dynatrace problem. The names of the keys are
// free; the documented ones repeat the names of the placeholders.
// https://docs.dynatrace.com/docs/shortlink/third-party-webhook
import type { Instant } from '../../../model/instant.ts';
import { epochInstant } from '../../epoch-instant.ts';
import { at, identity, instant, isRecord, items, prose, text } from '../../fields.ts';
import { textOfHtml } from '../../html-text.ts';
import { parseJsonBody } from '../../json-body.ts';
import { statedLabels, type LabelEntry } from '../../labels.ts';
import { firstStated, looseFields } from '../../loose-fields.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';
import { withoutPlaceholders } from '../../placeholders.ts';
import { tagLabels, tagsIn } from '../../tags.ts';

/** An entity that a problem affects. */
export type ImpactedEntity = { readonly type: string | null; readonly name: string };

/** A problem as a message tells it. */
export type DynatraceProblem = {
  /** The number that people see (`P-123`), else the identity. */
  readonly id: string;
  readonly identity: string;
  readonly state: string;
  readonly title: string | null;
  readonly description: string | null;
  readonly severity: string | null;
  readonly environment: string | null;
  /** The service that a template names itself. */
  readonly service: string | null;
  readonly entities: readonly ImpactedEntity[];
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly sentAt: Instant | null;
  readonly labels: readonly LabelEntry[];
  readonly urls: readonly unknown[];
};

/** Reads a problem; a template may wrap it in a CloudEvent. */
export function readProblem(body: unknown): Parsed<DynatraceProblem> {
  const place = isRecord(at(body, 'data')) ? ['data'] : [];
  const fields = looseFields(withoutPlaceholders(at(body, ...place), 'singleBraces'));
  const details = detailsIn(fields);
  const url = firstStated(fields, 'ProblemURL', 'URL', 'Link');
  const number =
    text(firstStated(fields, 'ProblemID', 'DisplayID')) ??
    text(details, 'displayName') ??
    text(details, 'displayId');
  const problemId =
    identity(firstStated(fields, 'PID')) ??
    identity(firstStated(fields, 'event.id')) ??
    identity(details, 'problemId') ??
    identity(details, 'id') ??
    identity(details, 'ID') ??
    PID_IN_ADDRESS.exec(text(url) ?? '')?.[1] ??
    number;
  if (problemId === null) return unexpected(body, [...place, 'PID'], 'the id of a problem');
  const state = text(
    firstStated(fields, 'State', 'ProblemState', 'ProblemStatus', 'Status', 'event.status'),
  );
  const status = state ?? text(details, 'status');
  if (status === null) return unexpected(body, [...place, 'State'], '`OPEN` or `RESOLVED`');
  const tags = tagsOf(fields, details);
  return parsed({
    id: number !== null && NUMBER.test(number) ? number : problemId,
    identity: problemId,
    state: status,
    title:
      text(firstStated(fields, 'ProblemTitle', 'Title', 'event.name')) ?? text(details, 'title'),
    description: descriptionOf(fields),
    severity: severityOf(fields, details),
    environment: text(firstStated(fields, 'Environment', 'KeptnStage', 'Stage')),
    service: text(firstStated(fields, 'Service', 'KeptnService')),
    entities: entitiesOf(fields, details),
    startedAt: epochInstant(details, 'startTime') ?? instant(firstStated(fields, 'event.start')),
    endedAt: epochInstant(details, 'endTime') ?? instant(firstStated(fields, 'event.end')),
    sentAt: instant(body, 'time'),
    labels: [...tags, ...labelsOf(fields, details)],
    urls: [url],
  });
}

/** The details as an object, or as its JSON text where the placeholder stands in quotes. */
function detailsIn(fields: unknown): unknown {
  const names = ['ProblemDetailsJSON', 'ProblemDetailsJSONv2', 'ProblemDetails'];
  const all = names.map((name) => {
    const value = firstStated(fields, name);
    return typeof value === 'string' ? jsonIn(value) : value;
  });
  return all.find(isRecord);
}

function jsonIn(document: string): unknown {
  const json = /^\s*[[{]/.test(document) ? parseJsonBody(document) : null;
  return json?.kind === 'parsed' ? json.value : undefined;
}

function descriptionOf(fields: unknown): string | null {
  const plain = firstStated(fields, 'ProblemDetailsText', 'ProblemDetailsMarkdown');
  const details = firstStated(
    fields,
    'ProblemDetails',
    'Description',
    'Details',
    'event.description',
  );
  const html = firstStated(fields, 'ProblemDetailsHTML');
  return (
    prose(plain) ??
    textOfHtml(prose(html)) ??
    (jsonIn(text(details) ?? '') === undefined ? textOfHtml(prose(details)) : null)
  );
}

function severityOf(fields: unknown, details: unknown): string | null {
  const names = ['ProblemSeverity', 'SeverityLevel', 'Severity', 'event.category'];
  const stated = text(firstStated(fields, ...names));
  return (
    stated ?? text(details, 'severityLevel') ?? text(details, 'rankedEvents', 0, 'severityLevel')
  );
}

/** Version 2 of the details puts type and id into an object of their own. */
function entitiesOf(fields: unknown, details: unknown): readonly ImpactedEntity[] {
  const stated = firstStated(fields, 'ImpactedEntities');
  const list = typeof stated === 'string' ? jsonIn(stated) : stated;
  const all = Array.isArray(list) && list.length > 0 ? list : items(details, 'impactedEntities');
  const found = all.flatMap((entity) => {
    const name = text(entity, 'name');
    const type = text(entity, 'type') ?? text(entity, 'entityId', 'type');
    return name === null ? [] : [{ name, type }];
  });
  if (found.length > 0) return found;
  const names = tagsIn(firstStated(fields, 'NamesOfImpactedEntities'));
  return names.length > 0 ? names.map((name) => ({ name, type: null })) : rankedEntities(details);
}

/** Version 1 of the details lists entities only by their events; the id begins with the type (`SERVICE-1F0A`). */
function rankedEntities(details: unknown): readonly ImpactedEntity[] {
  const impacts = items(details, 'rankedImpacts');
  const ranked = impacts.length > 0 ? impacts : items(details, 'rankedEvents');
  return ranked.flatMap((one) => {
    const name = text(one, 'entityName');
    const [, type = null] = /^([A-Z_]+)-/.exec(text(one, 'entityId') ?? '') ?? [];
    return name === null ? [] : [{ name, type }];
  });
}

/** Tags look like `key:value`, `[Context]key:value` or just `key`. */
function tagsOf(fields: unknown, details: unknown): readonly LabelEntry[] {
  const tags = tagsIn(firstStated(fields, 'Tags', 'ProblemTags', 'EntityTags'));
  const plain = tags.map((tag) => tag.replace(/^\[[^\]]{1,64}\]/, ''));
  const listed = ['entityTags', 'tagsOfAffectedEntities'].flatMap((key) => items(details, key));
  const detailed = listed.flatMap((tag) => {
    const key = text(tag, 'key');
    const value = text(tag, 'value');
    return key === null || value === null ? [] : [[key, value] as const];
  });
  return [...tagLabels(plain), ...detailed];
}

function labelsOf(fields: unknown, details: unknown): readonly LabelEntry[] {
  const zones = items(details, 'managementZones').flatMap((zone) => text(zone, 'name') ?? []);
  return statedLabels({
    impact: text(firstStated(fields, 'ProblemImpact', 'Impact')) ?? text(details, 'impactLevel'),
    impactedEntity: text(firstStated(fields, 'ImpactedEntity')),
    eventType: text(details, 'rankedEvents', 0, 'eventType'),
    managementZone: text(zones.join(', ')),
  });
}

const PID_IN_ADDRESS = /[;?&]pid=([\w-]{1,128})/i;
const NUMBER = /^P-\d+$/;
