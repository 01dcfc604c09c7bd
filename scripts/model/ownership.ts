import type { Component, NameTranslations } from './component.ts';
import type { Place } from './place.ts';

/** A discipline of the organisation (backend, frontend, database …). */
export type Discipline = { readonly id: string; readonly name: string };

/** What a service cannot work without: one service, or at least one of several. */
export type Dependency =
  | { readonly kind: 'service'; readonly service: string }
  | { readonly kind: 'any_of'; readonly services: readonly string[] };

/** A pattern by which something belongs to a service, and where it stands. */
export type Claim = { readonly text: string; readonly place: Place };

/** Code of a service in one repository. */
export type CodeArea = {
  /** The repository's name, or `.` for the one that holds the organisation. */
  readonly repo: string;
  /** The function that is called for this code; null for the service's own. */
  readonly function: string | null;
  /** Patterns from the repository's root; those that begin with `!` take files out again. */
  readonly paths: readonly Claim[];
};

/** That a service belongs to nobody on purpose, and why. */
export type Unowned = { readonly reason: string | null; readonly place: Place };

/** Something that runs and can fail; it belongs to a product and names a team per function. */
export type Service = {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly product: string;
  /** 1 (most critical) to 4. */
  readonly tier: number;
  /** The function that is called when a signal names none. */
  readonly function: string;
  readonly teams: Readonly<Record<string, string>>;
  readonly aliases: readonly string[];
  /** Where each alias stands, in the order of `aliases`. */
  readonly aliasPlaces: readonly Place[];
  /** HTTP endpoints (`POST /v1/payments`, `/v1/refunds/**`). */
  readonly endpoints: readonly Claim[];
  /** Names of transactions in the code (`PaymentController#*`). */
  readonly transactions: readonly Claim[];
  readonly code: readonly CodeArea[];
  /** The day on which people last said that this entry is right. */
  readonly reviewed: string | null;
  /** Null where a team answers for it. */
  readonly unowned: Unowned | null;
  readonly needs: readonly Dependency[];
  readonly component: Component | null;
  readonly place: Place;
};

/** A group of services that customers see as one thing. */
export type Product = {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  /** The function that is called when neither signal nor service names one. */
  readonly function: string;
  /** Team per function for what no service entry covers. */
  readonly fallback: Readonly<Record<string, string>>;
  /** Where each of them stands. */
  readonly fallbackPlaces: Readonly<Record<string, Place>>;
  readonly services: readonly Service[];
  /** Components that customers see no more; absent for none. */
  readonly retired?: readonly Component[];
  /** Its name as the heading of its components. */
  readonly translations?: NameTranslations;
  readonly place: Place;
};

/** People who own services together. */
export type Team = {
  readonly id: string;
  readonly name: string;
  readonly mission: string | null;
  readonly lead: string;
  readonly members: readonly string[];
  readonly schedule: string | null;
  readonly channel: string | null;
  /** How far the team's rules are in force. */
  readonly mode: TeamMode;
  /** The team on GitHub (`larder/payments`). */
  readonly github: string | null;
  readonly place: Place;
};

/** A soft roll-out: `shadow` decides and records, `digest` opens incidents and tells in digests, `live` calls. */
export type TeamMode = 'shadow' | 'digest' | 'live';
