// An incident as a value: what effects do to it without any file. For replays of many signals, where nobody reads the
// text.
import { checkSchema } from '../config/schema.ts';
import type { FrontMatterValue, IncidentEdit } from '../model/effect.ts';
import type { Incident } from '../model/incident.ts';
import { incidentOf } from './document.ts';
import { withEdits } from './with-edits.ts';

/** The incident of a new file's front matter; null where it would not fit its schema. */
export function openedIncident(
  id: string,
  frontMatter: Readonly<Record<string, FrontMatterValue | undefined>>,
  key: string,
): Incident | null {
  const known = Object.entries(frontMatter).filter(([, value]) => value !== undefined);
  const fields = { schema: 'tocsin/incident@1', ...Object.fromEntries(known) };
  const checked = checkSchema('incident', fields);
  if (checked.kind === 'invalid') return null;
  const body = { updates: [], drafts: [], keys: new Set([key]), told: null };
  return incidentOf(id, checked.document, body);
}

/** The incident after edits of its file, without what only people read; null where only reading the file can tell. */
export function editedIncident(
  incident: Incident,
  edits: readonly IncidentEdit[],
): Incident | null {
  const updates = edits.flatMap((edit) => (edit.kind === 'update' ? [edit] : []));
  const others = updates.length === 0 ? edits : edits.filter((edit) => edit.kind !== 'update');
  const edited = withEdits(incident, others);
  if (edited === null || updates.length === 0) return edited;
  const said = updates.map(({ at, status, text }) => ({ at, status, text }));
  return { ...edited, updates: [...incident.updates, ...said] };
}
