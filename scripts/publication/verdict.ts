// The first line of the page in the reader's language.
import type { Language } from '../model/page.ts';
import type { IncidentView, PublicView } from './view.ts';
import { type Verdict, verdictOf } from './sentence.ts';
import { utcDay } from '../model/instant.ts';
import { type Phrase, weave } from '../speech/phrase.ts';
import { type Named, nameOf, titleOf } from './said.ts';
import type { Speech } from '../speech/speech.ts';

const NAMES_SHOWN = 3;

/** A first line; `foreign` names its language when it is not the reader's. */
export type FirstLine = { readonly phrase: Phrase; readonly foreign: Language | null };

/** The overall state as one sentence. */
export function verdict(view: PublicView, speech: Speech): FirstLine {
  const { groups, active, maintenance } = view;
  const found = verdictOf(groups, active, maintenance.running);
  if (found.kind !== 'one') return { phrase: told(found, view, speech), foreign: null };
  const { text, foreign } = titleOf(found.incident, speech);
  return { phrase: [text], foreign };
}

function told(found: Exclude<Verdict, { kind: 'one' }>, view: PublicView, speech: Speech): Phrase {
  const { say, count } = speech;
  switch (found.kind) {
    case 'watching':
      return weave(say('verdict.watching'), { components: names(found.components, speech) });
    case 'several': {
      const incidents = count('count.incidents', found.count);
      return found.components.length === 0
        ? [say('verdict.several', { incidents })]
        : weave(say('verdict.affecting', { incidents }), {
            components: names(found.components, speech),
          });
    }
    case 'maintenance':
      return plannedWork(view, names(found.components, speech), speech);
    case 'nothing-shown':
      return [say('verdict.nothing')];
    case 'well':
      return [say('verdict.well')];
  }
}

function names(components: readonly Named[], speech: Speech): Phrase {
  return components.length === 0
    ? [speech.say('verdict.services')]
    : speech.listNames(
        components.map((component) => nameOf(component, speech)),
        NAMES_SHOWN,
      );
}

/** Its end and not that it runs: that stays true when the page grows old. */
function plannedWork(
  { maintenance, builtAt }: PublicView,
  components: Phrase,
  { say, momentSeenFrom }: Speech,
): Phrase {
  const ends = maintenance.running.map((work) => (isLate(work) ? '' : (work.window?.until ?? '')));
  if (ends.includes('')) return weave(say('verdict.late'), { components });
  const last = ends.toSorted().at(-1) ?? builtAt;
  const time = momentSeenFrom(utcDay(builtAt), last).text;
  return weave(say('verdict.maintenance', { time }), { components });
}

/** Whether the work that people ask about goes on past its planned end. */
function isLate({ schedule, window }: IncidentView): boolean {
  return schedule?.occurrences.some(({ from, late }) => late && from === window?.from) === true;
}
