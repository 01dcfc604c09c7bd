import type { SourceMapping } from './mapping.ts';
import type { Place } from './place.ts';

/** How a source proves that it is what it says; the names of environment variables, never the secrets. */
export type SourceAuthentication = {
  readonly scheme: string;
  readonly user: string | null;
  /** Header that holds the proof, where people choose its name in the tool; in lower case. */
  readonly header?: string | null;
  /** Header that holds a signed time, where people choose its name; in lower case. */
  readonly timestampHeader?: string | null;
  /** Tenant of Microsoft Entra, and the audience that its tokens must name. */
  readonly tenant?: string | null;
  readonly audience?: string | null;
  /** Environment variables holding the secrets, newest first; several during a rotation. */
  readonly secrets: readonly string[];
};

/** The cell that a project of a tool belongs to. */
export type ProjectTarget = {
  readonly service: string | null;
  readonly team: string | null;
  readonly function: string | null;
  readonly product: string | null;
  readonly place: Place;
};

/** One incoming integration: a configured instance of a vendor's webhook. */
export type Source = {
  readonly id: string;
  readonly name: string;
  /** The id of a vendor, `generic`, or the path of a module of the organisation's own (`./…`). */
  readonly vendor: string;
  /** How its deliveries become signals, for `generic`. */
  readonly mapping?: SourceMapping | null;
  /** The team that hears of requests which cannot be understood. */
  readonly owner: string;
  readonly authentication: SourceAuthentication;
  /** Facts for signals that do not state them. */
  readonly defaults: {
    readonly environment: string | null;
    readonly service: string | null;
  };
  /** The tool's own projects by name, and the cell of each. */
  readonly projects?: ReadonlyMap<string, ProjectTarget>;
  readonly place: Place;
};
