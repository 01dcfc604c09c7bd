import type { OwnerCandidate } from '../model/decision.ts';

/** Why somebody may be the owner, in words: the step, what fitted, and what makes it less sure. */
export function evidenceOf({
  step,
  match,
  doubts = [],
}: Pick<OwnerCandidate, 'step' | 'match' | 'doubts'>): string {
  const fitted = match === undefined ? '' : ` \`${match.slice(0, MOST)}\``;
  return [`${WORDS[step] ?? step}${fitted}`, ...doubts].join(', ');
}

const MOST = 80;

const WORDS: Readonly<Partial<Record<OwnerCandidate['step'], string>>> = {
  path: 'code path',
};
