// Sanitised HTML → plain text for formats that have nothing else: paragraphs and lists keep their lines, links their
// targets; where people merely wrapped a line of their file stands a blank, as on the page. Only the elements that `publication/markdown.ts` lets through are known here.

/** The visible text with its line breaks; a link that shows something else than its target names it in brackets. */
export function plainLines(html: string): string {
  const counters: (number | null)[] = [];
  let text = '';
  let href: string | null = null;
  let shown = '';
  let isLiteral = false;
  for (const [whole, slash, name = '', target] of html.matchAll(TOKEN)) {
    if (name === '') {
      const words = unescapeHtml(isLiteral ? whole : unwrapped(whole, text));
      if (href !== null) shown += words;
      text += words;
      continue;
    }
    const isEnd = slash === '/';
    if (name === 'pre') isLiteral = !isEnd;
    if (name === 'a' && !isEnd) [href, shown] = [unescapeHtml(target ?? ''), ''];
    else if (name === 'a' && href !== null) {
      text += saysTarget(shown, href) ? '' : ` (${href})`;
      href = null;
    } else if (name === 'ul' || name === 'ol') {
      if (isEnd) counters.pop();
      else counters.push(name === 'ol' ? 0 : null);
      text += '\n';
    } else if (name === 'li' && !isEnd) {
      const count = counters.pop() ?? null;
      counters.push(count === null ? null : count + 1);
      text += `\n${'  '.repeat(Math.max(0, counters.length - 1))}${count === null ? '-' : `${count + 1}.`} `;
    } else if (name === 'br') text += '\n';
    else if (BLOCKS.has(name) && counters.length === 0) text += '\n\n';
  }
  return text
    .replaceAll(/[ \t]+\n/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

const TOKEN = /<(\/?)([a-z][a-z0-9]*)(?: href="([^"]*)")?[^>]*>|[^<]+/g;
const BLOCKS: ReadonlySet<string> = new Set(['p', 'pre', 'blockquote', 'h3', 'h4', 'h5', 'hr']);

/** A line break of the source is a blank, and nothing where a line begins or a blank stands already. */
function unwrapped(words: string, before: string): string {
  const joined = words.replaceAll(/[ \t\r]*\n[ \t\r]*/g, ' ');
  return before === '' || /[ \n]$/.test(before.slice(-1)) ? joined.replace(/^ +/, '') : joined;
}

function saysTarget(shown: string, href: string): boolean {
  return href === '' || shown === href || `mailto:${shown}` === href;
}

function unescapeHtml(text: string): string {
  return text.replaceAll(
    /&(?:#x([0-9a-f]+)|#(\d+)|(amp|lt|gt|quot|apos));/gi,
    (whole, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
      if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};
