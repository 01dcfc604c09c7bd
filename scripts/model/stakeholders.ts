import type { Place } from './place.ts';

/** The quadrants of the power/interest matrix. */
export const QUADRANTS = ['manage_closely', 'keep_satisfied', 'keep_informed', 'monitor'] as const;

/** A quadrant of the power/interest matrix. */
export type Quadrant = (typeof QUADRANTS)[number];

/** People who must hear about incidents of certain products. */
export type StakeholderGroup = {
  readonly id: string;
  readonly name: string;
  readonly quadrant: Quadrant;
  readonly audience: 'internal' | 'customer' | 'partner';
  /** Product ids; empty means every product. */
  readonly products: readonly string[];
  readonly place: Place;
};
