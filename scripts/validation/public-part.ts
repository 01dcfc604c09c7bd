// An incident whose front matter is refused, as far as its readers can be told: what is right stays, what is wrong is
// taken out or stands in as something that is never better than the truth. Its body is left as it is.
import type { SourceFile } from '../config/document-set.ts';
import { splitFrontMatter } from '../config/front-matter.ts';
import { checkSchema } from '../config/schema.ts';
import { parseYaml } from '../config/syntax.ts';
import type { ComponentStatus } from '../model/component.ts';
import { nearest } from '../text/nearest.ts';

/** What can be told of a public incident's file. */
export type PublicPart = {
  /** The file without what is wrong in its front matter; its body stands at the same lines. */
  readonly file: SourceFile;
  /** Whether its readers miss nothing: all that is wrong is for people inside. */
  readonly isWhole: boolean;
};

/** What the public block of a file says of who may see it, read as generously as a slip allows; null where nobody can tell. */
export function visibilityIn(text: string): 'none' | 'public' | 'restricted' | null {
  const { yaml } = frontOf(text);
  const part = readBlocks(yaml).right['public'];
  const written = isRecord(part) ? part['visibility'] : undefined;
  const word = typeof written === 'string' ? written : guessedIn(yaml);
  const [meant] = nearest(word, VISIBILITIES, 1);
  return VISIBILITIES.find((each) => each === meant) ?? null;
}

const VISIBILITIES = ['none', 'public', 'restricted'] as const;

