// Picks addresses that people may safely follow out of foreign values.

/** The distinct absolute http(s) addresses among the candidates, in their order, at most 20. */
export function linksFrom(candidates: readonly unknown[]): readonly string[] {
  const links = new Set<string>();
  for (const candidate of candidates) {
    if (links.size === MAX_LINKS) break;
    const link = typeof candidate === 'string' ? absoluteLink(candidate) : null;
    if (link !== null) links.add(link);
  }
  return [...links];
}

/** Keeps plain ASCII addresses as written, encodes others, and refuses those with credentials. */
function absoluteLink(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed.length > MAX_LENGTH || !HTTP.test(trimmed)) return null;
  const url = URL.parse(trimmed);
  if (url === null || url.username !== '' || url.password !== '') return null;
  const link = PLAIN.test(trimmed) ? trimmed : url.href;
  return link.length > MAX_LENGTH ? null : link;
}

const MAX_LINKS = 20;
const MAX_LENGTH = 2_048;
const HTTP = /^https?:\/\//i;
/** Visible ASCII without the characters that end an address in HTML, Markdown or a shell. */
const PLAIN = /^[!#-;=?-[\]_a-~]+$/;
