// Public updates that wait for the manager, as the section `## Drafts` holds them.
import { durationMs } from '../config/duration.ts';
import type { Draft, NextUpdate } from '../model/incident.ts';
import { parseInstant } from '../model/instant.ts';
import { headingComments, headingText, type Section } from './markdown.ts';
import { UPDATE_STATUSES } from './update-status.ts';

/** A draft and where it stands in the file, heading included. */
export type PlacedDraft = Draft & { readonly start: number; readonly end: number };

/** The drafts of a section; what does not read as one is left alone. */
export function readDrafts(section: Section | null, text: string): readonly PlacedDraft[] {
  const headings = (section?.blocks ?? []).filter(
    ({ node }) => node.type === 'heading' && node.depth === 3,
  );
  return headings.flatMap((block, index) => {
    if (block.node.type !== 'heading') return [];
    const end = headings[index + 1]?.start ?? section?.contentEnd ?? block.end;
    const content = text.slice(block.end, end).trim();
    const [instant = '', word = '', ...rest] = headingText(block.node).split(/\s+/);
    const at = parseInstant(instant);
    const status = UPDATE_STATUSES.find((known) => known === word);
    const mark = headingComments(block.node).flatMap((comment) => MARK.exec(comment) ?? []);
    const [, key, by, next, replaces = null] = mark;
    const isWhole = at !== null && status !== undefined && rest.length === 0 && content !== '';
    if (!isWhole || key === undefined || by === undefined) return [];
    const promised = readNext(next ?? '');
    return [
      { at, status, text: content, key, by, next: promised, replaces, start: block.start, end },
    ];
  });
}

/** A draft as it stands in the file. */
export function renderDraft({ at, status, text, key, by, next, replaces }: Draft): string {
  const promise =
    next === null ? '' : ` next:${next.kind === 'until' ? next.at : `${next.ms / 60_000}m`}`;
  const before = replaces === null ? '' : ` replaces:${replaces}`;
  return `### ${at} ${status} <!-- u:${key} by:${by}${promise}${before} -->\n\n${text}`;
}

function readNext(word: string): NextUpdate | null {
  if (/^[1-9]\d{0,7}m$/.test(word)) return { kind: 'within', ms: durationMs(word) };
  const at = parseInstant(word);
  return at === null ? null : { kind: 'until', at };
}

const MARK =
  /^u:([a-z0-9-]{1,80}) by:([A-Za-z0-9-]{1,39})(?: next:(\S+))?(?: replaces:([a-z0-9-]{1,80}))?$/;
