// What the timeline of an incident tells of its end.
import type { TimelineEntry } from '../model/incident.ts';
import { readBody } from './body.ts';
import { sectionText } from './section-text.ts';

type File = Parameters<typeof readBody>[0];

/**
 * The entries that tell of the end of an incident, at least the last of them. Markdown is parsed only where that is no plain
 * line of an operation.
 */
export function endEntries(file: File): readonly Pick<TimelineEntry, 'text' | 'key'>[] {
  const body = file.text.slice(file.bodyStart);
  if (!body.includes('closed') && !body.includes('reopened')) return [];
  const [, line = ''] = [...sectionText(body, 'timeline').matchAll(END_LINE)].at(-1) ?? [];
  const [, told, key] = OWN_LINE.exec(line) ?? [];
  if (told !== undefined && key !== undefined) return [{ text: told, key }];
  return readBody(file).timeline.filter((entry) => END.test(entry.text));
}

const END = /^\[(?:closed|reopened)\b/;
const END_LINE = /^[ \t]*[-*+][ \t]+\d{2}:\d{2}(?::\d{2})?[ \t]+(\\?\[(?:closed|reopened)\b.*)$/gm;
const OWN_LINE = /^(\[.*?) *<!-- e:(\S+) -->\s*$/;
