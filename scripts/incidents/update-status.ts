// What an update tells of an incident, and of planned work.

/** The words that may follow the instant in the heading of a public update, by what it tells of. */
export const STATUSES_OF = {
  incident: ['investigating', 'identified', 'monitoring', 'resolved'],
  maintenance: ['scheduled', 'in_progress', 'verifying', 'completed'],
} as const;

/** All of them. */
export const UPDATE_STATUSES = [...STATUSES_OF.incident, ...STATUSES_OF.maintenance] as const;
