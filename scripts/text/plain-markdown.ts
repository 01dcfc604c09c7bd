/** One line as Markdown that shows exactly it: no emphasis, link, code, comment or HTML comes of it. */
export function plainMarkdown(line: string): string {
  return line
    .replaceAll(/[\\`*[\]<~]/g, '\\$&')
    .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replaceAll(/&(?=[#A-Za-z])/g, '\\&');
}
