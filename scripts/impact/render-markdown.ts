// An impact as a comment on a pull request. All foreign text stands in code spans, where nothing is a mention, a
// reference, a link or HTML.
import { inUtc } from '../model/instant.ts';
import { abbreviate, cleanLine } from '../signals/clean-text.ts';
import type { HygieneFinding, Impact, ImpactExample, ImpactOfKind, ImpactSide } from './impact.ts';
import { headline, kindInWords, ratio, targetInWords } from './words.ts';

/** By this the comment is found again, so that a second run edits it. */
export const MARKER = '<!-- tocsin:impact -->';

/** The comment; examples are left out as far as needed to stay below GitHub's limit. `more` is what else it says. */
export function renderMarkdown(impact: Impact, more: readonly string[] = []): string {
  const wanted = [3, 2, 1, 0].map((examples) => ({ examples, rows: MOST_ROWS, more }));
  const texts = [...wanted, { examples: 0, rows: 3, more }].map((limits) =>
    renderWith(impact, limits),
  );
  return texts.find((text) => text.length <= MOST_LENGTH) ?? `${MARKER}\n${headline(impact)}\n`;
}

/** GitHub refuses 65,537; a little room is left for whoever adds a line. */
const MOST_LENGTH = 65_000;
const MOST_ROWS = 20;

type Limits = {
  readonly examples: number;
  readonly rows: number;
  readonly more: readonly string[];
};

function renderWith(impact: Impact, limits: Limits): string {
  const parts = [
    `${MARKER}\n### What this change would do\n\n${headline(impact)}`,
    ...effort(impact, limits),
    ...list('Who is told', impact.targets, limits, (target) => {
      const team = target.team === null ? '' : ` (${quote(target.team)})`;
      return `${quote(target.target)}${team} ${targetInWords(target)}`;
    }),
    ...reviewers(impact, limits),
    ...impact.kinds.map((kind) => section(kind, limits)),
    ...list('Worth a look', impact.hygiene, limits, renderHygiene),
    ...limits.more,
  ];
  return `${parts.join('\n\n')}\n`;
}

function effort({ changed, teams, incidents }: Impact, { rows }: Limits): readonly string[] {
  if (changed === 0) return [];
  const news = teams.filter(
    ({ pages, incidents: own }) => pages.before !== pages.after || own.before !== own.after,
  );
  const lines = news
    .slice(0, rows)
    .map(
      ({ team, pages, incidents: own }) =>
        `| ${quote(team)} | ${ratio(pages.before, pages.after)} | ${ratio(own.before, own.after)} |`,
    );
  const all = {
    before: teams.reduce((sum, { pages }) => sum + pages.before, 0),
    after: teams.reduce((sum, { pages }) => sum + pages.after, 0),
  };
  const last = `| all | ${ratio(all.before, all.after)} | ${ratio(incidents.before, incidents.after)} |`;
  return [['| team | pages | incidents |', '|---|---|---|', ...lines, last].join('\n')];
}

function reviewers({ reviewers: teams }: Impact, { rows }: Limits): readonly string[] {
  if (teams.length === 0) return [];
  const more = teams.length > rows ? ` and ${teams.length - rows} more` : '';
  return [`**Ask for a review:** ${teams.slice(0, rows).map(quote).join(', ')}${more}`];
}

function list<Row>(
  title: string,
  all: readonly Row[],
  { rows }: Limits,
  render: (row: Row) => string,
): readonly string[] {
  if (all.length === 0) return [];
  const more = all.length > rows ? [`- and ${all.length - rows} more`] : [];
  const lines = all.slice(0, rows).map((row) => `- ${render(row)}`);
  return [`**${title}**\n\n${[...lines, ...more].join('\n')}`];
}

function section({ kind, count, examples }: ImpactOfKind, limits: Limits): string {
  const title = kindInWords(kind, count);
  const shown = examples.slice(0, limits.examples).map(renderExample);
  if (shown.length === 0) return `**${title}**`;
  return `<details><summary>${title}</summary>\n\n${shown.join('\n')}\n\n</details>`;
}

function renderExample(example: ImpactExample): string {
  const { receivedAt, source, service, title } = example;
  const where = service === null ? '' : `, ${quote(service)}`;
  return [
    `- ${inUtc(receivedAt)}, ${quote(source)}${where}: ${quote(title)}`,
    ...renderSide('before', example.base),
    ...renderSide('after', example.head),
  ].join('\n');
}

function renderSide(name: string, { summary, because }: ImpactSide): readonly string[] {
  return [
    `  - ${name}: ${quote(summary)}`,
    ...because.map(({ stage, result, rule, place }) => {
      const by = rule === null ? '' : ` by ${quote(rule)}`;
      const at = place === null ? '' : `, ${quote(`${place.file}:${place.line}`)}`;
      return `    - ${stage} ${quote(result)}${by}${at}`;
    }),
  ];
}

/** Nothing in a code span is a mention, a link or HTML; a bar would end the cell of a table. */
function quote(text: string): string {
  const line = cleanLine(text.replaceAll('`', "'").replaceAll('|', '¦'));
  return line === null ? '` `' : `\`${abbreviate(line, MOST_QUOTED)}\``;
}

const MOST_QUOTED = 160;

function renderHygiene({ what, id, place, sentence }: HygieneFinding): string {
  return `${what} ${quote(id)} ${sentence} (${quote(`${place.file}:${place.line}`)})`;
}
