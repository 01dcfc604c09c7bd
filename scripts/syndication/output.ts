/** One file of the site that machines read. */
export type OutputFile = {
  /** Path in the site's folder. */
  readonly path: string;
  /** Made only when it is asked for, so that a build can leave out what did not change. */
  readonly text: () => string | Promise<string>;
  /** Of all that its bytes depend on, beside the program and the page's settings; without one it is made in each build. */
  readonly digest?: string;
};

/** A file of JSON. */
export function jsonFile(path: string, value: () => unknown): OutputFile {
  return { path, text: () => `${renderJson(value())}\n` };
}

/** Strict parsers refuse halves of characters, which JSON can only hold as `\\udxxx`; whole ones stand as they are. */
function renderJson(value: unknown): string {
  const text = JSON.stringify(value);
  if (!text.includes('\\ud')) return text;
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'string' ? each.toWellFormed() : each,
  );
}
