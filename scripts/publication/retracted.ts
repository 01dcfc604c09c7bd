// What customers may have the address of although it was none, or is told under another one: its page says just that.
// Of its texts nothing is repeated, since nobody stands by them any more.
import type { Incident, Translation } from '../model/incident.ts';
import type { Language } from '../model/page.ts';
import { type Speech, speechesOf } from '../speech/speech.ts';
import { folderOf, postAddress, publicAddress } from './addresses.ts';
import { endedAt, isPublished, isRetracted } from './standing.ts';

/** What its page knows beside the incident. */
export type Surroundings = {
  readonly url: string;
  readonly languages: readonly Language[];
  readonly incidents: ReadonlyMap<string, Incident>;
};

/** An incident as its page may tell it: of what was retracted with nothing but a last word in the page's own words. */
export function withoutRetracted(incident: Incident, around: Surroundings): Incident {
  if (!isRetracted(incident)) return incident;
  const at = endedAt(incident);
  const original = originalOf(incident, around.incidents);
  const [own, ...others] = speechesOf(around.languages);
  if (own === undefined) return incident;
  const wordIn = (speech: Speech): string => {
    if (original === null) return speech.say('retracted.text');
    const home = publicAddress(around.url, folderOf(speech));
    return `${speech.say('retracted.copy')} [${speech.say('retracted.original')}](${postAddress(home, original)})`;
  };
  const translated = (speech: Speech): [Language, Translation] => [
    speech.language,
    { title: speech.say('retracted.title'), updates: { [at]: wordIn(speech) } },
  ];
  return {
    ...incident,
    at: { started: at },
    window: null,
    postmortem: null,
    updates: [
      {
        at,
        status: incident.kind === 'maintenance' ? 'completed' : 'resolved',
        text: wordIn(own),
      },
    ],
    public: {
      visibility: 'none',
      status: 'resolved',
      title: own.say('retracted.title'),
      translations: Object.fromEntries(others.map(translated)),
    },
  };
}

/** The incident that tells on what a duplicate began, where customers see it. */
function originalOf(
  { id, relations }: Incident,
  incidents: ReadonlyMap<string, Incident>,
): string | null {
  const passed = new Set([id]);
  let next = incidents.get(relations.duplicateOf ?? '');
  while (next !== undefined && !passed.has(next.id)) {
    if (next.state !== 'duplicate') return isPublished(next) ? next.id : null;
    passed.add(next.id);
    next = incidents.get(next.relations.duplicateOf ?? '');
  }
  return null;
}
