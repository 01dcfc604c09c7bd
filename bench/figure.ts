/** One measured figure; the ratio is to a peer or a floor measured in the same run. */
export type Figure = {
  readonly name: string;
  readonly value: number;
  readonly unit:
    | 'ms'
    | 'µs'
    | 'ns'
    | 'per second'
    | 'files'
    | 'signals'
    | 'bytes'
    | 'MB'
    | 'faults';
  readonly ratio?: { readonly value: number; readonly to: string };
};

/** Something that can be measured. */
export type Benchmark = { readonly about: string; readonly run: () => Promise<readonly Figure[]> };

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
