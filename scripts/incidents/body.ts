// The machine-readable sections of an incident's body: public updates and timeline.
import type { Located } from '../config/document-set.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { type Instant, parseInstant } from '../model/instant.ts';
import type { Draft, Incident, TimelineEntry, Update } from '../model/incident.ts';
import { readDrafts } from './drafts.ts';
import { type StrayUpdate, strayUpdates } from './stray-updates.ts';
import { swallowedUpdates } from './swallowed-updates.ts';
import { STATUSES_OF, UPDATE_STATUSES } from './update-status.ts';
import {
  type Block,
  findSection,
  headingText,
  listItems,
  placeOfRange,
  readSections,
  type Section,
} from './markdown.ts';

/** What the body of an incident says. */
export type IncidentBody = {
  /** Oldest first. */
  readonly updates: readonly Update[];
  readonly drafts: readonly Draft[];
  readonly timeline: readonly TimelineEntry[];
  readonly diagnostics: readonly Diagnostic[];
};

/** The text of an incident's file, and what it is of. */
type Written = Pick<
  Located<{ readonly kind?: Incident['kind'] }>,
  'file' | 'text' | 'bodyStart' | 'document'
>;

/** Reads the body of an incident's file; an update that cannot be read is a diagnostic and is left out. */
export function readBody({ file, text, bodyStart, document }: Written): IncidentBody {
  const { kind = 'incident' } = document;
  const sections = readSections(text, bodyStart);
  const section = findSection(sections, 'Public updates');
  const diagnostics: Diagnostic[] = [];
  const complain: Complain = ({ start }, message, hint = EXAMPLE) => {
    diagnostics.push(malformed(file, text, { start, message, hint }));
  };
  const updates = readUpdates(section, { text, kind }, complain);
  const lost = [...strayUpdates(sections, section), ...swallowedUpdates(text, bodyStart, sections)];
  diagnostics.push(...lost.map((each) => malformed(file, text, each)));
  return {
    updates: oldestFirst(updates),
    drafts: readDrafts(findSection(sections, 'Drafts'), text),
    timeline: readTimeline(findSection(sections, 'Timeline')),
    diagnostics,
  };
}

const EXAMPLE = 'for example `### 2026-11-21T09:18Z investigating`';

/** People may write the newest on top, as the page shows them; of one minute the later one in that order is the newer. */
function oldestFirst(written: readonly Update[]): readonly Update[] {
  const isTurned = (written[0]?.at ?? '') > (written.at(-1)?.at ?? '');
  return (isTurned ? written.toReversed() : written).toSorted((left, right) =>
    left.at < right.at ? -1 : left.at > right.at ? 1 : 0,
  );
}

type Complain = (block: Block, message: string, hint?: string) => void;

function readUpdates(
  section: Section | null,
  { text, kind }: { readonly text: string; readonly kind: Incident['kind'] },
  complain: Complain,
): readonly Update[] {
  if (section === null) return [];
  const headings = section.blocks.filter(
    (block) => block.node.type === 'heading' && block.node.depth === 3,
  );
  const stray = section.blocks[0];
  if (stray !== undefined && stray !== headings[0] && stray.node.type !== 'html') {
    complain(
      stray,
      'unexpected text before the first update, expected a heading `### <instant> <status>`',
    );
  }
  return headings.flatMap((heading, index) => {
    const next = headings[index + 1];
    const content = text.slice(heading.end, next?.start ?? section.contentEnd).trim();
    const update = readUpdate(heading, { content, kind }, complain);
    return update === null ? [] : [update];
  });
}

function readUpdate(
  block: Block,
  { content, kind }: { readonly content: string; readonly kind: Incident['kind'] },
  complain: Complain,
): Update | null {
  if (block.node.type !== 'heading') return null;
  const [instant = '', word = '', ...rest] = headingText(block.node).split(/\s+/);
  const at = parseInstant(instant);
  const status = UPDATE_STATUSES.find((known) => known === word);
  if (at === null || status === undefined || rest.length > 0) {
    complain(
      block,
      `unexpected heading, expected \`### <instant> <status>\` with a status of ${STATUSES_OF[kind].join(', ')}`,
    );
    return null;
  }
  if (!STATUSES_OF[kind].some((own) => own === status)) {
    complain(
      block,
      `unexpected \`${status}\` of ${NAMES[kind]}, expected ${STATUSES_OF[kind].join(', ')}`,
      `write \`### ${instant} ${COUNTERPARTS[status]}\``,
    );
    return null;
  }
  if (content === '') {
    complain(block, 'unexpected update without text, expected what the public should know');
    return null;
  }
  return { at, status, text: content };
}

const NAMES = { incident: 'an incident', maintenance: 'a maintenance' } as const;

/** What is said with such a word where it is a word of the other kind. */
const COUNTERPARTS = {
  investigating: 'in_progress',
  identified: 'in_progress',
  monitoring: 'verifying',
  resolved: 'completed',
  scheduled: 'investigating',
  in_progress: 'identified',
  verifying: 'monitoring',
  completed: 'resolved',
} as const satisfies Record<Update['status'], Update['status']>;

function readTimeline(section: Section | null): readonly TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  let day = '';
  for (const { node } of section?.blocks ?? []) {
    if (node.type === 'heading') day = /\d{4}-\d{2}-\d{2}/.exec(headingText(node))?.[0] ?? '';
    if (node.type !== 'list') continue;
    for (const item of listItems(node)) {
      const entry = readEntry(day, item.text, item.comments);
      if (entry !== null) entries.push(entry);
    }
  }
  return entries;
}

function readEntry(day: string, text: string, comments: readonly string[]): TimelineEntry | null {
  const match = /^(\d{2}:\d{2}(?::\d{2})?)\s+([\s\S]*)$/.exec(text);
  const at: Instant | null = parseInstant(`${day}T${match?.[1] ?? ''}Z`);
  if (match === null || at === null) return null;
  const key = comments.find((comment) => comment.startsWith('e:'))?.slice(2) ?? null;
  return { at, text: match[2] ?? '', key };
}

function malformed(file: string, text: string, found: StrayUpdate): Diagnostic {
  const { start, message, hint } = found;
  return {
    code: 'update-malformed',
    severity: 'error',
    message,
    place: placeOfRange({ file, text }, start, text.length),
    related: [],
    hint,
  };
}
