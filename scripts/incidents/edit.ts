// Changes to an incident's file as range edits: whatever people wrote elsewhere in it stays byte for byte.
import { splitFrontMatter } from '../config/front-matter.ts';
import type { IncidentEdit } from '../model/effect.ts';
import { type Instant, utcDay } from '../model/instant.ts';
import { splice } from '../text/splice.ts';
import { setYamlValue } from './front-matter-edit.ts';
import { findSection, headingText, readSections, type Section } from './markdown.ts';
import { fence, renderTimelineItem, renderUpdate } from './render.ts';

/** Applies edits in order and gives the new text of the file. */
export function editIncident(text: string, edits: readonly IncidentEdit[]): string {
  return edits.reduce(applyEdit, text);
}

function applyEdit(text: string, edit: IncidentEdit): string {
  switch (edit.kind) {
    case 'set':
      return setFrontMatter(text, edit);
    case 'update':
      return appendToSection(text, 'Public updates', 'Timeline', renderUpdate(edit));
    case 'timeline':
      return appendToTimeline(text, edit);
    case 'signal':
      return appendToSection(text, 'Signals', null, fence(edit.text));
  }
}

function setFrontMatter(text: string, edit: IncidentEdit & { readonly kind: 'set' }): string {
  const split = splitFrontMatter(text);
  if (split === null) throw new Error('an incident file without front matter cannot be edited');
  const yaml = setYamlValue(split.yaml, edit.path, edit.value);
  return splice(text, split.yamlStart, split.yamlStart + split.yaml.length, yaml);
}

/** Adds a block at the end of a section; a missing section is made before another one or at the end. */
function appendToSection(text: string, title: string, before: string | null, block: string): string {
  const sections = sectionsOf(text);
  const section = findSection(sections, title);
  if (section !== null) return splice(text, section.contentEnd, section.contentEnd, `\n\n${block}`);
  const next = before === null ? null : findSection(sections, before);
  if (next !== null) return splice(text, next.start, next.start, `## ${title}\n\n${block}\n\n`);
  return `${text}${gapAfter(text)}## ${title}\n\n${block}\n`;
}

function appendToTimeline(text: string, edit: { readonly at: Instant; readonly text: string; readonly key: string }): string {
  const item = renderTimelineItem(edit);
  const day = utcDay(edit.at);
  const section = findSection(sectionsOf(text), 'Timeline');
  const list = section === null ? null : lastListOfDay(section, day);
  if (list !== null) return splice(text, list.end, list.end, `\n${item}`);
  return appendToSection(text, 'Timeline', null, `### ${day} (UTC)\n\n${item}`);
}

function lastListOfDay(section: Section, day: string): { readonly end: number } | null {
  let current = '';
  let found: { readonly end: number } | null = null;
  for (const block of section.blocks) {
    if (block.node.type === 'heading') current = headingText(block.node);
    else if (block.node.type === 'list' && current.startsWith(day)) found = block;
  }
  return found;
}

function sectionsOf(text: string): readonly Section[] {
  return readSections(text, splitFrontMatter(text)?.bodyStart ?? 0);
}

function gapAfter(text: string): string {
  return text.endsWith('\n\n') ? '' : text.endsWith('\n') ? '\n' : '\n\n';
}
