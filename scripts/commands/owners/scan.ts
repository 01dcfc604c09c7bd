// `tocsin owners scan`: annotations in code beside the map.
import { join } from 'node:path';
import type { Arguments } from '../../cli/arguments.ts';
import { CommandFailure, EXIT, type ExitCode } from '../../cli/exit-code.ts';
import { appendEntry, yamlText } from '../../config/append-entry.ts';
import { type Located, readDocuments, type SourceFile } from '../../config/document-set.ts';
import type { ProductDocument, ServiceEntry } from '../../config/documents.ts';
import { plural } from '../../diagnostics/pretty.ts';
import { readAnnotations } from '../../ownership/annotation.ts';
import { isSameRepository } from '../../ownership/code-path.ts';
import { compareWithMap } from '../../ownership/scan.ts';
import type { Addition } from '../../ownership/settle-additions.ts';
import type { Runtime } from '../../runtime.ts';
import { loadState } from '../../validation/load.ts';
import { readFilesWith } from '../../workspace/checkout.ts';
import { replaceFile } from '../../workspace/work-tree.ts';
import { openCodeRepository } from '../../command-support/code-repository.ts';
import { loadFolder } from '../../command-support/load.ts';
import { organisationRoot } from '../../command-support/organisation-root.ts';
import { printableName, readable } from '../../cli/printable.ts';
import { renderRemarks } from '../../cli/remark.ts';

/** Reads the annotations of a checkout, says what the map lacks, and adds it where that was asked for. */
export async function ownersScan(
  folder: string | undefined,
  args: Arguments,
  runtime: Runtime,
): Promise<ExitCode> {
  const root = organisationRoot(args, runtime);
  const isWriting = args.flag('write');
  const { state, files, isNewest } = await loadFolder(root, runtime);
  if (isWriting && !isNewest)
    throw new CommandFailure('nothing is written while files are wrong: correct them first');
  const { organisation } = state;
  const code = await openCodeRepository(organisation, folder, args, runtime);
  const texts = await readFilesWith(code.folder, runtime.environment, 'tocsin');
  const read = texts
    .filter(({ path }) => !/\.(md|mdx|markdown)$/i.test(path))
    .map(({ path, text }) => readAnnotations(path, text));
  const found = {
    annotations: read.flatMap(({ annotations }) => annotations),
    broken: read.flatMap(({ broken }) => broken),
  };
  const { additions, disagreements } = compareWithMap(organisation, code.repo, found, code.files);
  const edited = withAdditions(readDocuments(files).documents.product, additions, code.repo);
  if (isWriting) {
    refuseWrong(files, edited);
    for (const [file, text] of edited) replaceFile(join(root, file), text);
  }
  if (args.flag('json')) {
    const missing = additions.map(({ service, ...rest }) => ({ service: service.id, ...rest }));
    runtime.out(
      `${JSON.stringify({ repo: code.repo, annotations: found.annotations, missing, disagreements, written: isWriting ? [...edited.keys()] : [] }, null, 2)}\n`,
    );
  } else {
    runtime.out(
      readable(
        [
          `${plural(found.annotations.length, 'annotation')} in ${code.repo}\n`,
          ...additions.map(renderAddition),
          ...(isWriting ? [...edited.keys()].map((file) => `written: ${file}\n`) : []),
          renderRemarks(disagreements),
          additions.length > 0 && !isWriting ? '`tocsin owners scan --write` adds them\n' : '',
          additions.length + disagreements.length === 0 ? 'code and map say the same\n' : '',
        ].join(''),
        runtime,
      ),
    );
  }
  const differences = disagreements.length + (isWriting ? 0 : additions.length);
  return args.flag('check') && differences > 0 ? EXIT.findings : EXIT.clean;
}

/** Nothing is written that `validate` refuses, such as a list that became too long. */
function refuseWrong(files: readonly SourceFile[], edited: ReadonlyMap<string, string>): void {
  const { diagnostics, kind } = loadState(
    files.map((file) => {
      const text = edited.get(file.path);
      return text === undefined ? file : { path: file.path, text };
    }),
  );
  const [first] = diagnostics;
  if (kind === 'invalid' && first !== undefined)
    throw new CommandFailure(
      `nothing is written, since \`validate\` would refuse ${first.place.file}: ${first.message}`,
    );
}

function renderAddition({ service, list, text, function: discipline, place }: Addition): string {
  const asks = discipline === null ? '' : ` with function ${discipline}`;
  const what = `${list === 'code' ? 'the code path' : list.slice(0, -1)} ${text}${asks}`;
  return `${printableName(`${service.place.file}: ${service.id} lacks ${what} (${place.file}:${place.line})`)}\n`;
}

/** The product files with their new texts; every other byte stays. */
function withAdditions(
  products: readonly Located<ProductDocument>[],
  additions: readonly Addition[],
  repo: string,
): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const areas = new Map<string, readonly Area[]>();
  for (const { service, list, text, function: discipline } of additions) {
    const product = products.find(({ id }) => id === service.product);
    if (product === undefined) continue;
    const index = product.document.services.findIndex(({ id }) => id === service.id);
    const before = texts.get(product.file) ?? product.text;
    const path = ['services', index];
    const entry = yamlText(text);
    if (list !== 'code') {
      texts.set(product.file, appendEntry(before, path, list, entry));
      continue;
    }
    const known = areas.get(service.id) ?? product.document.services[index]?.code ?? [];
    const area = areaFor(known, repo, discipline);
    const asks = discipline === null ? {} : { function: discipline };
    if (area === null) areas.set(service.id, [...known, { repo, ...asks }]);
    texts.set(
      product.file,
      area === null
        ? appendEntry(before, path, 'code', areaText({ repo, ...asks }, entry))
        : appendEntry(before, [...path, 'code', area], 'paths', entry),
    );
  }
  return texts;
}

type Area = Pick<NonNullable<ServiceEntry['code']>[number], 'repo' | 'function'>;

/** The service's area of a repository that asks for that function; null for its own. */
function areaFor(known: readonly Area[], repo: string, discipline: string | null): number | null {
  const index = known.findIndex(
    (area) => isSameRepository(area.repo, repo) && (area.function ?? null) === discipline,
  );
  return index === -1 ? null : index;
}

function areaText({ repo, function: discipline }: Area, entry: string): string {
  const asks = discipline === undefined ? '' : `function: ${yamlText(discipline)}, `;
  return `{repo: ${yamlText(repo)}, ${asks}paths: [${entry}]}`;
}
