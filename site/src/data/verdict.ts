// The first line of the page in the reader's language.
import type { PublicView } from '../../../scripts/publication/view.ts';
import { verdictOf } from '../../../scripts/publication/sentence.ts';
import { titleOf, type Said } from './said.ts';
import type { Speech } from './speech.ts';

const NAMES_SHOWN = 3;

/** The overall state as one sentence. */
export function verdict({ groups, active, maintenance }: PublicView, speech: Speech): Said {
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
      return own(speech.say('verdict.maintenance', { components: names(found.components) }));
    case 'nothing-shown':
      return own(speech.say('verdict.nothing'));
    case 'well':
      return own(speech.say('verdict.well'));
  }
}

function own(text: string): Said {
  return { text, foreign: null };
}
