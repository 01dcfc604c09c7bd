// Why a command does not find an incident: nobody wrote it, or what was written cannot be read.
import { CommandFailure, UsageError } from '../cli/exit-code.ts';
import { readDocuments } from '../config/document-set.ts';
import { suggest } from '../diagnostics/suggestion.ts';
import { isIncidentPath } from '../model/history-path.ts';
import { readOrganisationFiles } from '../workspace/read.ts';
import { printable } from '../cli/printable.ts';

/** Names what is wrong in the incident's file, or else incidents whose ids are like it. */
export function refuseIncident(
  root: string,
  id: string,
  { ids, otherwise }: { readonly ids: readonly string[]; readonly otherwise: string },
): never {
  const files = readOrganisationFiles(root).filter(
    ({ path }) => isIncidentPath(path) && path.endsWith(`/${id}.md`),
  );
  const [first, ...more] = readDocuments(files).diagnostics;
  if (first === undefined)
    throw new UsageError(
      `unexpected incident \`${id.slice(0, 100)}\`: ${suggest(id, ids) ?? otherwise}`,
    );
  const { place, message, hint } = first;
  const rest = more.length === 0 ? '' : ` (${more.length} more: \`tocsin validate\`)`;
  throw new CommandFailure(
    printable(
      `${place.file}:${place.line}: ${message}: ${hint}${rest}; until that is corrected the incident cannot be read`,
    ),
  );
}
