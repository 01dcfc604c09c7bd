// The sentences that both renderings of an impact share. Foreign text only comes in through `quoted`.
import type { ChangeKind, Impact, TargetImpact } from './impact.ts';

/** `3 signals lose a page`. */
export function kindInWords(kind: ChangeKind, count: number): string {
  const [one, many] = KINDS[kind];
  return count === 1 ? `1 signal ${one}` : `${numeral(count)} signals ${many}`;
}

const KINDS: Readonly<Record<ChangeKind, readonly [one: string, many: string]>> = {
  lost_page: ['loses a page', 'lose a page'],
  gained_page: ['gains a page', 'gain a page'],
  moved_team: ['moves to another team', 'move to another team'],
  lost_incident: ['no longer opens an incident', 'no longer open an incident'],
  new_incident: ['opens an incident and did not before', 'open an incident and did not before'],
  held_back: ['is held back', 'are held back'],
  let_through: ['is no longer held back', 'are no longer held back'],
  severity: ['changes its severity', 'change their severity'],
  category: ['changes its category', 'change their category'],
  group: ['belongs to another incident', 'belong to another incident'],
  destinations: ['goes elsewhere', 'go elsewhere'],
  timing: ['calls sooner or later than before', 'call sooner or later than before'],
};

/** The headline: how many of how many, and what matters most about them. */
export function headline(impact: Impact): string {
  const { signals, changed, elsewhere, kinds, from, until } = impact;
  if (signals === 0)
    return 'There are no recorded signals to try this on: `tocsin recorded` writes those of a gateway.';
  const span = `${from?.slice(0, 10)} to ${until?.slice(0, 10)}`;
  const all = `the last ${numeral(signals)} recorded signals (${span})`;
  if (changed === 0) return `None of ${all} would end differently.`;
  const countOf = (kind: ChangeKind): number =>
    kinds.find((each) => each.kind === kind)?.count ?? 0;
  const parts = [
    { count: elsewhere, words: 'would go elsewhere' },
    { count: countOf('lost_page'), words: 'lose a page' },
    { count: countOf('gained_page'), words: 'gain a page' },
    { count: countOf('moved_team'), words: 'move to another team' },
  ].flatMap(({ count, words }) => (count === 0 ? [] : [`${numeral(count)} ${words}`]));
  const details = parts.length === 0 ? '' : `: ${parts.join(', ')}`;
  return `Of ${all} ${numeral(changed)} would end differently${details}.`;
}

/** `loses 3 pages, gains 1`. */
export function targetInWords({ isPage, gained, lost }: TargetImpact): string {
  const noun = (count: number): string => `${isPage ? 'page' : 'message'}${count === 1 ? '' : 's'}`;
  if (gained === 0) return `loses ${numeral(lost)} ${noun(lost)}`;
  if (lost === 0) return `gains ${numeral(gained)} ${noun(gained)}`;
  return `loses ${numeral(lost)} ${noun(lost)} and gains ${numeral(gained)}`;
}

/** `12 → 9 (× 0.75)`. */
export function ratio(before: number, after: number): string {
  const change = before === 0 || before === after ? '' : ` (× ${(after / before).toFixed(2)})`;
  return `${numeral(before)} → ${numeral(after)}${change}`;
}

/** A number with commas between thousands. */
export function numeral(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}
