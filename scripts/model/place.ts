/** Where something stands: 1-based line and column, column and length in UTF-16 units, file relative to the organisation's folder. */
export type Place = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
};
