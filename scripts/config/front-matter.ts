// Splits a Markdown file into front matter and body without looking into either.

/** A Markdown file in two parts; offsets are into the whole text. */
export type SplitFile = {
  /** The YAML between the two fences. */
  readonly yaml: string;
  /** Where the YAML begins. */
  readonly yamlStart: number;
  /** Where the body begins: after the closing fence's line. */
  readonly bodyStart: number;
};

/** Finds the front matter between a first line `---` and the next such line; null where there is none. */
export function splitFrontMatter(text: string): SplitFile | null {
  const opening = /^---[ \t]*\r?\n/.exec(text);
  if (opening === null) return null;
  const yamlStart = opening[0].length;
  const closing = /(?<![^\n])---[ \t]*(?:\r?\n|$)/;
  const match = closing.exec(text.slice(yamlStart));
  if (match === null) return null;
  return {
    yaml: text.slice(yamlStart, yamlStart + match.index),
    yamlStart,
    bodyStart: yamlStart + match.index + match[0].length,
  };
}
