// The first line of the page in the reader's language.
import type { PublicView } from '../../../scripts/publication/view.ts';
import { verdictOf } from '../../../scripts/publication/sentence.ts';
import { utcDay } from '../../../scripts/model/instant.ts';
import { isLate } from './later.ts';
import { titleOf, type Said } from './said.ts';
import type { Speech } from './speech.ts';

const NAMES_SHOWN = 3;

/** The overall state as one sentence. */
export function verdict(view: PublicView, speech: Speech): Said {
  const { groups, active, maintenance } = view;
  const found = verdictOf(groups, active, maintenance.running);
  const names = (components: readonly string[]): string =>
    components.length === 0 ? speech.say('verdict.services') : speech.list(components, NAMES_SHOWN);
  switch (found.kind) {
    case 'one':
      return titleOf(found.incident, speech);
    case 'watching':
      return own(speech.say('verdict.watching', { components: names(found.components) }));
    case 'several': {
      const incidents = speech.count('count.incidents', found.count);
      return own(
        found.components.length === 0
          ? speech.say('verdict.several', { incidents })
          : speech.say('verdict.affecting', { incidents, components: names(found.components) }),
      );
    }
    case 'maintenance':
      return own(plannedWork(view, names(found.components), speech));
    case 'nothing-shown':
      return own(speech.say('verdict.nothing'));
    case 'well':
      return own(speech.say('verdict.well'));
  }
}

/** Its end and not that it runs: that stays true when the page grows old. */
function plannedWork(
  { maintenance, builtAt }: PublicView,
  components: string,
  speech: Speech,
): string {
  const ends = maintenance.running.map((work) => (isLate(work) ? '' : (work.window?.until ?? '')));
  if (ends.includes('')) return speech.say('verdict.late', { components });
  const last = ends.toSorted().at(-1) ?? builtAt;
  const time = speech.momentSeenFrom(utcDay(builtAt), last).text;
  return speech.say('verdict.maintenance', { components, time });
}

function own(text: string): Said {
  return { text, foreign: null };
}
