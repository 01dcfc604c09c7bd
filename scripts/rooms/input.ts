// What rooms and their cards are made from.
import type { IncidentRecord } from '../incidents/record.ts';
import type { ActionItem } from '../model/action-item.ts';
import type { Incident } from '../model/incident.ts';
import type { Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { PostmortemFile } from '../model/postmortem.ts';
import type { Clock } from './clocks.ts';

/** What a room is made from. */
export type RoomInput = {
  readonly organisation: Organisation;
  readonly record: IncidentRecord;
  /** Every incident, for those that stand in relation to it. */
  readonly incidents: readonly Incident[];
  readonly postmortem: PostmortemFile | null;
  readonly now: Instant;
  /** The address of a file in the repository, where people read it. */
  readonly fileUrl: (path: string) => string;
  /** The address of the pull requests of a branch. */
  readonly pullsUrl: (branch: string) => string;
};

/** What the card is made from. */
export type CardInput = RoomInput & {
  readonly clocks: readonly Clock[];
  readonly actions: readonly ActionItem[];
};
