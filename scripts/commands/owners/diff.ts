// `tocsin owners diff`: what moves between another version of the map and the files here, as Markdown or JSON.
import type { Arguments } from '../../cli/arguments.ts';
import { EXIT, type ExitCode } from '../../cli/exit-code.ts';
import { compareOwnership } from '../../ownership/difference.ts';
import type { Runtime } from '../../runtime.ts';
import { branchBase } from '../../workspace/base.ts';
import { openRepository } from '../../workspace/git.ts';
import { readPast } from '../../workspace/history.ts';
import { readOrganisationFiles } from '../../workspace/read.ts';
import { loadCommit, loadStrictly } from '../../command-support/load.ts';
import { organisationRoot } from '../../command-support/organisation-root.ts';
import { renderDifference } from '../../command-support/ownership-difference.ts';
import { printable } from '../../cli/printable.ts';

/** Compares and prints. */
export async function ownersDiff(args: Arguments, runtime: Runtime): Promise<ExitCode> {
  const root = organisationRoot(args, runtime);
  // With an older version in place of a refused file the very change would be what nobody looks at.
  const { organisation } = loadStrictly(readOrganisationFiles(root), runtime);
  const name =
    args.value('base') ??
    (await branchBase(openRepository(root, runtime.environment), runtime.environment));
  const base = await readPast(root, runtime.environment, { kind: 'commit', name });
  const { state: before } = await loadCommit(root, base, runtime);
  const difference = compareOwnership(before.organisation, organisation);
  runtime.out(
    args.flag('json')
      ? `${JSON.stringify({ base: base.commit, ...difference }, null, 2)}\n`
      : printable(
          renderDifference(difference, {
            base: args.value('base') ?? base.commit.slice(0, 10),
            // Who names no version wants to look; a pull request names one and gets everything.
            most: args.flag('all') || args.value('base') !== null ? Infinity : MOST_LINES,
          }),
        ),
  );
  return EXIT.clean;
}

const MOST_LINES = 20;
