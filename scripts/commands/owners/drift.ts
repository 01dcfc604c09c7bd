// `tocsin owners drift`: who really works on the code of a service, with the numbers and a patch that is ready.
import type { Arguments } from '../../cli/arguments.ts';
import { EXIT, type ExitCode, UsageError } from '../../cli/exit-code.ts';
import { type Located, readDocuments } from '../../config/document-set.ts';
import type { ProductDocument } from '../../config/documents.ts';
import { plural } from '../../diagnostics/pretty.ts';
import type { Place } from '../../model/place.ts';
import { driftStart, measureDrift, type ServiceDrift } from '../../ownership/drift.ts';
import type { Runtime } from '../../runtime.ts';
import { linePatch } from '../../text/line-patch.ts';
import { splice } from '../../text/splice.ts';
import { readActivity } from '../../workspace/activity.ts';
import { openCodeRepository } from '../../command-support/code-repository.ts';
import { loadFolder } from '../../command-support/load.ts';
import { organisationRoot } from '../../command-support/organisation-root.ts';
import { printable, readable } from '../../cli/printable.ts';

/** Measures and prints; exit 1 where an entry looks wrong. */
export async function ownersDrift(
  folder: string | undefined,
  args: Arguments,
  runtime: Runtime,
): Promise<ExitCode> {
  const root = organisationRoot(args, runtime);
  const { state, files } = await loadFolder(root, runtime);
  const { organisation } = state;
  const code = await openCodeRepository(organisation, folder, args, runtime);
  const now = runtime.now();
  const known = await readActivity(code.folder, runtime.environment, {
    since: driftStart(organisation, now),
    path: null,
  });
  if (known === null) throw new UsageError(`${code.repo} has no commits yet`);
  const { changes, cutAt } = known;
  const products = readDocuments(files).documents.product;
  const today = now.slice(0, 10);
  const report = measureDrift(organisation, code.repo, changes, now);
  const patches = products.flatMap((product) => patchOf(product, report, today));
  runtime.out(
    args.flag('json')
      ? `${JSON.stringify({ repo: code.repo, at: now, history_from: cutAt, services: report, patches }, null, 2)}\n`
      : [
          readable(
            report.length === 0
              ? `no commits on code of a service in ${code.repo}\n`
              : report.map(render).join(''),
            runtime,
          ),
          // Patches are for `git apply`: no line of theirs is folded.
          ...patches.map((patch) => printable(`\n${patch}\n`)),
        ].join(''),
  );
  if (cutAt !== null)
    runtime.err(
      `tocsin: the history of this checkout begins ${cutAt.slice(0, 10)}, so work before it is not counted: fetch all of it (\`git fetch --unshallow\`)\n`,
    );
  return report.some(({ flag }) => flag !== null) ? EXIT.findings : EXIT.clean;
}

function render(drift: ServiceDrift): string {
  const { service, function: discipline, team, since, activity, flag } = drift;
  const shares = [
    ...activity.shares.map(
      ({ team: name, commits }) => `${name} ${commits} (${percent(commits, activity.commits)})`,
    ),
    ...(activity.strangers === 0
      ? []
      : [`in no team ${activity.strangers} (${percent(activity.strangers, activity.commits)})`]),
  ];
  return [
    `${flag === null ? 'ok   ' : 'DRIFT'} ${service}, ${discipline}: ${team} owns it; ${plural(activity.commits, 'commit')} since ${since.slice(0, 10)}${shares.length === 0 ? '' : `: ${shares.join(', ')}`}\n`,
    flag === null ? '' : `      ${flag.sentence}\n`,
  ].join('');
}

function percent(part: number, whole: number): string {
  return `${Math.round((100 * part) / whole)} %`;
}

/**
 * One patch for a file, so that it applies whatever else drifts there: it names the teams that do the work, and today as
 * the day of the review. None where the teams come from the fallback.
 */
function patchOf(
  product: Located<ProductDocument>,
  report: readonly ServiceDrift[],
  today: string,
): readonly string[] {
  const edits = product.document.services.flatMap((entry, index) => {
    const drifts = report.flatMap(({ service, function: discipline, flag }) =>
      service === entry.id && flag !== null && Object.hasOwn(entry.teams ?? {}, discipline)
        ? [{ discipline, successor: flag.successor }]
        : [],
    );
    const path = ['services', index];
    const isDated = drifts.length > 0 && entry.reviewed !== undefined;
    return [
      ...drifts.map(
        ({ discipline, successor }) =>
          [product.locate([...path, 'teams', discipline]), successor] as const,
      ),
      ...(isDated ? [[product.locate([...path, 'reviewed']), today] as const] : []),
    ];
  });
  if (edits.length === 0) return [];
  const edited = edits
    .toSorted(([left], [right]) => right.line - left.line || right.column - left.column)
    .reduce((text, [place, value]) => replaceAt(text, place, value), product.text);
  return [linePatch(product.file, product.text, edited)];
}

function replaceAt(text: string, { line, column, length }: Place, value: string): string {
  let start = 0;
  for (let passed = 1; passed < line; passed += 1) start = text.indexOf('\n', start) + 1;
  return splice(text, start + column - 1, start + column - 1 + length, value);
}
