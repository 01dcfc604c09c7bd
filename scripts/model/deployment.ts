import type { Instant } from './instant.ts';

/** How far a deployment is. In alphabetical order, which decides between two reports of one instant. */
export const DEPLOYMENT_OUTCOMES = ['begun', 'failed', 'succeeded'] as const;

/** How far a deployment is. */
export type DeploymentOutcome = (typeof DEPLOYMENT_OUTCOMES)[number];

/** A version of a service that was brought to an environment, as its newest report states it. */
export type Deployment = {
  /** Stays the same while one deployment goes from begun to its end. */
  readonly id: string;
  readonly source: string;
  readonly service: string;
  /** The declared environment, else the tool's own word; null where nothing states one. */
  readonly environment: string | null;
  /** Tag, release, build number or short commit. */
  readonly version: string;
  readonly commit: string | null;
  /** The earliest instant at which it is known to have been under way. */
  readonly begunAt: Instant;
  /** When the newest report was made. */
  readonly at: Instant;
  readonly outcome: DeploymentOutcome;
  readonly link: string | null;
  /** First lines of the messages of its commits; empty where the payload holds none. */
  readonly messages: readonly string[];
};

/** How often something of one group was seen at one instant. */
export type Sighting = { readonly group: string; readonly at: Instant; readonly count: number };

/** A deployment that may be behind an incident. */
export type Suspect = {
  readonly deployment: Deployment;
  /** 0–1; the higher, the likelier. */
  readonly score: number;
  /** Signals since it over signals in as long a time before it; null when there were none before. */
  readonly surge: number | null;
  /** What speaks for it, in words. */
  readonly reasons: readonly string[];
};
