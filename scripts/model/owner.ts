/** The cell that answers for something: team × function × product. */
export type Owner = {
  readonly team: string;
  readonly function: string;
  readonly product: string | null;
};
