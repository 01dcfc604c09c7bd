// What the worker needs of the world, and what one look at it leaves for the next ones.
import type { Announcement, Applied } from '../apply/apply.ts';
import type { Inbox } from '../inbox/inbox.ts';
import type { Incident } from '../model/incident.ts';
import type { Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Postmortem } from '../model/postmortem.ts';
import type { OwnVendors } from '../signals/source-adapter.ts';
import type { WrongFile } from '../validation/in-force.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { StandingKeeper } from './standing.ts';

/** What the worker needs of the world. */
export type WorkerDependencies = {
  readonly inbox: Inbox;
  readonly workspace: Workspace;
  /** The organisation of the newest commit; asked at every look. */
  readonly organisation: () => Promise<Organisation>;
  /** The incidents of the commit that the organisation was read from last. */
  readonly incidents: () => readonly Incident[];
  /** The post-mortems of that commit that can be read. */
  readonly postmortems: () => readonly Postmortem[];
  /** The files of that commit that are not in force as they are. */
  readonly wrongFiles: () => readonly WrongFile[];
  /** The adapters of the organisation's own modules. */
  readonly ownVendors?: () => OwnVendors;
  readonly now: () => Instant;
  /** How long the worker rests at most. */
  readonly lookEveryMs: number;
  /** Keeps whom a commit will call, before it is made. */
  readonly announce: (announcements: readonly Announcement[]) => Promise<void>;
  /** Told after operations were applied, whether there were commits or not. */
  readonly onApplied: (applied: Applied) => Promise<void>;
  /** Told in one sentence when something does not work; once for as long as it stays the same. */
  readonly onTrouble: (sentence: string) => void;
};

/** What one look leaves for the next ones. */
export type Memory = {
  /** When time alone has something to do; null when it has nothing. */
  due: Instant | null;
  /** What decisions know of the past. */
  readonly standing: StandingKeeper;
  /** When each request that was put off is tried again. */
  readonly retries: Map<number, Instant>;
  readonly troubles: Set<string>;
  /** The wrong files whose owners were told; null before the first look. */
  wrong: string | null;
  /** The published post-mortems that said nothing of it and were looked at; null before the first look. */
  unstated: string | null;
  outages: number;
};

/** What one look works with. */
export type Look = Omit<WorkerDependencies, 'organisation'> & {
  readonly organisation: Organisation;
  readonly memory: Memory;
};
