import type { DocumentSet } from '../../config/document-set.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { suggest } from '../../diagnostics/suggestion.ts';
import { findScheme } from '../../signals/authenticity/registry.ts';
import { findVendor, vendors } from '../../signals/registry.ts';
import { finding, unknownReference } from '../finding.ts';
import type { Known } from '../known.ts';

/** Sources name a vendor that exists, a proof that it can give, and parts of the organisation that exist. */
export function checkSources(documents: DocumentSet, known: Known): readonly Diagnostic[] {
  return documents.source.flatMap((source) => {
    const { vendor, owner, authentication, defaults = {} } = source.document;
    const adapter = findVendor(vendor);
    const findings: Diagnostic[] = [];
    if (adapter === undefined) {
      findings.push(
        finding(
          'vendor-unknown',
          source.locate(['vendor']),
          `unexpected vendor \`${vendor}\`, expected the id of an adapter`,
          suggest(vendor, Object.keys(vendors)) ?? `use one of ${Object.keys(vendors).join(', ')}`,
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
      const expected = part === 'user' ? 'a user name' : 'the name of a header';
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
