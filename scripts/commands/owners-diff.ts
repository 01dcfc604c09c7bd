// `tocsin owners diff`: what moves between another version of the map and the files here, as Markdown or JSON.
import type { Arguments } from '../cli/arguments.ts';
import { EXIT, type ExitCode } from '../cli/exit-code.ts';
import { plural } from '../diagnostics/pretty.ts';
import {
  type Cell,
  compareOwnership,
  type Difference,
  type Move,
} from '../ownership/difference.ts';
import type { Runtime } from '../runtime.ts';
import { openRepository } from '../workspace/git.ts';
import { readPast } from '../workspace/history.ts';
import { loadCommit, loadOrganisation } from './load.ts';
import { organisationRoot } from './organisation-root.ts';
import { printable } from './printable.ts';

/** Compares and prints. */
export async function ownersDiff(args: Arguments, runtime: Runtime): Promise<ExitCode> {
  const root = organisationRoot(args, runtime);
  const { organisation } = await loadOrganisation(root, runtime);
  const name = args.value('base') ?? (await defaultBase(root, runtime));
  const base = await readPast(root, runtime.environment, { kind: 'commit', name });
  const { state: before } = await loadCommit(root, base, runtime);
  const difference = compareOwnership(before.organisation, organisation);
  runtime.out(
    args.flag('json')
      ? `${JSON.stringify({ base: base.commit, ...difference }, null, 2)}\n`
      : printable(
          renderMarkdown(difference, {
            base: args.value('base') ?? base.commit.slice(0, 10),
            // Who names no version wants to look; a pull request names one and gets everything.
            most: args.flag('all') || args.value('base') !== null ? Infinity : MOST_LINES,
          }),
        ),
  );
  return EXIT.clean;
}

/** Where the branch left the main one; on the main one itself, its newest commit. */
async function defaultBase(root: string, runtime: Runtime): Promise<string> {
  const repository = openRepository(root, runtime.environment);
  for (const branch of ['origin/HEAD', 'origin/main', 'origin/master', 'main', 'master']) {
    const found = await repository.run(['merge-base', 'HEAD', branch]);
    if (found.code === 0) return found.stdout.toString('utf8').trim();
  }
  return 'HEAD';
}

const MOST_LINES = 20;

function renderMarkdown(
  { moves, teams }: Difference,
  { base, most }: { readonly base: string; readonly most: number },
): string {
  const since = `since ${code(base)}`;
  if (moves.length + teams.length === 0) return `**Ownership:** nothing moves ${since}.\n`;
  const hidden = Math.max(0, moves.length - most) + Math.max(0, teams.length - most);
  const rows = moves.slice(0, most).map((move) => {
    const place = (move.to ?? move.from)?.place ?? null;
    return `| ${describe(move)} | ${cellText(move.from, move)} | ${cellText(move.to, move)} | ${place === null ? '' : `${place.file}:${place.line}`} |`;
  });
  return [
    `**Ownership:** ${plural(moves.length, 'move')}${teams.length === 0 ? '' : ` and ${plural(teams.length, 'team')} with changes`} ${since}.`,
    '',
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
  const [shown = '', discipline] = kind === 'service' ? name.split(/ \(|\)/) : [name];
  const rest = entries === 0 ? '' : `, with ${entries} ${entries === 1 ? 'entry' : 'entries'}`;
  return `${kind} ${code(shown)}${discipline === undefined ? '' : `, ${discipline}`}${rest}`;
}

function cellText(cell: Cell | null, { kind, name }: Move): string {
  if (cell === null) return '–';
  const isItself = kind === 'service' && name.split(' ')[0] === cell.service;
  return cell.service === null || isItself ? cell.team : `${cell.team}, ${cell.service}`;
}

/** A code span in a table: neither it nor the table can be left from inside. */
function code(text: string): string {
  return `\`${text.replaceAll('`', '’').replaceAll('|', '\\|')}\``;
}
