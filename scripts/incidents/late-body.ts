// Many incidents of which few are looked into: front matter at once, a body when somebody asks for what is in it.
import type { Located } from '../config/document-set.ts';
import type { IncidentDocument } from '../config/markdown-documents.ts';
import type { Incident } from '../model/incident.ts';
import { readBody } from './body.ts';
import { incidentOf, type Said, saidIn } from './document.ts';
import { toldSeverity } from './told-severity.ts';

/** Reads an incident whose front matter fits the schema; its body is parsed with the first question about it. */
export function readIncidentLater(located: Located<IncidentDocument>): Incident {
  const { id, document, text, bodyStart } = located;
  let known: Said | null = null;
  const said = (): Said => (known ??= saidIn(readBody(located)));
  const incident: Incident = {
    ...incidentOf(id, document, { ...NOTHING_SAID, told: toldSeverity(text, bodyStart) }),
    get updates() {
      return said().updates;
    },
    get drafts() {
      return said().drafts;
    },
    get keys() {
      return said().keys;
    },
  };
  texts.set(incident, text);
  return incident;
}

/** Whether an operation was carried out in an incident. A body in which its key is not written at all is not parsed. */
export function holdsKey(incident: Incident, key: string): boolean {
  const text = texts.get(incident);
  if (text !== undefined && !writtenIn(incident, text).has(key)) return false;
  return incident.keys.has(key);
}

/** The texts of incidents whose bodies are parsed late. */
const texts = new WeakMap<Incident, string>();

/** All that looks like a key, among it what somebody only quotes, and one inside another. No operation has a longer one. */
function writtenIn(incident: Incident, text: string): ReadonlySet<string> {
  const known = written.get(incident);
  if (known !== undefined) return known;
  const found = new Set(
    [...text.matchAll(/e:(?=(\S{1,120}?)(?:-->|\s|$))/g)].map(([, key = '']) => key),
  );
  written.set(incident, found);
  return found;
}

const written = new WeakMap<Incident, ReadonlySet<string>>();

const NOTHING_SAID: Said = { updates: [], drafts: [], keys: new Set() };
