// An impact for a terminal.
import { inUtc } from '../model/instant.ts';
import { cleanLine, abbreviate } from '../signals/clean-text.ts';
import type { Impact, ImpactExample, ImpactSide } from './impact.ts';
import { headline, kindInWords, ratio, targetInWords } from './words.ts';

/** The impact as plain text. */
export function renderText(impact: Impact): string {
  const { targets, teams, reviewers, kinds, hygiene, incidents } = impact;
  const news = teams.filter(
    ({ pages, incidents: own }) => pages.before !== pages.after || own.before !== own.after,
  );
  const blocks = [
    [headline(impact)],
    news.map(
      ({ team, pages, incidents: own }) =>
        `  ${shown(team)}: pages ${ratio(pages.before, pages.after)}, incidents ${ratio(own.before, own.after)}`,
    ),
    impact.changed === 0 ? [] : [`incidents ${ratio(incidents.before, incidents.after)}`],
    targets.map((target) => `  ${shown(target.target)} ${targetInWords(target)}`),
    reviewers.length === 0 ? [] : [`ask for a review: ${reviewers.map(shown).join(', ')}`],
    ...kinds.map(({ kind, count, examples }) => [
      kindInWords(kind, count),
      ...examples.flatMap(renderExample),
    ]),
    hygiene.map(
      ({ what, id, place, sentence }) =>
        `${what} ${shown(id)} ${sentence} (${shown(place.file)}:${place.line})`,
    ),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function renderExample(example: ImpactExample): readonly string[] {
  const { receivedAt, source, service, title } = example;
  const where = service === null ? '' : `, ${shown(service)}`;
  return [
    `  ${inUtc(receivedAt)}, ${shown(source)}${where}: ${shown(title)}`,
    ...renderSide('before', example.base),
    ...renderSide('after', example.head),
  ];
}

function renderSide(name: string, { summary, because }: ImpactSide): readonly string[] {
  return [
    `    ${name.padEnd(6)}  ${shown(summary)}`,
    ...because.map(({ stage, result, rule, place }) => {
      const by = rule === null ? '' : ` by ${shown(rule)}`;
      const at = place === null ? '' : `  ${shown(place.file)}:${place.line}`;
      return `            ${stage} ${shown(result)}${by}${at}`;
    }),
  ];
}

/** Text from outside must not speak to the terminal. */
function shown(text: string): string {
  return abbreviate(cleanLine(text) ?? '', 160);
}
