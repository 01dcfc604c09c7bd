// An action item that changes hands in a draft: the room hears of it before the draft says it, since nothing tells
// afterwards whose it was.
import type { Github } from '../github/github.ts';
import { type GivenItem, givenSince, toldOf } from '../postmortems/carried-items.ts';
import type { Material } from '../postmortems/material.ts';
import { parsePostmortem } from '../postmortems/refresh.ts';
import { sayOfPostmortem } from './say-once.ts';
import { done, type Step } from './sync.ts';

/** Says in the room whose items become somebody else's in a draft that is brought up to date. */
export async function tellGiven(
  github: Github,
  { incident, memory }: Pick<Material, 'incident' | 'memory'>,
  draft: string,
): Promise<Step<null>> {
  const items = parsePostmortem(incident.id, draft)?.actionItems ?? [];
  const told = memory === undefined ? null : toldOf(memory, items, incident.actions);
  const given = told === null ? [] : givenSince(items, incident.actions, told);
  for (const each of given) {
    const said = await sayOfPostmortem(github, incident, takenWords(each));
    if (said.kind !== 'done') return said;
  }
  return done(null);
}

/** That the draft says another owner than before. */
export function takenWords({ item, from, to }: GivenItem): string {
  return `its action item ${item} is @${to}'s in the draft as well, in place of @${from}'s: it was given to @${to} last; change \`assignee\` there if that is wrong`;
}
