// HTML and pictures in Markdown: pages show neither, and nothing that they say may vanish with them.
import type { Root } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { type Processor, unified } from 'unified';

/**
 * Turns HTML into the text that it is written with, and a picture into a link with its description. Comments are left
 * out, as everywhere, and `<br>` ends a line.
 */
export function markupAsText(options: { readonly gfm?: boolean } = {}): (tree: Root) => void {
  const reader = options.gfm === true ? gfmReader : plainReader;
  return (tree) => replaceIn(tree, reader, false);
}

type Reader = { readonly parse: (markdown: string) => Node };

type Node = {
  readonly type: string;
  readonly value?: string;
  readonly alt?: string | null | undefined;
  readonly url?: string;
  children?: readonly Node[];
};

/** To these parsers `<` and `>` are signs like others, so that Markdown beside them is read as ever. */
const plainReader: Reader = unified().use(remarkParse).use(withoutHtml).freeze();
const gfmReader: Reader = unified().use(remarkParse).use(remarkGfm).use(withoutHtml).freeze();

function withoutHtml(this: Processor): void {
  const data = this.data();
  const extension = { disable: { null: ['htmlFlow', 'htmlText'] } };
  data.micromarkExtensions = [...(data.micromarkExtensions ?? []), extension];
}

const BLOCK_PARENTS: ReadonlySet<string> = new Set(['root', 'blockquote', 'listItem']);

function replaceIn(node: Node, reader: Reader, isLinked: boolean): void {
  const inLink = isLinked || node.type === 'link' || node.type === 'linkReference';
  if (node.children === undefined) return;
  node.children = node.children.flatMap((child): readonly Node[] => {
    switch (child.type) {
      case 'html':
        return BLOCK_PARENTS.has(node.type) ? blocksOf(child, reader) : wordsOf(child);
      case 'image':
        return [pictureOf(child, inLink)];
      case 'imageReference': {
        const children = [textNode(child.alt ?? '')];
        return inLink ? children : [{ ...child, type: 'linkReference', children }];
      }
      default:
        replaceIn(child, reader, inLink);
        return [child];
    }
  });
}

/** A comment that nobody ended goes to the end, as in every browser. */
const COMMENT = /<!--(?:>|->|[\s\S]*?(?:-->|$))/g;
const LINE_BREAK = /<br *\/?>/gi;

function blocksOf({ value = '' }: Node, reader: Reader): readonly Node[] {
  const markdown = value.replaceAll(COMMENT, '').replaceAll(LINE_BREAK, '  \n');
  const tree = reader.parse(markdown.trim());
  replaceIn(tree, reader, false);
  return tree.children ?? [];
}

function wordsOf({ value = '' }: Node): readonly Node[] {
  if (value.replace(LINE_BREAK, '') === '') return [{ type: 'break' }];
  const words = value.replaceAll(COMMENT, '');
  return words === '' ? [] : [textNode(words)];
}

function pictureOf({ alt, url = '' }: Node, inLink: boolean): Node {
  const words = textNode(alt === null || alt === undefined || alt === '' ? url : alt);
  return inLink ? words : { type: 'link', url, children: [words] };
}

function textNode(value: string): Node {
  return { type: 'text', value };
}
