import { keyOf } from '../correlation/key.ts';
import type { IncidentEdit } from '../model/effect.ts';
import type { Incident } from '../model/incident.ts';
import type { Instant } from '../model/instant.ts';
import type { IncidentBook } from './response.ts';

/** Another incident's file as a Markdown link that works from any incident's file. */
export function linkTo(id: string): string {
  return `[${id}](../${id.slice(0, 4)}/${id}.md)`;
}

/** A timeline entry about two incidents; its key is made of what happened between them. */
export function entryAbout(at: Instant, text: string, what: readonly string[]): IncidentEdit {
  return { kind: 'timeline', at, text, key: keyOf(what) };
}

/** What a duplicate takes along and the other one did not have before: just that comes back. */
export function rememberMoved(duplicate: Incident, original: Incident): readonly IncidentEdit[] {
  const value = Object.keys(duplicate.problems).filter((id) => original.problems[id] === undefined);
  return value.length === 0 ? [] : [{ kind: 'set', path: ['relations', 'moved'], value }];
}

/** The incident that a duplicate stands for, however long the chain; itself for all others. */
export function originalOf(book: IncidentBook, incident: Incident): Incident {
  const seen = new Set<string>();
  let current = incident;
  while (current.state === 'duplicate' && !seen.has(current.id)) {
    seen.add(current.id);
    const next = current.relations.duplicateOf;
    const parent = book.incidents.find((each) => each.id === next);
    if (parent === undefined) return current;
    current = parent;
  }
  return current;
}
