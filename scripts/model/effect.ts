import type { Destination } from './decision.ts';
import type { Instant } from './instant.ts';
import type { PublicStatus } from './incident.ts';

/** What happened to an incident, in the words of the commit that records it. */
export type IncidentEvent =
  | 'opened'
  | 'joined'
  | 'raised'
  | 'acknowledged'
  | 'recovered'
  | 'recurred'
  | 'reopened'
  | 'resolved'
  | 'noted';

/** A plain value that may stand in front matter. */
export type FrontMatterValue =
  | string
  | number
  | boolean
  | readonly FrontMatterValue[]
  | { readonly [key: string]: FrontMatterValue };

/** One change to an incident's file; everything else in the file stays byte for byte. */
export type IncidentEdit =
  | { readonly kind: 'set'; readonly path: readonly string[]; readonly value: FrontMatterValue }
  | { readonly kind: 'unset'; readonly path: readonly string[] }
  | {
      readonly kind: 'update';
      readonly at: Instant;
      readonly status: PublicStatus;
      readonly text: string;
    }
  | { readonly kind: 'timeline'; readonly at: Instant; readonly text: string; readonly key: string }
  | { readonly kind: 'signal'; readonly text: string };

/** Something to be done to the world, as a value. */
export type Effect =
  | { readonly kind: 'open_incident'; readonly id: string; readonly text: string }
  | {
      readonly kind: 'edit_incident';
      readonly id: string;
      readonly event: IncidentEvent;
      readonly edits: readonly IncidentEdit[];
    }
  | {
      readonly kind: 'notify';
      /** The same on repeats, so that a destination can tell. */
      readonly key: string;
      readonly incident: string;
      readonly event: IncidentEvent;
      readonly destinations: readonly Destination[];
    };
