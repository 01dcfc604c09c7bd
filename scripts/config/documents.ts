// The kinds of documents, and the shape of those about the organisation once their schemas accepted them.
import type { NameTranslations } from '../model/component.ts';
import type { SourceMapping } from '../model/mapping.ts';
import type { Level } from '../model/level.ts';
import type { TeamMode } from '../model/ownership.ts';
import type { UptimePolicy } from '../model/uptime.ts';
import type { IncidentCategory } from '../model/rule.ts';
import type { IncidentSeverity } from '../model/severity.ts';
import type { StakeholderGroup } from '../model/stakeholders.ts';
import type { Settings } from '../model/organisation.ts';
import type { Brand, Language } from '../model/page.ts';
import type { RulesDocument, SilenceDocument } from './rule-documents.ts';
import type { IncidentDocument, PostmortemDocument } from './markdown-documents.ts';

/** `tocsin.yaml` as written. */
export type OrganisationDocument = {
  readonly name: string;
  readonly url: string;
  readonly support?: string;
  readonly zone?: string;
  readonly writer?: Settings['writer'];
  readonly repository?: Settings['repository'];
  readonly triage: string;
  readonly min_confidence?: number;
  readonly environments: readonly string[];
  readonly quiet_period?: string;
  readonly suspect_window?: string;
  readonly explains_for?: string;
  readonly keep_requests?: string;
  readonly close_after?: string;
  readonly uptime?: {
    readonly weights?: Partial<Record<'degraded' | 'partial_outage' | 'major_outage', number>>;
    readonly maintenance?: UptimePolicy['maintenance'];
  };
  readonly page?: Partial<Pick<Brand, 'links'>> & {
    readonly languages?: readonly Language[];
    readonly stale_after?: string;
    readonly silent_after?: string;
    readonly name?: string;
    readonly logo?: string;
    readonly logo_dark?: string;
    readonly colours?: Partial<Brand['colours']>;
    readonly css?: string;
  };
  readonly publish?: {
    readonly folder?: { readonly path: string; readonly keep?: number };
    readonly s3?: {
      readonly bucket: string;
      readonly region: string;
      readonly endpoint?: string;
      readonly prefix?: string;
    };
    readonly sftp?: {
      readonly host: string;
      readonly path: string;
      readonly user?: string;
      readonly port?: number;
    };
  };
};

/** `ownership/functions.yaml` as written. */
export type FunctionsDocument = {
  readonly functions: readonly { readonly id: string; readonly name: string }[];
};

/** A service of `ownership/products/<product>.yaml` as written. */
export type ServiceEntry = {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly tier?: number;
  readonly function?: string;
  readonly teams?: Readonly<Record<string, string>>;
  readonly unowned?: true | { readonly reason: string };
  readonly aliases?: readonly string[];
  readonly endpoints?: readonly string[];
  readonly transactions?: readonly string[];
  readonly code?: readonly {
    readonly repo: string;
    readonly function?: string;
    readonly paths: readonly string[];
  }[];
  readonly reviewed?: string;
  readonly needs?: readonly (string | { readonly any_of: readonly string[] })[];
  readonly component?: {
    readonly id: string;
    readonly former?: readonly string[];
    readonly merged?: readonly string[];
    readonly name: string;
    readonly description?: string;
    readonly translations?: NameTranslations;
    readonly publish?: 'automatic' | 'manual';
  };
};

/** `ownership/products/<product>.yaml` as written. */
export type ProductDocument = {
  readonly name: string;
  readonly description?: string;
  readonly function: string;
  readonly translations?: NameTranslations;
  readonly retired?: readonly {
    readonly id: string;
    readonly name: string;
    readonly translations?: NameTranslations;
  }[];
  readonly fallback?: Readonly<Record<string, string>>;
  readonly services: readonly ServiceEntry[];
};

/** `ownership/teams/<team>.yaml` as written. */
export type TeamDocument = {
  readonly name: string;
  readonly mission?: string;
  readonly lead: string;
  readonly members: readonly string[];
  readonly schedule?: string;
  readonly channel?: string;
  readonly mode?: TeamMode;
  readonly github?: string;
};

/** `ownership/schedules/<schedule>.yaml` as written. */
export type ScheduleDocument = {
  readonly name: string;
  readonly zone: string;
  readonly rotation: {
    readonly start: string;
    readonly days: number;
    readonly people: readonly string[];
  };
  readonly overrides?: readonly {
    readonly from: string;
    readonly until: string;
    readonly person: string;
  }[];
};

/** `ownership/stakeholders.yaml` as written. */
export type StakeholdersDocument = {
  readonly groups: readonly {
    readonly id: string;
    readonly name: string;
    readonly quadrant: StakeholderGroup['quadrant'];
    readonly audience: StakeholderGroup['audience'];
    readonly products?: readonly string[];
  }[];
};

/** What one severity asks of people, as written; what is absent is as everywhere. */
export type LevelEntry = {
  readonly acknowledge?: string;
  readonly resolve?: string;
  readonly update?: string;
  readonly postmortem?: {
    readonly categories?: readonly IncidentCategory[];
    readonly from?: Level['postmortem']['from'];
    readonly due?: string;
  };
  readonly runbook?: readonly string[];
  readonly checklist?: readonly string[];
};

/** `ownership/levels.yaml` as written. */
export type LevelsDocument = {
  readonly levels: Readonly<Partial<Record<IncidentSeverity, LevelEntry>>>;
};

/** The cell of a tool's project as written. */
export type ProjectEntry = {
  readonly service?: string;
  readonly team?: string;
  readonly function?: string;
  readonly product?: string;
};

/** `rules/sources/<source>.yaml` as written. */
export type SourceDocument = {
  readonly name: string;
  readonly vendor: string;
  readonly owner: string;
  readonly authentication: {
    readonly scheme: string;
    readonly user?: string;
    readonly header?: string;
    readonly timestamp_header?: string;
    readonly tenant?: string;
    readonly audience?: string;
    readonly secrets: readonly string[];
  };
  readonly defaults?: { readonly environment?: string; readonly service?: string };
  readonly projects?: Readonly<Record<string, ProjectEntry>>;
  readonly mapping?: SourceMapping;
};

/** Which document each kind is. */
export type DocumentOf = {
  organisation: OrganisationDocument;
  functions: FunctionsDocument;
  product: ProductDocument;
  team: TeamDocument;
  schedule: ScheduleDocument;
  stakeholders: StakeholdersDocument;
  levels: LevelsDocument;
  source: SourceDocument;
  rules: RulesDocument;
  silence: SilenceDocument;
  incident: IncidentDocument;
  postmortem: PostmortemDocument;
};

/** The kinds of documents. */
export type DocumentKind = keyof DocumentOf;
