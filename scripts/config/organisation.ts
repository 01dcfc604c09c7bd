// Valid documents → one frozen Organisation with every default filled in; the rest of the code sees only this.
import type { Component } from '../model/component.ts';
import { parseInstant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Claim, Dependency, Product, Service, Team, Unowned } from '../model/ownership.ts';
import type { Schedule } from '../model/schedule.ts';
import type { Interval } from '../model/interval.ts';
import type { Silence } from '../model/silence.ts';
import type { Source } from '../model/source.ts';
import type { DocumentSet, Located } from './document-set.ts';
import type {
  ProductDocument,
  ScheduleDocument,
  ServiceEntry,
  SourceDocument,
  TeamDocument,
} from './documents.ts';
import type { SilenceDocument } from './rule-documents.ts';
import { durationMs } from './duration.ts';
import { toConditions } from './conditions.ts';
import { toLevels } from './levels.ts';
import { collectIntervals } from './intervals.ts';
import { collectEscalations, collectRules } from './rules.ts';
import { toSettings } from './settings.ts';
import type { Path } from './syntax.ts';

/** Builds the organisation; null when a document that everything hangs on is missing. */
export function buildOrganisation(documents: DocumentSet): Organisation | null {
  const settings = documents.organisation[0];
  const functions = documents.functions[0];
  if (settings === undefined || functions === undefined) return null;
  const products = documents.product.map(toProduct);
  const services = products.flatMap((product) => product.services);
  const intervals = collectIntervals(documents.rules);
  return Object.freeze({
    settings: toSettings(settings),
    functions: functions.document.functions,
    products,
    services: new Map(services.map((service) => [service.id, service])),
    teams: new Map(documents.team.map((team) => [team.id, toTeam(team)])),
    schedules: new Map(documents.schedule.map((schedule) => [schedule.id, toSchedule(schedule)])),
    stakeholders: documents.stakeholders.flatMap((list) =>
      list.document.groups.map((group, index) => ({
        ...group,
        products: group.products ?? [],
        place: list.locate(['groups', index]),
      })),
    ),
    sources: new Map(documents.source.map((source) => [source.id, toSource(source)])),
    rules: collectRules(documents.rules, intervals),
    intervals,
    escalations: new Map(collectEscalations(documents.rules).map((policy) => [policy.id, policy])),
    silences: documents.silence.flatMap((silence) => toSilence(silence, intervals)),
    levels: toLevels(documents.levels[0]?.document ?? { levels: {} }),
  });
}

function toProduct(located: Located<ProductDocument>): Product {
  const { document, id } = located;
  return {
    id,
    name: document.name,
    description: document.description ?? null,
    function: document.function,
    fallback: document.fallback ?? {},
    fallbackPlaces: Object.fromEntries(
      Object.keys(document.fallback ?? {}).map((discipline) => [
        discipline,
        located.locate(['fallback', discipline]),
      ]),
    ),
    services: document.services.map((service, index) => toService(located, service, index)),
    ...(document.retired === undefined ? {} : { retired: document.retired.map(toComponent) }),
    ...(document.translations === undefined ? {} : { translations: document.translations }),
    place: located.locate([]),
  };
}

function toService(product: Located<ProductDocument>, entry: ServiceEntry, index: number): Service {
  return {
    id: entry.id,
    name: entry.name,
    description: entry.description ?? null,
    product: product.id,
    tier: entry.tier ?? 3,
    function: entry.function ?? product.document.function,
    teams: entry.teams ?? {},
    aliases: entry.aliases ?? [],
    ...claimsOf(product, entry, index),
    reviewed: entry.reviewed ?? null,
    unowned: toUnowned(product, entry, index),
    needs: (entry.needs ?? []).map(toDependency),
    component: entry.component === undefined ? null : toComponent(entry.component),
    place: product.locate(['services', index, 'id']),
  };
}

function toComponent({
  id,
  former,
  merged,
  name,
  description,
  translations,
  publish,
}: NonNullable<ServiceEntry['component']>): Component {
  return {
    id,
    ...(former === undefined ? {} : { former }),
    ...(merged === undefined ? {} : { merged }),
    name,
    description: description ?? null,
    ...(translations === undefined ? {} : { translations }),
    publish: publish ?? 'manual',
  };
}

