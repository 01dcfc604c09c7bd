// `tocsin owners drift`: who really works on the code of a service, with the numbers and a patch that is ready.
import type { Arguments } from '../cli/arguments.ts';
import { EXIT, type ExitCode, UsageError } from '../cli/exit-code.ts';
import { type Located, readDocuments } from '../config/document-set.ts';
import type { ProductDocument } from '../config/documents.ts';
import { plural } from '../diagnostics/pretty.ts';
import type { Place } from '../model/place.ts';
import { driftStart, measureDrift, type ServiceDrift } from '../ownership/drift.ts';
import type { Runtime } from '../runtime.ts';
import { linePatch } from '../text/line-patch.ts';
import { splice } from '../text/splice.ts';
import { readActivity } from '../workspace/activity.ts';
import { readOrganisationFiles } from '../workspace/read.ts';
import { openCodeRepository } from './code-repository.ts';
import { loadFiles } from './load.ts';
import { organisationRoot } from './organisation-root.ts';
import { readable } from './printable.ts';

/** Measures and prints; exit 1 where an entry looks wrong. */
export async function ownersDrift(
  folder: string | undefined,
  args: Arguments,
  runtime: Runtime,
): Promise<ExitCode> {
  const root = organisationRoot(args, runtime);
  const files = readOrganisationFiles(root);
  const { organisation } = loadFiles(files, runtime);
  const code = await openCodeRepository(organisation, folder, args, runtime);
  const now = runtime.now();
  const changes = await readActivity(code.folder, runtime.environment, {
    since: driftStart(organisation, now),
    path: null,
  });
  if (changes === null) throw new UsageError(`${code.repo} has no commits yet`);
  const products = readDocuments(files).documents.product;
  const today = now.slice(0, 10);
  const report = measureDrift(organisation, code.repo, changes, now).map((drift) => ({
    ...drift,
    patch: drift.flag === null ? null : patchFor(products, drift, drift.flag.successor, today),
  }));
  runtime.out(
    args.flag('json')
      ? `${JSON.stringify({ repo: code.repo, at: now, services: report }, null, 2)}\n`
      : readable(
          report.length === 0
            ? `no commits on code of a service in ${code.repo}\n`
            : report.map(render).join(''),
          runtime,
        ),
  );
  return report.some(({ flag }) => flag !== null) ? EXIT.findings : EXIT.clean;
}

function render(drift: ServiceDrift & { readonly patch: string | null }): string {
  const { service, function: discipline, team, since, activity, flag, patch } = drift;
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
    patch === null ? '' : `\n${patch}\n`,
  ].join('');
}

function percent(part: number, whole: number): string {
  return `${Math.round((100 * part) / whole)} %`;
}

/** A patch that names the team that does the work, and today as the day of the review; null where the team comes from the fallback. */
function patchFor(
  products: readonly Located<ProductDocument>[],
  { service, function: discipline }: ServiceDrift,
  successor: string,
  today: string,
): string | null {
  for (const product of products) {
    const index = product.document.services.findIndex(({ id }) => id === service);
    const entry = product.document.services[index];
    if (entry === undefined) continue;
    if (entry.teams === undefined || !Object.hasOwn(entry.teams, discipline)) return null;
    const path = ['services', index];
    const edits: (readonly [Place, string])[] = [
      [product.locate([...path, 'teams', discipline]), successor],
      ...(entry.reviewed === undefined
        ? []
        : [[product.locate([...path, 'reviewed']), today] as const]),
    ];
    const edited = edits
      .toSorted(([left], [right]) => right.line - left.line || right.column - left.column)
      .reduce((text, [place, value]) => replaceAt(text, place, value), product.text);
    return linePatch(product.file, product.text, edited);
  }
  return null;
}

function replaceAt(text: string, { line, column, length }: Place, value: string): string {
  let start = 0;
  for (let passed = 1; passed < line; passed += 1) start = text.indexOf('\n', start) + 1;
  return splice(text, start + column - 1, start + column - 1 + length, value);
}
