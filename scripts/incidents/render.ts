// Values → the Markdown of incident files. Text from outside only ever stands inside a fence.
import type { Root } from 'mdast';
import remarkStringify from 'remark-stringify';
import { unified } from 'unified';
import { type Instant, utcDay } from '../model/instant.ts';
import type { FrontMatterValue } from '../model/effect.ts';
import type { Update } from '../model/incident.ts';
import { renderFlow } from './front-matter-edit.ts';

/** What a new incident's file holds at its beginning. */
export type NewIncidentFile = {
  /** In the order in which they shall stand; undefined ones are left out. */
  readonly frontMatter: Readonly<Record<string, FrontMatterValue | undefined>>;
  readonly updates: readonly Update[];
  readonly timeline: { readonly at: Instant; readonly text: string; readonly key: string };
  /** Deployments that may be behind it; null for none. */
  readonly suspects?: string | null;
  /** The signal's own words. */
  readonly signal: string;
  /** Why it was decided so, as text. */
  readonly trace: string;
};

/** The text of a new incident's file. */
export function renderIncident(file: NewIncidentFile): string {
  const lines = Object.entries(file.frontMatter).flatMap(([key, value]) =>
    value === undefined ? [] : renderEntry(key, value),
  );
  const sections = [
    '## Summary\n\n_Not written yet: what fails, for whom, since when._',
    `## Public updates${file.updates.map((update) => `\n\n${renderUpdate(update)}`).join('')}`,
    `## Timeline\n\n### ${utcDay(file.timeline.at)} (UTC)\n\n${renderTimelineItem(file.timeline)}`,
    ...(file.suspects == null ? [] : [`## Suspects\n\n${fence(file.suspects)}`]),
    `## Signals\n\n${fence(file.signal)}`,
    `## Decision\n\n${fence(file.trace)}`,
  ];
  return `---\nschema: tocsin/incident@1\n${lines.join('\n')}\n---\n\n${sections.join('\n\n')}\n`;
}

/** A public update as it stands in the file. */
export function renderUpdate(update: {
  readonly at: Instant;
  readonly status: string;
  readonly text: string;
}): string {
  return `### ${toMinute(update.at)} ${update.status}\n\n${update.text}`;
}

/** A timeline entry as it stands in the file; the comment holds the key of the operation. */
export function renderTimelineItem(entry: {
  readonly at: Instant;
  readonly text: string;
  readonly key: string;
}): string {
  return `- ${entry.at.slice(11, 16)} ${entry.text} <!-- e:${entry.key} -->`;
}

/** Text from outside in a fence that nothing inside can close. */
export function fence(text: string): string {
  const value = text.replaceAll(/\r\n?/g, '\n').trimEnd();
  const root: Root = { type: 'root', children: [{ type: 'code', lang: 'text', value }] };
  return writer.stringify(root).trimEnd();
}

/** Text from outside as Markdown in one line that reads as that text. */
export function plainMarkdown(text: string): string {
  const value = text.replaceAll(/\s+/g, ' ').trim();
  const root: Root = {
    type: 'root',
    children: [{ type: 'paragraph', children: [{ type: 'text', value }] }],
  };
  return writer
    .stringify(root)
    .trim()
    .replaceAll('@', String.raw`\@`);
}

const writer = unified().use(remarkStringify, { fences: true });

/** A key with its value: a map with much in it a line an entry, everything else on one line. */
function renderEntry(key: string, value: FrontMatterValue): readonly string[] {
  const entries = typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : [];
  const isLarge = entries.length > 2 || entries.some(([, inner]) => typeof inner === 'object');
  if (!isLarge) return [`${key}: ${renderFlow(value)}`];
  return [
    `${key}:`,
    ...entries.map(([name, inner]) => `  ${renderFlow(name)}: ${renderFlow(inner)}`),
  ];
}

function toMinute(instant: Instant): string {
  return instant.endsWith(':00.000Z') ? `${instant.slice(0, 16)}Z` : `${instant.slice(0, 19)}Z`;
}
