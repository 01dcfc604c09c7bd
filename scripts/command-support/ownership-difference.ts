// What moves between two versions of the ownership map, as Markdown for a pull request.
import { plural } from '../diagnostics/pretty.ts';
import type { Cell, Difference, Move } from '../ownership/difference.ts';

/** How much moves since a version, and what: `most` lines of each kind. */
export function renderDifference(
  difference: Difference,
  { base, most }: { readonly base: string; readonly most: number },
): string {
  const since = `since ${code(base)}`;
  const { moves, teams } = difference;
  if (moves.length + teams.length === 0) return `**Ownership:** nothing moves ${since}.\n`;
  return `**Ownership:** ${countMoves(difference)} ${since}.\n\n${renderMoves(difference, most)}`;
}

/** How much moves, as a part of a sentence. */
export function countMoves({ moves, teams }: Difference): string {
  return `${plural(moves.length, 'move')}${teams.length === 0 ? '' : ` and ${plural(teams.length, 'team')} with changes`}`;
}

/** The moves as a table and the teams as a list. */
export function renderMoves({ moves, teams }: Difference, most: number): string {
  const hidden = Math.max(0, moves.length - most) + Math.max(0, teams.length - most);
  const rows = moves.slice(0, most).map((move) => {
    const place = (move.to ?? move.from)?.place ?? null;
    return `| ${describe(move)} | ${cellText(move.from, move.to, move)} | ${cellText(move.to, move.from, move)} | ${place === null ? '' : `${place.file}:${place.line}`} |`;
  });
  return [
    ...(rows.length === 0 ? [] : ['| what | from | to | line |', '|---|---|---|---|', ...rows, '']),
    ...teams
      .slice(0, most)
      .map(
        ({ team, change, facts }) =>
          `- team ${code(team)} ${change === 'changed' ? `has another ${facts.join(', ')}` : `is ${change}`}`,
      ),
    ...(teams.length === 0 ? [] : ['']),
    ...(hidden === 0 ? [] : [`… and ${hidden} more: \`tocsin owners diff --all\``, '']),
  ].join('\n');
}

function describe({ kind, name, entries }: Move): string {
  const [shown = '', discipline] =
    kind === 'service' || kind === 'product' ? name.split(/ \(|\)/) : [name];
  const rest = entries === 0 ? '' : `, with ${entries} ${entries === 1 ? 'entry' : 'entries'}`;
  return `${kind} ${code(shown)}${discipline === undefined ? '' : `, ${discipline}`}${rest}`;
}

/** The product is named where it is what differs. */
function cellText(cell: Cell | null, other: Cell | null, { kind, name }: Move): string {
  if (cell === null) return '–';
  const isItself = kind === 'service' && name.split(' ')[0] === cell.service;
  const owner = cell.service === null || isItself ? cell.team : `${cell.team}, ${cell.service}`;
  const isOtherProduct = other !== null && other.product !== cell.product;
  return isOtherProduct && cell.product !== null ? `${owner} (${cell.product})` : owner;
}

/** A code span in a table: neither it nor the table can be left from inside. */
function code(text: string): string {
  const line = text.replaceAll(/[\s\p{Cc}]+/gu, ' ');
  return `\`${line.replaceAll('`', '’').replaceAll('|', '\\|')}\``;
}
