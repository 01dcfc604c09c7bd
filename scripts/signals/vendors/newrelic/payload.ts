// Narrows New Relic's webhook bodies: issues of workflows, whose template people edit, and incidents
// of the older notification channels.
// https://docs.newrelic.com/docs/alerts/get-notified/notification-integrations/#webhook
import type { Instant } from '../../../model/instant.ts';
import { epochInstant } from '../../epoch-instant.ts';
import {
  at,
  count,
  entries,
  identity,
  instant,
  isRecord,
  items,
  prose,
  text,
} from '../../fields.ts';
import type { LabelEntry } from '../../labels.ts';
import { looseFields } from '../../loose-fields.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';
import { withoutPlaceholders } from '../../placeholders.ts';

/** An issue, or an incident of a legacy channel. */
export type NewRelicIssue = {
  readonly id: string;
  readonly state: string;
  /** What made New Relic send the message, for example `STATE_CHANGE`. */
  readonly trigger: string | null;
  /** Whether the message names someone who acknowledged the issue; who it is stays there. */
  readonly isAcknowledged: boolean;
  readonly title: string | null;
  readonly description: string | null;
  readonly priority: string | null;
  /** Names of the entities that are affected. */
  readonly entities: readonly string[];
  readonly createdAt: Instant | null;
  readonly closedAt: Instant | null;
  readonly updatedAt: Instant | null;
  /** The time of the message in a legacy body. */
  readonly sentAt: Instant | null;
  readonly count: number | null;
  readonly labels: readonly LabelEntry[];
  readonly urls: readonly unknown[];
};

/** Reads an issue; fails without a state or without anything that identifies it. */
export function readIssue(body: unknown): Parsed<NewRelicIssue> {
  const fields = looseFields(
    withoutPlaceholders(withoutPlaceholders(body, 'braces'), 'dollarWord'),
  );
  const url = firstText(fields, 'issueurl', 'issuepageurl', 'issuelink', 'incidenturl');
  const id =
    ['issueid', 'incidentid', 'id'].map((key) => onlyIdentity(at(fields, key))).find(Boolean) ??
    ISSUE_IN_ADDRESS.exec(url ?? '')?.[1] ??
    null;
  if (id === null) return unexpected(body, ['id'], 'the id of an issue');
  const state = firstText(fields, 'currentstate', 'state', 'issuestate', 'status');
  if (state === null) return unexpected(body, ['state'], '`ACTIVATED` or another state');
  return parsed({
    id,
    state,
    trigger: firstText(fields, 'trigger', 'triggerevent', 'eventtype'),
    isAcknowledged: ACKNOWLEDGERS.some((name) => (text(fields, name) ?? 'N/A') !== 'N/A'),
    ...descriptionOf(fields),
    priority: firstText(fields, 'priority', 'severity'),
    entities: entitiesOf(fields),
    ...timesOf(fields),
    count: count(fields, 'totalincidents'),
    labels: labelsOf(fields),
    urls: LINKS.map((name) => firstText(fields, name)),
  });
}

function descriptionOf(fields: unknown): Pick<NewRelicIssue, 'title' | 'description'> {
  const titles = [
    'title',
    'issuetitle',
    'name',
    'conditionname',
    'alertconditionnames',
    'conditionnames',
  ];
  const details = firstText(fields, 'details', 'message');
  return {
    title: firstText(fields, ...titles) ?? text(fields, 'annotations', 'title', 0) ?? details,
    description:
      prose(fields, 'details') ??
      firstProse(fields, 'description', 'conditiondescription', 'message') ??
      prose(fields, 'annotations', 'description', 0),
  };
}

function timesOf(
  fields: unknown,
): Pick<NewRelicIssue, 'createdAt' | 'closedAt' | 'updatedAt' | 'sentAt'> {
  return {
    createdAt: time(fields, 'createdat') ?? time(fields, 'activatedat'),
    closedAt: time(fields, 'closedat') ?? time(fields, 'issueclosedat'),
    updatedAt: time(fields, 'updatedat'),
    sentAt: time(fields, 'timestamp'),
  };
}

