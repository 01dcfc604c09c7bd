// An incident whose front matter is refused, as far as its readers can be told: what is right stays, what is wrong is
// taken out or stands in as something that is never better than the truth. Its body is left as it is.
import type { SourceFile } from '../config/document-set.ts';
import { checkSchema } from '../config/schema.ts';
import type { ComponentStatus } from '../model/component.ts';
import { isIncidentPath } from '../model/history-path.ts';
import type { PublicFace } from '../model/incident.ts';
import { nearest } from '../text/nearest.ts';
import {
  type Blocks,
  blocksOf,
  type Front,
  frontOf,
  isNear,
  isRecord,
  readBlocks,
  type Values,
  without,
} from './front-blocks.ts';
import { visibilityIn } from './visibility.ts';

/** What can be told of an incident's file. */
export type ReadablePart = {
  /** The file without what is wrong in its front matter; its body stands at the same lines. */
  readonly file: SourceFile;
  /** Whether its readers miss nothing: customers, or people inside who read the same of it. */
  readonly isWhole: boolean;
};

type Visibility = PublicFace['visibility'];

/**
 * Takes out of a refused file what is wrong; null where that leaves nothing that could be shown, or it is not for customers.
 * What people inside read of it is as the version `before` said.
 */
export function publicPartOf(file: SourceFile, before: SourceFile | null): ReadablePart | null {
  const isPublic = 'text' in file && visibilityIn(file.text) === 'public';
  return isPublic ? partOf(file, before, 'public') : null;
}

/** The same as far as those may see it whom `visibility` leaves; customers see nothing of it with any other word. */
export function partOf(
  file: SourceFile,
  before: SourceFile | null,
  visibility: Visibility,
): ReadablePart | null {
  if ('problem' in file || !isIncidentPath(file.path)) return null;
  const front = frontOf(file.text);
  const { right, removed } = withoutWrong(readBlocks(front.yaml));
  const value = withFace(withStandIns(right, file.path, insideOf(before)), visibility);
  const isTimeless = value['kind'] === 'maintenance' && value['window'] === undefined;
  if (isTimeless || checkSchema('incident', value).kind === 'invalid') return null;
  const lost = removed.some((key) => isRead(key, front.yaml, value));
  return {
    file: { path: file.path, text: `${frontMatterOf(value, front)}${front.body}` },
    isWhole: !lost,
  };
}

/** A whole file with the word that counts for it, in the place of all that it says to customers. */
export function hiddenAs(file: SourceFile, visibility: 'none' | 'restricted'): SourceFile {
  if ('problem' in file) return file;
  const front = frontOf(file.text);
  const { right } = readBlocks(front.yaml);
  const value = isIncidentPath(file.path)
    ? withFace(right, visibility)
    : { ...right, public: false };
  return { path: file.path, text: `${frontMatterOf(value, front)}${front.body}` };
}

/** What is said to customers goes with a word that hides it. */
function withFace(value: Values, visibility: Visibility): Values {
  const face = visibility === 'public' && isRecord(value['public']) ? value['public'] : {};
  return { ...value, public: { ...face, visibility } };
}

/** JSON is YAML; it takes as many lines as what it stands for. */
function frontMatterOf(value: Values, { yaml }: Front): string {
  const lines = yaml.split('\n').length - 1;
  return `---\n${JSON.stringify(value)}\n${'\n'.repeat(Math.max(0, lines - 1))}---\n`;
}

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
  'postmortem_closed',
  'postmortem_draft',
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
