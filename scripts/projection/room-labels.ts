// Labels: those that the repository must know, and those on a room. People's own stay.
import type { Github } from '../github/github.ts';
import type { Issue } from '../github/issues.ts';
import { describeLabel } from '../rooms/labels.ts';
import { done, type Step, stepOf } from './sync.ts';

/** Makes labels that the repository does not know. Those that it knows keep the colour that people gave them. */
export async function ensureLabels(github: Github, names: readonly string[]): Promise<Step<null>> {
  const wanted = names.flatMap((name) => describeLabel(name) ?? []);
  const listed = stepOf(await github.labels.list());
  if (listed.kind !== 'done') return listed;
  const known = new Set(listed.value.map(({ name }) => name.toLowerCase()));
  for (const label of wanted) {
    if (known.has(label.name.toLowerCase())) continue;
    const ensured = stepOf(await github.labels.create(label));
    if (ensured.kind !== 'done') return ensured;
  }
  return done(null);
}

/** Sets the labels of a room, or of another issue of which only some are ours; answers whether anything differed. */
export async function syncLabels(
  github: Github,
  issue: Issue,
  wanted: readonly string[],
  isOurs: IsOurs = isOfRooms,
): Promise<Step<boolean>> {
  const { missing, surplus } = labelDifference(issue, wanted, isOurs);
  if (missing.length > 0) {
    const ensured = await ensureLabels(github, missing);
    if (ensured.kind !== 'done') return ensured;
    const added = stepOf(await github.labels.add(issue.number, missing));
    if (added.kind !== 'done') return added;
  }
  for (const name of surplus) {
    const removed = stepOf(await github.labels.remove(issue.number, name));
    if (removed.kind !== 'done') return removed;
  }
  return done(missing.length + surplus.length > 0);
}

type IsOurs = (label: string) => boolean;

function isOfRooms(name: string): boolean {
  return describeLabel(name) !== null;
}

/** What is to be put on, and what of ours is to be taken off. */
export function labelDifference(
  issue: Issue,
  wanted: readonly string[],
  isOurs: IsOurs = isOfRooms,
): { readonly missing: readonly string[]; readonly surplus: readonly string[] } {
  return {
    missing: wanted.filter((name) => !has(issue.labels, name)),
    surplus: issue.labels.filter((name) => isOurs(name) && !has(wanted, name)),
  };
}

/** GitHub's labels ignore the case of letters. */
function has(names: readonly string[], name: string): boolean {
  return names.some((each) => each.toLowerCase() === name.toLowerCase());
}
