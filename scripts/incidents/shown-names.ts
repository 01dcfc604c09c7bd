// What GitHub tells of an incident in a public repository names no other one that is hidden there.
import type { Incident } from '../model/incident.ts';
import type { Organisation } from '../model/organisation.ts';
import { isHidden } from './hidden.ts';

/** What stands in the place of a name that nobody may read. */
export const NOT_SHOWN = 'an incident that is not shown here';

/** The incidents that are known, and the one that is told of. */
export type Telling = {
  readonly organisation: Organisation;
  readonly incidents: readonly Incident[];
  readonly incident: Incident;
};

/**
 * Whether an incident may be named by its id: of what is not known nobody can tell whether it is hidden, and who is told
 * of a hidden one reads files.
 */
export function mayName({ organisation, incidents, incident }: Telling, id: string): boolean {
  if (organisation.settings.repository !== 'public' || isHidden(incident, organisation))
    return true;
  return incidents.some((each) => each.id === id && !isHidden(each, organisation));
}

/** An incident in an answer, with its room, of which GitHub makes a link. */
export function nameOf(telling: Telling, id: string): string {
  if (!mayName(telling, id)) return NOT_SHOWN;
  const room = telling.incidents.find((each) => each.id === id)?.room ?? null;
  return room === null ? `\`${id}\`` : `\`${id}\` (#${room})`;
}

/**
 * A line of a timeline, as it is read, without the names of incidents that may not be told. What people wrote stays
 * theirs: only lines that Tocsin writes about another incident are looked at.
 */
export function withoutHiddenNames(line: string, telling: Telling): string {
  return ABOUT_OTHERS.test(line)
    ? line.replaceAll(NAME, (id) => (mayName(telling, id) ? id : NOT_SHOWN))
    : line;
}

/** The same of Markdown, where Tocsin's names are links. */
export function withoutHiddenLinks(markdown: string, telling: Telling): string {
  return markdown.replaceAll(LINK, (link, id: string) => (mayName(telling, id) ? link : NOT_SHOWN));
}

/** The trace of a decision without the incidents that may not be told. */
export function withoutHiddenCauses(trace: string, telling: Telling): string {
  return trace.replaceAll(CAUSE, (cause, id: string) => (mayName(telling, id) ? cause : NOT_SHOWN));
}

const ABOUT_OTHERS = /^\[(?:linked|duplicate|unduplicated|adopted|split|moved|impacted)\]/;
const NAME = /(?<![\w-])\d{4}-\d\d-\d\d-[a-z0-9-]+/g;
const LINK = /\[(\d{4}-\d\d-\d\d-[a-z0-9-]+)\]\(\.\.\/\d{4}\/\1\.md\)/g;
const CAUSE = /\bincident (\d{4}-\d\d-\d\d-[a-z0-9-]+)/g;
