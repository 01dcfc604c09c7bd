// The four quadrants in words.
import type { Quadrant } from '../../../../scripts/model/stakeholders.ts';

/** Name and meaning of each quadrant. */
export const QUADRANT_WORDS = {
  manage_closely: { name: 'Manage closely', means: 'high power, high interest' },
  keep_satisfied: { name: 'Keep satisfied', means: 'high power, low interest' },
  keep_informed: { name: 'Keep informed', means: 'low power, high interest' },
  monitor: { name: 'Monitor', means: 'low power, low interest' },
} as const satisfies Record<Quadrant, { readonly name: string; readonly means: string }>;
