import type { Component } from './component.ts';
import type { Place } from './place.ts';

/** A discipline of the organisation (backend, frontend, database …). */
export type Discipline = { readonly id: string; readonly name: string };

/** What a service cannot work without: one service, or at least one of several. */
export type Dependency =
  | { readonly kind: 'service'; readonly service: string }
  | { readonly kind: 'any_of'; readonly services: readonly string[] };

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
  readonly services: readonly Service[];
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
  readonly place: Place;
};

/** A soft roll-out: `shadow` decides and records, `digest` opens incidents and tells in digests, `live` calls. */
export type TeamMode = 'shadow' | 'digest' | 'live';
