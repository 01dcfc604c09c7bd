// An action item that changes hands in a draft: the room hears of it before the draft says it, since nothing tells
// afterwards whose it was.
import type { Github } from '../github/github.ts';
import { type GivenItem, givenSince, toldOf } from '../postmortems/carried-items.ts';
import type { Material } from '../postmortems/material.ts';
import { parsePostmortem } from '../postmortems/refresh.ts';
import { sayOfPostmortem, takeBack } from './say-once.ts';
import { done, type Step } from './sync.ts';

/**
 * Says in the room whose items become somebody else's in a draft that is brought up to date, null where it is not, and
 * takes back what was said before and became otherwise; answers with what was said.
 */
export async function tellGiven(
  github: Github,
  { incident, memory }: Pick<Material, 'incident' | 'memory'>,
  { draft, before }: { readonly draft: string | null; readonly before: readonly string[] },
): Promise<Step<readonly string[]>> {
  const items = (draft === null ? null : parsePostmortem(incident.id, draft))?.actionItems ?? [];
  const told = memory === undefined ? null : toldOf(memory, items, incident.actions);
  const given = told === null ? [] : givenSince(items, incident.actions, told);
  const words = given.map(takenWords);
  const outdated = before.filter((each) => !words.includes(each));
  const taken = await takeBack(github, incident, outdated);
  if (taken.kind !== 'done') return taken;
  for (const sentence of words) {
    const said = await sayOfPostmortem(github, incident, sentence);
    if (said.kind !== 'done') return said;
  }
  return done(words);
}

/** That the draft says another owner than before. */
export function takenWords({ item, from, to }: GivenItem): string {
  return `its action item ${item} is @${to}'s in the draft as well, in place of @${from}'s: it was given to @${to} last; change \`assignee\` there if that is wrong`;
}
