// A section of a body as text, without parsing its Markdown: thousands of files are looked into for little.

/** The lines below a heading `## title`, up to the next one of its level; empty where there is none. */
export function sectionText(body: string, title: string): string {
  const begin = new RegExp(`^## +${title}[ \\t]*$`, 'im').exec(body);
  if (begin === null) return '';
  const rest = body.slice(begin.index + begin[0].length);
  const end = /^## /m.exec(rest);
  return end === null ? rest : rest.slice(0, end.index);
}
