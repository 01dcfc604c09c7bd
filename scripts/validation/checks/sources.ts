import type { DocumentSet, Located } from '../../config/document-set.ts';
import type { SourceDocument } from '../../config/documents.ts';
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
  return documents.source.flatMap((source) => {
    const { vendor, owner, authentication, defaults = {} } = source.document;
    const adapter = traitsOf(vendor);
    const findings: Diagnostic[] = [...checkOwnMapping(source)];
    if (adapter === undefined) {
      findings.push(
        finding(
          'vendor-unknown',
          source.locate(['vendor']),
          `unexpected vendor \`${vendor}\`, expected the id of an adapter`,
          suggest(vendor, [...Object.keys(vendors), GENERIC]) ??
            `use one of ${Object.keys(vendors).join(', ')}, or ${GENERIC} with a mapping`,
        ),
      );
    } else if (!adapter.authentication.some((scheme) => scheme === authentication.scheme)) {
      findings.push(
        finding(
          'scheme-unknown',
          source.locate(['authentication', 'scheme']),
          `unexpected scheme \`${authentication.scheme}\`, expected a proof that ${adapter.title} can give`,
          suggest(authentication.scheme, adapter.authentication) ??
            `use ${adapter.authentication.join(' or ')}`,
        ),
      );
    }
    for (const part of findScheme(authentication.scheme)?.requires ?? []) {
      if (authentication[part] !== undefined) continue;
      const expected = NEEDED[part];
      findings.push(
        finding(
          'schema-required',
          source.locate(['authentication']),
          `unexpected scheme \`${authentication.scheme}\` without \`${part}\`, expected ${expected}`,
          `add \`${part}: …\``,
        ),
      );
    }
    if (!known.teams.has(owner))
      findings.push(unknownReference('team', owner, source.locate(['owner']), known.teams));
    if (defaults.environment !== undefined && !known.environments.has(defaults.environment)) {
      findings.push(
        unknownReference(
          'environment',
          defaults.environment,
          source.locate(['defaults', 'environment']),
          known.environments,
        ),
      );
    }
    if (defaults.service !== undefined && !known.services.has(defaults.service)) {
      findings.push(
        unknownReference(
          'service',
          defaults.service,
          source.locate(['defaults', 'service']),
          known.services,
        ),
      );
    }
    return findings;
  });
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