function entitiesOf(fields: unknown): readonly string[] {
  const names = [
    ...textsIn(fields, 'impactedentities').flatMap((list) => list.split(/\s*,\s+/)),
    ...textsIn(at(fields, 'entitiesdata'), 'names'),
    ...textsIn(fields, 'entitynames'),
    ...items(fields, 'targets').flatMap((target) => textsIn(target, 'name')),
    ...textsIn(fields, 'entityname'),
  ];
  return [...new Set(names)].filter((name) => name !== 'N/A');
}

function labelsOf(fields: unknown): readonly LabelEntry[] {
  return [
    ...LABELS.flatMap(([key, name]) => {
      const values = textsIn(fields, name);
      return values.length === 0 ? [] : [[key, values.join(', ')] as const];
    }),
    ...['labels', 'tags'].flatMap((key) => pairsIn(at(fields, key))),
    ...pairsIn(at(fields, 'accumulations', 'tag')),
    ...items(fields, 'targets').flatMap((target) => entries(target, 'labels')),
    ...['environment', 'env', 'team', 'host', 'hostname'].flatMap((key) => {
      const value = text(fields, key);
      return value === null ? [] : [[key, value] as const];
    }),
  ];
}

/** Accumulated tags are lists; one with several values names nothing certain, so it gets a key of its own. */
function pairsIn(value: unknown): readonly LabelEntry[] {
  if (!isRecord(value)) return [];
  const lists = Object.keys(value).flatMap((key): readonly LabelEntry[] => {
    const texts = items(value, key).flatMap((one) => text(one) ?? []);
    if (texts.length === 0) return [];
    return [[texts.length === 1 ? key : `tags.${key}`, texts.join(', ')]];
  });
  return [...entries(value), ...lists];
}

/** An id, also as the only member of a list: accumulated values are lists. */
function onlyIdentity(value: unknown): string | null {
  return identity(value) ?? (items(value).length === 1 ? identity(value, 0) : null);
}

/** A text, or the texts of a list: a template may print either. */
function textsIn(value: unknown, key: string): readonly string[] {
  const list = items(value, key).flatMap((one) => text(one) ?? text(one, 'name') ?? []);
  const one = text(value, key);
  return one === null ? list : [one];
}

function firstText(fields: unknown, ...names: readonly string[]): string | null {
  return names.flatMap((name) => textsIn(fields, name))[0] ?? null;
}

function firstProse(fields: unknown, ...names: readonly string[]): string | null {
  return names.flatMap((name) => prose(fields, name) ?? prose(fields, name, 0) ?? [])[0] ?? null;
}

function time(fields: unknown, name: string): Instant | null {
  return epochInstant(fields, name) ?? instant(fields, name);
}

const ISSUE_IN_ADDRESS = /\/(?:issues|incidents)\/([\w-]{1,64})(?:[/?#]|$)/;
const ACKNOWLEDGERS = ['acknowledgedby', 'acknowledgedat', 'issueacknowledgedat', 'owner'];
/** The link that acknowledges is left out: whoever opens it acts. */
const LINKS = [
  'issueurl',
  'issuepageurl',
  'issuelink',
  'incidenturl',
  'violationcallbackurl',
  'violationcharturl',
  'deeplinkurl',
  'runbookurl',
  'url',
];
const LABELS = [
  ['policy', 'policyname'],
  ['policy', 'alertpolicynames'],
  ['policy', 'policynames'],
  ['condition', 'conditionname'],
  ['condition', 'alertconditionnames'],
  ['condition', 'conditionnames'],
  ['workflow', 'workflowname'],
  ['sources', 'sources'],
  ['trigger', 'trigger'],
  ['account', 'accountname'],
  ['impactedEntities', 'impactedentities'],
] as const;
