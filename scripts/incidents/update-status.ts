// What an update tells of an incident, and of planned work.

/** The words that may follow the instant in the heading of a public update. */
export const UPDATE_STATUSES = [
  'investigating',
  'identified',
  'monitoring',
  'resolved',
  'scheduled',
  'in_progress',
  'verifying',
  'completed',
] as const;
