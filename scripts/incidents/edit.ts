// Changes to an incident's file as range edits: whatever people wrote elsewhere in it stays byte for byte.
import { appendEntry } from '../config/append-entry.ts';
import { splitFrontMatter } from '../config/front-matter.ts';
import type { IncidentEdit } from '../model/effect.ts';
import { type Instant, utcDay } from '../model/instant.ts';
import { splice } from '../text/splice.ts';
import { eolOf, renderFlow, setYamlValue, unsetYamlValue } from './front-matter-edit.ts';
import { readDrafts, renderDraft } from './drafts.ts';
import { editLine } from './timeline-edit.ts';
import { knownEnd, rememberEnd } from './timeline-end.ts';
import { findSection, headingText, readSections, type Section } from './markdown.ts';
import { fence, renderTimelineItem, renderUpdate } from './render.ts';

/** Applies edits in order and gives the new text of the file. */
export function editIncident(text: string, edits: readonly IncidentEdit[]): string {
  return edits.reduce(applyEdit, text);
}

function applyEdit(text: string, edit: IncidentEdit): string {
  switch (edit.kind) {
    case 'set':
      return editFrontMatter(text, (yaml) => setYamlValue(yaml, edit.path, edit.value));
    case 'unset':
      return editFrontMatter(text, (yaml) => unsetYamlValue(yaml, edit.path));
    case 'append':
      return editFrontMatter(text, (yaml) =>
        appendEntry(yaml, [], edit.key, renderFlow(edit.value)),
      );
    case 'update':
      return appendToSection(text, {
        title: 'Public updates',
        before: 'Timeline',
        block: renderUpdate(edit),
      });
    case 'timeline':
      return appendToTimeline(text, edit);
    case 'signal':
      return appendToSection(text, { title: 'Signals', before: null, block: fence(edit.text) });
    case 'draft':
      return appendToSection(text, {
        title: 'Drafts',
        before: 'Timeline',
        block: renderDraft(edit),
      });
    case 'drop_draft':
      return dropDraft(text, edit.key);
    case 'rewrite':
    case 'strike':
      return editLine(text, edit);
  }
}

function editFrontMatter(text: string, change: (yaml: string) => string): string {
  const split = splitFrontMatter(text);
  if (split === null) throw new Error('an incident file without front matter cannot be edited');
  return splice(text, split.yamlStart, split.yamlStart + split.yaml.length, change(split.yaml));
}

type Addition = { readonly title: string; readonly before: string | null; readonly block: string };

/**
 * Adds a block at the end of a section; a missing section is made before another one or at the end. Where people left a
 * fence or a comment open, everything below belongs to it: then it is closed first.
 */
function appendToSection(text: string, addition: Addition): string {
  return tryAddition(text, addition, '') ?? closeAndAdd(text, addition);
}

function closeAndAdd(text: string, addition: Addition): string {
  for (const closer of closersOf(text)) {
    const edited = tryAddition(text, addition, closer);
    if (edited !== null) return edited;
  }
  throw new Error(`cannot add to the section ${addition.title}: something above it is left open`);
}

/** The text with the addition; null when a reader would not find it there. */
function tryAddition(text: string, addition: Addition, closer: string): string | null {
  const { at, before, after } = placeAddition(text, addition, closer);
  const lines = (part: string): string => part.replaceAll('\n', eolOf(text));
  const edited = splice(text, at, at, lines(before + addition.block + after));
  return isRead(edited, addition.title, at + lines(before).length) ? edited : null;
}

function placeAddition(
  text: string,
  { title, before }: Addition,
  closer: string,
): { readonly at: number; readonly before: string; readonly after: string } {
  const closing = closer === '' ? '' : `\n${closer}`;
  const sections = sectionsOf(text);
  const section = findSection(sections, title);
  if (section !== null) return { at: section.contentEnd, before: `${closing}\n\n`, after: '' };
  const next = before === null ? null : findSection(sections, before);
  if (next !== null && closer === '')
    return { at: next.start, before: `## ${title}\n\n`, after: '\n\n' };
  return {
    at: text.length,
    before: `${closing}${closer === '' ? gapAfter(text) : '\n\n'}## ${title}\n\n`,
    after: '\n',
  };
}

/** Whether a block that begins at an offset is a part of a section for whoever reads the file. */
function isRead(text: string, title: string, start: number): boolean {
  return (
    findSection(sectionsOf(text), title)?.blocks.some((block) => block.start === start) ?? false
  );
}

function closersOf(text: string): readonly string[] {
  const last = sectionsOf(text).at(-1)?.blocks.at(-1);
  const start = last === undefined ? '' : text.slice(last.start, last.start + 200);
  const ticks = /^(`{3,}|~{3,})/.exec(start)?.[1];
  return [...(ticks === undefined ? [] : [ticks]), ...CLOSERS];
}

/** What ends fences, comments and the kinds of HTML that go on across blank lines. */
const CLOSERS = ['-->', '```', '~~~', '</pre>', '?>', ']]>', '>'];

function appendToTimeline(
  text: string,
  edit: { readonly at: Instant; readonly text: string; readonly key: string },
): string {
  const item = renderTimelineItem(edit);
  const day = utcDay(edit.at);
  const end = endOfDay(text, day);
  if (end !== null) {
    const line = `${eolOf(text)}${item}`;
    const edited = splice(text, end, end, line);
    const start = bodyStartOf(text);
    if (!/[\r\n]/.test(item)) rememberEnd(edited.slice(start), day, end + line.length - start);
    return edited;
  }
  return appendToSection(text, {
    title: 'Timeline',
    before: null,
    block: `### ${day} (UTC)\n\n${item}`,
  });
}

/** Takes a draft out; what people wrote around it stays. */
function dropDraft(text: string, key: string): string {
  const section = findSection(sectionsOf(text), 'Drafts');
  const draft = readDrafts(section, text).find((each) => each.key === key);
  if (section === null || draft === undefined) return text;
  const isAll = draft.start === section.blocks[0]?.start && draft.end === section.contentEnd;
  const start = isAll ? section.start : draft.start;
  const gap = /^(?:[ \t]*\r?\n)*/.exec(text.slice(draft.end))?.[0] ?? '';
  return splice(text, start, isAll ? draft.end + gap.length : draft.end, '');
}

/** Where the timeline's last list of a day ends; null when there is none. */
function endOfDay(text: string, day: string): number | null {
  const start = bodyStartOf(text);
  const known = knownEnd(text.slice(start), day);
  if (known !== null) return start + known;
  const section = findSection(sectionsOf(text), 'Timeline');
  return section === null ? null : (lastListOfDay(section, day)?.end ?? null);
}

function lastListOfDay(section: Section, day: string): { readonly end: number } | null {
  let current = '';
  let found: { readonly end: number } | null = null;
  for (const block of section.blocks) {
    if (block.node.type === 'heading') current = headingText(block.node);
    else if (block.node.type === 'list' && current.includes(day)) found = block;
  }
  return found;
}

function sectionsOf(text: string): readonly Section[] {
  return readSections(text, bodyStartOf(text));
}

function bodyStartOf(text: string): number {
  return splitFrontMatter(text)?.bodyStart ?? 0;
}

function gapAfter(text: string): string {
  if (/\n\r?\n$/.test(text)) return '';
  return text.endsWith('\n') ? '\n' : '\n\n';
}
