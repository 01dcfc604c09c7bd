// Who may see an incident whose file cannot be read as a whole. Whatever in it may mean that customers shall not see it
// wins over whatever may mean that they shall: what was told to the world cannot be taken back.
import { nearest } from '../text/nearest.ts';
import { type Block, blocksOf, frontOf, isNear, isRecord, valueOf } from './front-blocks.ts';

/** What a file says of who may see it, read as generously as a slip allows; null where nobody can tell. */
export function visibilityIn(text: string): 'hidden' | 'public' | null {
  const { words, elsewhere, anywhere } = saidIn(text);
  if ([...words, ...elsewhere].some(isHiding)) return 'hidden';
  if (words.length > 0 && words.every(isPublic)) return 'public';
  // Nobody can tell: what looks like it is taken for it, remarks as well.
  return anywhere.some(isHiding) ? 'hidden' : null;
}

/** Who may read a file that is not for customers: all people inside only where nothing in it may mean fewer. */
export function hidingIn(text: string): 'none' | 'restricted' {
  const { words, elsewhere, anywhere } = saidIn(text);
  const hiding = [...words, ...elsewhere, ...anywhere].filter(isHiding);
  return hiding.every(isNone) ? 'none' : 'restricted';
}

function isNone(said: string): boolean {
  return nearest(said.replace(REMARK, '').trim(), ['none'], 1, 1).length > 0;
}

/** What stands for who may see it: in public blocks, on lines of its own, and in anything that looks like it. */
function saidIn(
  text: string,
): Readonly<Record<'words' | 'elsewhere' | 'anywhere', readonly string[]>> {
  const { yaml, body } = frontOf(text);
  return {
    words: blocksOf(yaml)
      .filter(({ key }) => isNear(key, ['public']))
      .flatMap(wordsOf),
    elsewhere: wordsIn(`${yaml}${body.split(/^## /m)[0] ?? ''}`, KEY_OF_LINE),
    anywhere: wordsIn(yaml, KEY_ANYWHERE, ''),
  };
}

/** What a public block says; where it cannot be read, each word that may be meant. */
function wordsOf(block: Block): readonly string[] {
  const value = valueOf(block);
  if (isRecord(value)) {
    const said = value['visibility'];
    if (said !== undefined && !isRecord(said)) return [String(said)];
  } else if (value !== undefined && value !== null) return [String(value)];
  return wordsIn(block.text, KEY_ANYWHERE);
}

const KEY_ANYWHERE = /(\w+)['"]?[ \t]*:/g;
/** Also within a merge that nobody finished, or a patch. */
const KEY_OF_LINE = /^\W*(\w+)['"]?[ \t]*:/gm;

const REMARK = /(?<=^|\s)#.*$/gm;

/** What keys near `visibility` say, up to the next key, comma or bracket. */
function wordsIn(text: string, keys: RegExp, remarks: RegExp | '' = REMARK): readonly string[] {
  const said = remarks === '' ? text : text.replaceAll(remarks, '');
  return [...said.matchAll(keys)]
    .filter(([, key = '']) => isNear(key, ['visibility']))
    .map(({ 0: matched, index }) => VALUE.exec(said.slice(index + matched.length))?.[1] ?? '');
}

const VALUE = /^\s*['"]?([^\n,}]*?)['"]?[ \t]*(?:[ \t]\w+['"]?[ \t]*:|[\n,}]|$)/;

/** Two slips from `public` it may be another word: `republic`, `unpublic`. */
function isPublic(word: string): boolean {
  return nearest(word.trim(), ['public'], 1, 1).length > 0;
}

function isHiding(said: string): boolean {
  return said
    .toLowerCase()
    .split(/[^a-z]+/)
    .some((word) => NEGATION.test(word) || HIDING.has(word) || isNear(word, MARKS));
}

/** `no`, `not yet`, `nobody`, `nonpublic`, `unpublished`, `unlisted`. */
const NEGATION = /^(?:no$|nobody|non|not|unl|unp)/;
const HIDING: ReadonlySet<string> = new Set([
  'confidential',
  'false',
  'hidden',
  'internal',
  'never',
  'off',
  'private',
  'secret',
]);
const MARKS = ['none', 'restricted'];
