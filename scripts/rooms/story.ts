// What happened before a room began again, for whoever opens it: the timeline of the incident's file and what customers
// were told, as comments.
import { plainText } from '../incidents/plain-text.ts';
import { MOST_ROWS, timelineRows } from '../slash-commands/timeline-rows.ts';
import { code } from '../text/safe-prose.ts';
import type { RoomInput } from './input.ts';
import { storyMarker } from './markers.ts';

/** The comments of a story in their order, each with the hidden line by which it is known; none where nothing happened. */
export function storyOf(input: Omit<RoomInput, 'postmortem' | 'now'>): readonly string[] {
  const { organisation, record, incidents, fileUrl } = input;
  const { incident, timeline, path } = record;
  const fate =
    incident.public?.visibility === 'public'
      ? 'customers read'
      : 'written for customers, not shown,';
  const told = incident.updates.map(({ at, status, text }) => ({
    at,
    text: `${fate} \`${status}\`: ${plainText(text)}`,
  }));
  const parts = partsOf(
    timelineRows([...timeline, ...told], { organisation, incidents, incident }),
  );
  const left = parts.slice(0, -MOST_PARTS).flat().length;
  const file = `[${code(path)}](${fileUrl(path)})`;
  return parts.slice(-MOST_PARTS).map((rows, index) => {
    const number = Math.max(0, parts.length - MOST_PARTS) + index + 1;
    const which = parts.length === 1 ? '' : `, part ${number}`;
    const gap = index > 0 || left === 0 ? '' : ` ${left} earlier entries stand in the file only.`;
    return `${storyMarker(number)}\n**What happened before this room began again${which}**, in UTC, from ${file}.${gap}\n\n${rows.join('\n')}`;
  });
}

/** Each is full before the next one begins, so that a part stays as it is while the story goes on. */
function partsOf(rows: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [];
  let size = MOST_ROWS;
  for (const row of rows) {
    if (size + row.length + 1 > MOST_ROWS) {
      parts.push([]);
      size = 0;
    }
    parts.at(-1)?.push(row);
    size += row.length + 1;
  }
  return parts;
}

/** A room has to hold what people say as well, and GitHub takes few comments a minute. */
const MOST_PARTS = 10;