/** The word where the block itself cannot be read. */
function guessedIn(yaml: string): string {
  const block = blocksOf(yaml).find(({ key }) => isNear(key, ['public']));
  const said = block?.text.replaceAll(/(?<=^|\s)#.*$/gm, '') ?? '';
  return /\bvisib\w*['"]?\s*:\s*['"]?(\w+)/.exec(said)?.[1] ?? '';
}

/**
 * Takes out of a refused file what is wrong; null where that leaves nothing that could be shown, or it is not for customers.
 * What people inside read of it is as the version `before` said.
 */
export function publicPartOf(file: SourceFile, before: SourceFile | null): PublicPart | null {
  if ('problem' in file || visibilityIn(file.text) !== 'public') return null;
  const front = frontOf(file.text);
  const { right, removed } = withoutWrong(readBlocks(front.yaml));
  const value = withStandIns(right, file.path, insideOf(before));
  const isTimeless = value['kind'] === 'maintenance' && value['window'] === undefined;
  if (isTimeless || checkSchema('incident', value).kind === 'invalid') return null;
  const lost = removed.some((key) => isRead(key, front.yaml, value));
  return {
    file: { path: file.path, text: `${frontMatterOf(value, front)}${front.body}` },
    isWhole: !lost,
  };
}

type Front = { readonly yaml: string; readonly body: string };

/** Without a second fence the front matter ends where the text begins. */
function frontOf(text: string): Front {
  const split = splitFrontMatter(text);
  if (split !== null) return { yaml: split.yaml, body: text.slice(split.bodyStart) };
  const start = /^---[ \t]*\r?\n/.exec(text)?.[0].length ?? 0;
  const end = text.slice(start).search(/^#{1,3} /m);
  return end === -1
    ? { yaml: text.slice(start), body: '' }
    : { yaml: text.slice(start, start + end), body: text.slice(start + end) };
}

/** JSON is YAML; it takes as many lines as what it stands for. */
function frontMatterOf(value: Values, { yaml }: Front): string {
  const lines = yaml.split('\n').length - 1;
  return `---\n${JSON.stringify(value)}\n${'\n'.repeat(Math.max(0, lines - 1))}---\n`;
}

type Values = Readonly<Record<string, unknown>>;

type Blocks = { readonly right: Values; readonly wrong: readonly string[] };

/** Each key of the top level on its own, so that a colon too many costs one of them. */
function readBlocks(yaml: string): Blocks {
  const right: Record<string, unknown> = {};
  const wrong: string[] = [];
  for (const { key, text } of blocksOf(yaml)) {
    const parsed = parseYaml(text, { file: '', firstLine: 1 });
    const value = parsed.kind === 'parsed' ? parsed.yaml.value : null;
    const isTwice = key in right || wrong.includes(key);
    if (!isTwice && isRecord(value) && value[key] !== undefined) right[key] = value[key];
    else wrong.push(key);
  }
  return { right: without(right, wrong), wrong };
}

function blocksOf(yaml: string): readonly { readonly key: string; readonly text: string }[] {
  const blocks: { key: string; text: string }[] = [];
  for (const line of yaml.split(/(?<=\n)/)) {
    const key = KEY.exec(line)?.[1];
    const last = blocks.at(-1);
    if (key !== undefined) blocks.push({ key, text: line });
    else if (last !== undefined) last.text += line;
  }
  return blocks;
}

const KEY = /^['"]?([A-Za-z_]\w*)['"]?[ \t]*:(?:\s|$)/;

/** Takes out what the schema refuses, and what it refuses then, and notes the paths. */
function withoutWrong({ right, wrong }: Blocks): {
  readonly right: Values;
  readonly removed: readonly string[];
} {
  let values = right;
  const removed = [...wrong];
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const paths = wrongPaths(values);
    if (paths.length === 0) break;
    for (const [first = '', second] of paths) {
      const within = values[first];
      const isInner = second !== undefined && INNER.has(first) && isRecord(within);
      const left = isInner ? { [first]: withoutEntry(first, within, second) } : {};
      values = { ...without(values, [first]), ...left };
      removed.push(isInner ? `${first}.${second}` : first);
    }
  }
  return { right: values, removed };
}

/** More than there are levels that something can be wrong in. */
const MOST_ROUNDS = 8;

function wrongPaths(values: Values): readonly (readonly string[])[] {
  const checked = checkSchema('incident', values);
  if (checked.kind === 'valid') return [];
  return checked.errors.flatMap(({ keyword, instancePath, params, propertyName }) => {
    const inner = instancePath.split('/').slice(1);
    // What is missing stands in, or takes what it is missing in with it.
    if (keyword === 'required' && (inner.length === 0 || hasStandIn(inner))) return [];
    const key: unknown = params['additionalProperty'] ?? propertyName;
    return [typeof key === 'string' ? [...inner, key] : inner];
  });
}

/** Keys of which one entry can be wrong while the others are right. */
const INNER: ReadonlySet<string> = new Set(['at', 'components', 'public', 'window']);

function hasStandIn([first, second]: readonly string[]): boolean {
  return second === undefined && (first === 'at' || first === 'public');
}

/** A component that somebody named is not well, whatever the word for it was meant to be. */
function withoutEntry(within: string, entries: Values, key: string): Values {
  const rest = without(entries, [key]);
  const wrong = entries[key];
  if (within !== 'components' || typeof wrong !== 'string' || !ID.test(key)) return rest;
  return { ...rest, [key]: nearest(wrong, UNWELL, 1)[0] ?? 'degraded' };
}

const ID = /^[a-z](-?[a-z0-9])*$/;

const UNWELL: readonly ComponentStatus[] = [
  'degraded',
  'partial_outage',
  'major_outage',
  'maintenance',
];

/** What a whole version says to people inside. */
function insideOf(version: SourceFile | null): Values {
  if (version === null || 'problem' in version) return {};
  const { right } = readBlocks(frontOf(version.text).yaml);
  return Object.fromEntries(Object.entries(right).filter(([key]) => INSIDE.has(key)));
}

const INSIDE: ReadonlySet<string> = new Set([
  'title',
  'severity',
  'severity_max',
  'category',
  'environment',
  'owner',
]);

/** What readers never hear of must be there all the same; what they do stands in as the worse. */
function withStandIns(right: Values, path: string, before: Values): Values {
  const id = path.slice(path.lastIndexOf('/') + 1).replace(/\.md$/, '');
  const isPlanned = right['window'] !== undefined;
  const face = isRecord(right['public']) ? right['public'] : {};
  const { title } = face;
  const at = isRecord(right['at']) ? right['at'] : {};
  return {
    kind: isPlanned ? 'maintenance' : 'incident',
    title: typeof title === 'string' && /^\S.*\S$/.test(title) ? title : id,
    state: isPlanned ? 'triage' : 'investigating',
    severity: right['severity_max'] ?? 'sev1',
    category: 'other',
    environment: 'production',
    owner: { team: 'unknown', function: 'unknown' },
    ...before,
    ...right,
    schema: 'tocsin/incident@1',
    at: { declared: `${id.slice(0, 10)}T00:00:00Z`, ...at },
    public: { ...face, visibility: 'public' },
  };
}

/** Whether customers may miss something when a key is gone, or what it swallowed by standing before it. */
function isRead(path: string, yaml: string, value: Values): boolean {
  const [first = ''] = path.split('.');
  if (path === 'at.acknowledged' || path === 'at.identified') return false;
  if (SEVERITIES.has(first)) return !isHurting(value['components']);
  const block = blocksOf(yaml)
    .filter(({ key }) => key === first)
    .map(({ text }) => text)
    .join('');
  const keys = [...block.matchAll(/^\W*(\w+)['"]?[ \t]*:/gm)].map((match) => match[1] ?? '');
  if (UNREAD.has(first)) return keys.some((key) => !OF_THEM.has(key) && isNear(key, READ));
  return [first, ...keys].some((key) => isNear(key, READ));
}

/** What stands on the page, in calendars and interfaces, or decides of it. */
const READ = [
  'kind',
  'state',
  'components',
  'components_before',
  'at',
  'window',
  'public',
  'postmortem',
];

/** What people inside read, and what may stand in it; a state or time that one of these swallowed is stood in for. */
const UNREAD: ReadonlySet<string> = new Set([
  'actions',
  'change',
  'handover',
  'mutes',
  'postmortem_begun',
  'postmortem_owed',
  'problems',
  'roles',
  'taken_by',
]);
const OF_THEM: ReadonlySet<string> = new Set([...UNREAD, 'at', 'kind', 'state']);

const SEVERITIES: ReadonlySet<string> = new Set(['severity', 'severity_max']);

/** Then nothing is made of the severity that customers see. */
function isHurting(components: unknown): boolean {
  return isRecord(components) && Object.values(components).some((each) => each !== 'operational');
}

function without(values: Values, keys: readonly string[]): Values {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !keys.includes(key)));
}

function isNear(key: string, known: readonly string[]): boolean {
  return nearest(key, known, 1).length > 0;
}

function isRecord(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
