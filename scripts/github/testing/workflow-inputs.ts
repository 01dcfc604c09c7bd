// What a dispatch may hand to a workflow: GitHub refuses inputs that the file does not declare.

/** Something that a person or program may hand to a workflow. */
export type WorkflowInput = {
  readonly name: string;
  readonly isRequired: boolean;
  readonly hasDefault: boolean;
  /** Null where any text will do. */
  readonly choices: readonly string[] | null;
};

/** Why GitHub refuses these inputs; null where it takes them. */
export function refusedInputs(
  { inputs: declared }: { readonly inputs: readonly WorkflowInput[] },
  given: Readonly<Record<string, unknown>>,
): string | null {
  const names = declared.map(({ name }) => name);
  const unexpected = Object.keys(given).filter((name) => !names.includes(name));
  if (unexpected.length > 0)
    return `Unexpected inputs provided: [${unexpected.map((name) => JSON.stringify(name)).join(', ')}]`;
  for (const { name, isRequired, hasDefault, choices } of declared) {
    const value = given[name];
    if (value === undefined && isRequired && !hasDefault)
      return `Required input '${name}' not provided`;
    if (value !== undefined && choices !== null && !choices.includes(String(value)))
      return `Provided value '${String(value)}' for input '${name}' not in the list of allowed values`;
  }
  return null;
}
