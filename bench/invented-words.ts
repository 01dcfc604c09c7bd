// Words for invented incidents and components, the same for the same number.

/** What is wrong with something. */
export const FLAWS =
  'slow late missing wrong empty doubled rejected unreachable stuck partial delayed incomplete frozen outdated'.split(
    ' ',
  );

/** What something is wrong with. */
export const PARTS =
  'orders invoices payments refunds exports imports searches labels routes prices reports messages uploads sessions'.split(
    ' ',
  );

/** Who has to do with it. */
export const WHERE =
  'for some customers|in the north|on phones|after the nightly run|for new accounts|in two regions|at check-out'.split(
    '|',
  );

/** The word of a number; after the last one the first comes again. */
export function pick(list: readonly string[], index: number): string {
  return list[index % list.length] ?? '';
}
