// What an update tells of an incident, and of planned work.
import { MAINTENANCE_PHASES, PUBLIC_STATUSES } from '../model/incident.ts';

/** The words that may follow the instant in the heading of a public update, by what it tells of. */
export const STATUSES_OF = {
  incident: PUBLIC_STATUSES,
  maintenance: MAINTENANCE_PHASES,
} as const;

/** All of them. */
export const UPDATE_STATUSES = [...STATUSES_OF.incident, ...STATUSES_OF.maintenance] as const;