function claimsOf(
  product: Located<ProductDocument>,
  entry: ServiceEntry,
  index: number,
): Pick<Service, 'aliasPlaces' | 'endpoints' | 'transactions' | 'code'> {
  const claims = (path: Path, texts: readonly string[] | undefined): readonly Claim[] =>
    (texts ?? []).map((text, position) => ({
      text,
      place: product.locate(['services', index, ...path, position]),
    }));
  return {
    aliasPlaces: claims(['aliases'], entry.aliases).map((claim) => claim.place),
    endpoints: claims(['endpoints'], entry.endpoints),
    transactions: claims(['transactions'], entry.transactions),
    code: (entry.code ?? []).map((area, position) => ({
      repo: area.repo,
      function: area.function ?? null,
      paths: claims(['code', position, 'paths'], area.paths),
    })),
  };
}

function toUnowned(
  product: Located<ProductDocument>,
  { unowned }: ServiceEntry,
  index: number,
): Unowned | null {
  if (unowned === undefined) return null;
  const place = product.locateKey(['services', index, 'unowned']);
  return { reason: unowned === true ? null : unowned.reason, place };
}

function toDependency(need: string | { readonly any_of: readonly string[] }): Dependency {
  return typeof need === 'string'
    ? { kind: 'service', service: need }
    : { kind: 'any_of', services: need.any_of };
}

function toTeam({ id, document, locate }: Located<TeamDocument>): Team {
  return {
    id,
    name: document.name,
    mission: document.mission ?? null,
    lead: document.lead,
    members: document.members,
    schedule: document.schedule ?? null,
    channel: document.channel ?? null,
    mode: document.mode ?? 'live',
    github: document.github ?? null,
    place: locate([]),
  };
}

function toSchedule({ id, document, locate }: Located<ScheduleDocument>): Schedule {
  return {
    id,
    name: document.name,
    zone: document.zone,
    rotation: document.rotation,
    overrides: (document.overrides ?? []).flatMap(({ from, until, person }) => {
      const start = parseInstant(from);
      const end = parseInstant(until);
      return start === null || end === null ? [] : [{ from: start, until: end, person }];
    }),
    place: locate([]),
  };
}

/** A silence whose instants cannot be read is a finding of validation and silences nothing. */
function toSilence(
  { id, document, locate }: Located<SilenceDocument>,
  intervals: ReadonlyMap<string, Interval>,
): readonly Silence[] {
  const from = parseInstant(document.from);
  const until = parseInstant(document.until);
  if (from === null || until === null) return [];
  const { reason, when, end_if_idle: idle } = document;
  return [
    {
      id,
      reason,
      when: toConditions(when, intervals),
      from,
      until,
      endIfIdleMs: idle === undefined ? null : durationMs(idle),
      place: locate([]),
    },
  ];
}

function toSource({ id, document, locate, locateKey }: Located<SourceDocument>): Source {
  return {
    id,
    name: document.name,
    vendor: document.vendor,
    owner: document.owner,
    authentication: {
      scheme: document.authentication.scheme,
      user: document.authentication.user ?? null,
      header: document.authentication.header?.toLowerCase() ?? null,
      timestampHeader: document.authentication.timestamp_header?.toLowerCase() ?? null,
      tenant: document.authentication.tenant ?? null,
      audience: document.authentication.audience ?? null,
      secrets: document.authentication.secrets,
    },
    defaults: {
      environment: document.defaults?.environment ?? null,
      service: document.defaults?.service ?? null,
    },
    projects: new Map(
      Object.entries(document.projects ?? {}).map(([project, cell]) => [
        project,
        {
          service: cell.service ?? null,
          team: cell.team ?? null,
          function: cell.function ?? null,
          product: cell.product ?? null,
          place: locateKey(['projects', project]),
        },
      ]),
    ),
    mapping: document.mapping ?? null,
    place: locate([]),
  };
}
