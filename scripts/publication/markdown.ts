// Markdown that people wrote → HTML that is safe to show: raw HTML as text, links limited to web and mail, no pictures.
import rehypeSanitize, { defaultSchema, type Options } from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { markupAsText } from '../incidents/markup-as-text.ts';
import { plainParagraphs, plainText } from '../incidents/plain-text.ts';

/** Renders Markdown as sanitised HTML; headings begin at level 3. */
export function renderMarkdown(markdown: string): string {
  const plain = plainParagraphs(markdown);
  if (plain !== null) return plain.map((paragraph) => `<p>${paragraph}</p>`).join('\n');
  return String(renderer.processSync(markdown));
}

/**
 * The same for a file of the repository, as GitHub shows it: with lines struck out, tables and task lists. What it links to
 * beside itself is no page of the site and stays as text.
 */
export function renderRepositoryMarkdown(markdown: string): string {
  return String(repositoryRenderer.processSync(markdown));
}

/** Markdown that is rendered when its HTML or its text is first asked for: a long history is mostly not. */
export function rendered(markdown: string): { readonly html: string; readonly text: string } {
  let html: string | null = null;
  let text: string | null = null;
  return {
    get html() {
      return (html ??= renderMarkdown(markdown));
    },
    get text() {
      return (text ??= plainText(markdown));
    },
  };
}

const TAGS = 'p br em strong del a ul ol li blockquote code pre h3 h4 h5 hr'.split(' ');
const TABLE_TAGS = 'table thead tbody tr th td'.split(' ');

const SAFE: Options = {
  ...defaultSchema,
  tagNames: TAGS,
  attributes: { a: ['href'] },
  protocols: { href: ['https', 'http', 'mailto'] },
  clobber: [],
};

const renderer = unified()
  .use(remarkParse)
  .use(markupAsText)
  .use(remarkRehype)
  .use(lowerHeadings)
  .use(rehypeSanitize, SAFE)
  .use(rehypeStringify)
  .freeze();

const repositoryRenderer = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(markupAsText, { gfm: true })
  .use(remarkRehype)
  .use(lowerHeadings)
  .use(dropRelativeLinks)
  .use(tickTasks)
  .use(rehypeSanitize, { ...SAFE, tagNames: [...TAGS, ...TABLE_TAGS] })
  .use(letTablesScroll)
  .use(rehypeStringify)
  .freeze();

type Node = {
  type: string;
  tagName?: string;
  value?: string;
  readonly properties?: { readonly [name: string]: unknown };
  children?: readonly Node[];
};

/** A span is no element that may be shown, so its text is all that is left. */
function dropRelativeLinks(): (tree: Node) => void {
  const visit = (node: Node): void => {
    const href = node.properties?.['href'];
    const isAbsolute = typeof href === 'string' && /^(https?|mailto):/i.test(href);
    if (node.tagName === 'a' && !isAbsolute) node.tagName = 'span';
    node.children?.forEach(visit);
  };
  return visit;
}

/** A box to tick is no element that may be shown, and what is done must be told from what is not. */
function tickTasks(): (tree: Node) => void {
  const visit = (node: Node): void => {
    if (node.tagName === 'input') {
      node.type = 'text';
      node.value = node.properties?.['checked'] === true ? '☑' : '☐';
    }
    node.children?.forEach(visit);
  };
  return visit;
}

/** As wide tables of the page do; made after the allow-list, which lets nobody write such an element. */
function letTablesScroll(): (tree: Node) => void {
  const properties = { className: ['scroll'], tabIndex: 0, role: 'group', ariaLabel: 'Table' };
  const visit = (node: Node): void => {
    if (node.children === undefined) return;
    node.children.forEach(visit);
    node.children = node.children.map((child) =>
      child.tagName === 'table'
        ? { type: 'element', tagName: 'div', properties, children: [child] }
        : child,
    );
  };
  return visit;
}

/** The page has its own headings 1 and 2. */
function lowerHeadings(): (tree: Node) => void {
  const visit = (node: Node): void => {
    if (node.tagName === 'h1' || node.tagName === 'h2') node.tagName = 'h3';
    node.children?.forEach(visit);
  };
  return visit;
}
