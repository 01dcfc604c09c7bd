import type { Place } from './place.ts';

/** A named part of the week: any of its entries, or with `isInverse` the time outside all of them. */
export type Interval = {
  readonly id: string;
  /** IANA zone whose clocks count. */
  readonly zone: string;
  readonly isInverse: boolean;
  readonly entries: readonly IntervalEntry[];
  readonly place: Place;
};

/** Weekdays and times that must both fit. */
export type IntervalEntry = {
  /** 1 for Monday to 7 for Sunday. */
  readonly weekdays: readonly number[];
  /** Minutes after local midnight, the end not included; where `until` is not after `from` it lies on the next day. */
  readonly times: readonly { readonly from: number; readonly until: number }[];
};
