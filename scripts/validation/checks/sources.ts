import type { DocumentSet, Located } from '../../config/document-set.ts';
import type { ProductDocument, ProjectEntry, SourceDocument } from '../../config/documents.ts';
import type { Path } from '../../config/syntax.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { suggest } from '../../diagnostics/suggestion.ts';
import { findScheme } from '../../signals/authenticity/registry.ts';
import { GENERIC } from '../../signals/generic/generic.ts';
import { checkMapping } from '../../signals/generic/mapping-problems.ts';
import { vendors } from '../../signals/registry.ts';
import { traitsOf } from '../../signals/source-adapter.ts';
import { finding, unknownReference } from '../finding.ts';
import type { Known } from '../known.ts';

/** Sources name a vendor that exists, a proof that it can give, and parts of the organisation that exist. */
export function checkSources(documents: DocumentSet, known: Known): readonly Diagnostic[] {
  return documents.source.flatMap((source) => [
    ...checkOwnMapping(source),
    ...Object.entries(source.document.projects ?? {}).flatMap(([project, cell]) =>
      checkProject(source, ['projects', project], cell, { known, documents }),
    ),
    ...checkVendor(source),
    ...checkProof(source),
    ...checkReferences(source, known),
  ]);
}

/** The vendor has an adapter, and can give the proof that is asked of it. */
function checkVendor(source: Located<SourceDocument>): readonly Diagnostic[] {
  const { vendor, authentication } = source.document;
  const adapter = traitsOf(vendor);
  if (adapter === undefined)
    return [
      finding(
        'vendor-unknown',
        source.locate(['vendor']),
        `unexpected vendor \`${vendor}\`, expected the id of an adapter`,
        suggest(vendor, [...Object.keys(vendors), GENERIC]) ??
          `use one of ${Object.keys(vendors).join(', ')}, or ${GENERIC} with a mapping`,
      ),
    ];
  if (adapter.authentication.some((scheme) => scheme === authentication.scheme)) return [];
  return [
    finding(
      'scheme-unknown',
      source.locate(['authentication', 'scheme']),
      `unexpected scheme \`${authentication.scheme}\`, expected a proof that ${adapter.title} can give`,
      suggest(authentication.scheme, adapter.authentication) ??
        `use ${adapter.authentication.join(' or ')}`,
    ),
  ];
}

/** Everything is stated that its proof needs. */
function checkProof(source: Located<SourceDocument>): readonly Diagnostic[] {
  const { authentication } = source.document;
  const { scheme } = authentication;
  const missing = (findScheme(scheme)?.requires ?? []).filter(
    (part) => authentication[part] === undefined,
  );
  return missing.map((part) =>
    finding(
      'schema-required',
      source.locate(['authentication']),
      `unexpected scheme \`${scheme}\` without \`${part}\`, expected ${NEEDED[part]}`,
      `add \`${part}: …\``,
    ),
  );
}

function checkReferences(source: Located<SourceDocument>, known: Known): readonly Diagnostic[] {
  const { owner, defaults = {} } = source.document;
  const references = [
    { what: 'team', id: owner, path: ['owner'], ids: known.teams },
    {
      what: 'environment',
      id: defaults.environment,
      path: ['defaults', 'environment'],
      ids: known.environments,
    },
    { what: 'service', id: defaults.service, path: ['defaults', 'service'], ids: known.services },
  ] as const;
  return references.flatMap(({ what, id, path, ids }) =>
    id === undefined || ids.has(id) ? [] : [unknownReference(what, id, source.locate(path), ids)],
  );
}

/** A tool's project leads to a cell that exists. */
function checkProject(
  source: Located<SourceDocument>,
  path: Path,
  cell: ProjectEntry,
  { known, documents }: { readonly known: Known; readonly documents: DocumentSet },
): readonly Diagnostic[] {
  const references = [
    { what: 'service', id: cell.service, ids: known.services },
    { what: 'team', id: cell.team, ids: known.teams },
    { what: 'function', id: cell.function, ids: known.functions },
    { what: 'product', id: cell.product, ids: known.products },
  ] as const;
  const dangling = references.flatMap(({ what, id, ids }) =>
    id === undefined || ids.has(id)
      ? []
      : [unknownReference(what, id, source.locate([...path, what]), ids)],
  );
  const product = documents.product.find(({ id }) => id === cell.product)?.document;
  if (dangling.length > 0 || leadsSomewhere(cell, product)) return dangling;
  return [
    finding(
      'project-incomplete',
      source.locateKey(path),
      `unexpected project \`${path[1] ?? ''}\` without an owner, expected a service, a team, or a product with a team for the function`,
      'add `service: …` or `team: …`',
    ),
  ];
}

function leadsSomewhere(cell: ProjectEntry, product: ProductDocument | undefined): boolean {
  if (cell.service !== undefined || cell.team !== undefined) return true;
  return (
    product !== undefined &&
    Object.hasOwn(product.fallback ?? {}, cell.function ?? product.function)
  );
}

/** A mapping stands where it is needed, and each of its pointers can be followed. */
function checkOwnMapping(source: Located<SourceDocument>): readonly Diagnostic[] {
  const { vendor, mapping } = source.document;
  if (mapping === undefined) {
    if (vendor !== GENERIC) return [];
    const found = `unexpected vendor \`${GENERIC}\` without \`mapping\`, expected a mapping`;
    const hint = 'add `mapping:` with `identity` and `title`, as docs/vendors/generic.md shows';
    return [finding('schema-required', source.locate(['vendor']), found, hint)];
  }
  if (vendor !== GENERIC) {
    const found = `unexpected mapping for the vendor \`${vendor}\`, expected none`;
    const hint = `remove \`mapping\`, or write \`vendor: ${GENERIC}\``;
    return [finding('mapping-invalid', source.locateKey(['mapping']), found, hint)];
  }
  return checkMapping(mapping).map(({ path, found, expected }) =>
    finding(
      'mapping-invalid',
      source.locate(['mapping', ...path]),
      `unexpected ${found}, expected ${expected}`,
      'docs/vendors/generic.md explains pointers, templates and choices',
    ),
  );
}

/** What a scheme needs beside its secrets, in words. */
const NEEDED = {
  user: 'a user name',
  header: 'the name of a header',
  tenant: 'the id of a tenant',
  audience: 'the audience of its tokens',
} as const;
