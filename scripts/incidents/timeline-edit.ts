// One line of an incident's timeline, found by its key: said in other words, or struck.
import { splitFrontMatter } from '../config/front-matter.ts';
import type { IncidentEdit } from '../model/effect.ts';
import type { Instant } from '../model/instant.ts';
import { splice } from '../text/splice.ts';
import { findSection, listItems, readSections } from './markdown.ts';

/** The text with the line changed; unchanged where no line has the key, or the line is not as we write it. */
export function editLine(
  text: string,
  edit: IncidentEdit & { readonly kind: 'rewrite' | 'strike' },
): string {
  const bodyStart = splitFrontMatter(text)?.bodyStart ?? 0;
  const section = findSection(readSections(text, bodyStart), 'Timeline');
  for (const { node } of section?.blocks ?? []) {
    if (node.type !== 'list') continue;
    const item = listItems(node).find(({ comments }) => comments.includes(`e:${edit.key}`));
    if (item === undefined) continue;
    const start = bodyStart + item.start;
    const end = bodyStart + item.end;
    const line = LINE.exec(text.slice(start, end));
    if (line === null) return text;
    const [, bullet = '', time = '', words = '', tail = ''] = line;
    const said =
      edit.kind === 'rewrite'
        ? `${timeOf(edit.at, time)} ${edit.text}`
        : `${time} ${struck(words)}`;
    return splice(text, start, end, `${bullet}${said}${tail}`);
  }
  return text;
}

function struck(words: string): string {
  return words.startsWith('~~') && words.endsWith('~~') ? words : `~~${words}~~`;
}

/** Seconds that people wrote stay while the minute does. */
function timeOf(at: Instant, written: string): string {
  const minute = at.slice(11, 16);
  return written.startsWith(minute) ? written : minute;
}

/** Bullet, time, words, key. */
const LINE = /^([-*+] )(\d{2}:\d{2}(?::\d{2})?) ([^\n]*?)( <!-- e:[^\s>]+ -->)$/;
