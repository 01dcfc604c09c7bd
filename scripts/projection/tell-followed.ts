// What people have to know of a post-mortem that was merged: the room hears of it before the files follow, since nothing
// tells afterwards. Where somebody was faster, what was said is taken back.
import type { Github } from '../github/github.ts';
import type { Incident } from '../model/incident.ts';
import type { ItemChange } from '../postmortems/action-issues.ts';
import type { GivenItem } from '../postmortems/carried-items.ts';
import { sayOfPostmortem, saidOfPostmortem, takeBack } from './say-once.ts';
import { done, type Step } from './sync.ts';

/** Says what follows from the files as they are, and that whatever was said before of a merge and differs does not count. */
export async function tellFollowed(
  github: Github,
  incident: Incident,
  { words, isRetold }: { readonly words: readonly string[]; readonly isRetold: boolean },
): Promise<Step<null>> {
  // Without words of its own a pass says nothing of what others said.
  if (words.length === 0 && !isRetold) return done(null);
  const said = await saidOfPostmortem(github, incident);
  if (said.kind !== 'done') return said;
  const outdated = said.value.filter((each) => FOLLOWED.test(each) && !words.includes(each));
  const taken = await takeBack(github, incident, outdated);
  if (taken.kind !== 'done') return taken;
  for (const sentence of words) {
    const told = await sayOfPostmortem(github, incident, sentence);
    if (told.kind !== 'done') return told;
  }
  return done(null);
}

/** That an item got another number. */
export function renumberedWords({ item, field, value }: ItemChange): readonly string[] {
  return field === 'id'
    ? [
        `its action item ${item} is called ${value} from now on, since another ${item} was proposed here while it was written`,
      ]
    : [];
}

/** That an item belongs to whom the post-mortem names. */
export function ownerWords({ item, from, to }: GivenItem): string {
  return `its action item ${item} is @${from}'s, as the post-mortem says, and @${to}'s no longer`;
}

/** Both of them, as they stand in a room. */
const FOLLOWED =
  /^its action item \S+ is (?:called \S+ from now on, since another|@\S+'s, as the post-mortem says)/;
