// An incident as the value of its front matter: what effects do to it without any file. For replays of many signals,
// where nobody reads the text.
import { checkSchema } from '../config/schema.ts';
import type { FrontMatterValue, IncidentEdit } from '../model/effect.ts';
import type { Incident } from '../model/incident.ts';
import { incidentOf } from './document.ts';
import { withEdits } from './with-edits.ts';

/** An incident with the front matter that it was read from. */
export type IncidentValue = { readonly incident: Incident; readonly frontMatter: Fields };

type Fields = { readonly [key: string]: FrontMatterValue };

/** The incident of a new file's front matter. */
export function openedValue(
  id: string,
  frontMatter: Readonly<Record<string, FrontMatterValue | undefined>>,
  key: string,
): IncidentValue {
  const known = Object.entries(frontMatter).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  const fields = { schema: 'tocsin/incident@1', ...Object.fromEntries(known) };
  return read(id, fields, { updates: [], keys: new Set([key]) });
}

/** The incident after edits of its file. What only people read is left out. */
export function editedValue(
  { incident, frontMatter }: IncidentValue,
  edits: readonly IncidentEdit[],
): IncidentValue {
  const keys = edits.flatMap((edit) => (edit.kind === 'timeline' ? [edit.key] : []));
  const updates = edits.flatMap((edit) => (edit.kind === 'update' ? [edit] : []));
  const fields = edits.reduce((before, edit) => {
    if (edit.kind === 'set') return withField(before, edit.path, edit.value);
    return edit.kind === 'unset' ? withField(before, edit.path, null) : before;
  }, frontMatter);
  // Most edits only add a problem or its end.
  const added = withEdits(incident, edits);
  if (added !== null) return { incident: added, frontMatter: fields };
  return read(incident.id, fields, {
    updates: [
      ...incident.updates,
      ...updates.map(({ at, status, text }) => ({ at, status, text })),
    ],
    keys: new Set([...incident.keys, ...keys]),
  });
}

function withField(
  fields: Fields,
  [name, ...rest]: readonly string[],
  value: FrontMatterValue | null,
): Fields {
  if (name === undefined) return fields;
  if (rest.length === 0 && value !== null) return { ...fields, [name]: value };
  const inner = fields[name];
  if (rest.length === 0)
    return Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));
  return { ...fields, [name]: withField(isFields(inner) ? inner : {}, rest, value) };
}

function isFields(value: FrontMatterValue | undefined): value is Fields {
  return typeof value === 'object' && !Array.isArray(value);
}

function read(
  id: string,
  frontMatter: Fields,
  body: Pick<Incident, 'updates' | 'keys'>,
): IncidentValue {
  const checked = checkSchema('incident', frontMatter);
  if (checked.kind === 'invalid') throw new Error(`the incident ${id} would not fit its schema`);
  return { incident: incidentOf(id, checked.document, body), frontMatter };
}
