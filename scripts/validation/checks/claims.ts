import type { DocumentSet, Located } from '../../config/document-set.ts';
import type { ProductDocument, ServiceEntry } from '../../config/documents.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Place } from '../../model/place.ts';
import { parseCodePattern } from '../../ownership/code-path.ts';
import { parseEndpoint } from '../../ownership/endpoint.ts';
import { canonical } from '../../ownership/path-pattern.ts';
import { findingWith } from '../finding.ts';

/** Two services must not claim one endpoint, transaction or code path with patterns that say the same. */
export function checkClaims(documents: DocumentSet): readonly Diagnostic[] {
  const taken = new Map<string, { readonly service: string; readonly place: () => Place }>();
  return documents.product.flatMap((product) =>
    product.document.services.flatMap((service, index) =>
      claimsOf(product, service, index).flatMap(({ what, text, key, place }) => {
        const before = taken.get(`${what} ${key}`);
        if (before === undefined) taken.set(`${what} ${key}`, { service: service.id, place });
        if (before === undefined || before.service === service.id) return [];
        return [
          findingWith(
            'claim-duplicate',
            place(),
            `unexpected ${what} \`${text}\`, expected one that no other service has`,
            {
              hint: 'remove it here or there, or make one of the two more specific',
              related: [{ message: `it belongs to ${before.service}`, place: before.place() }],
            },
          ),
        ];
      }),
    ),
  );
}

type Claim = {
  readonly what: 'endpoint' | 'transaction' | 'code path';
  readonly text: string;
  /** Equal for patterns that say the same. */
  readonly key: string;
  /** Looked up only for what is complained about. */
  readonly place: () => Place;
};

function claimsOf(
  product: Located<ProductDocument>,
  service: ServiceEntry,
  index: number,
): readonly Claim[] {
  const at =
    (...path: readonly (string | number)[]) =>
    (): Place =>
      product.locate(['services', index, ...path]);
  return [
    ...(service.endpoints ?? []).map((text, position): Claim => {
      const { method, pattern } = parseEndpoint(text);
      const key = `${method ?? ''} ${canonical(pattern)}`;
      return { what: 'endpoint', text, key, place: at('endpoints', position) };
    }),
    ...(service.transactions ?? []).map((text, position): Claim => ({
      what: 'transaction',
      text,
      key: text,
      place: at('transactions', position),
    })),
    ...(service.code ?? []).flatMap(({ repo, paths }, area) =>
      paths.flatMap((text, position): readonly Claim[] =>
        text.startsWith('!')
          ? []
          : [
              {
                what: 'code path',
                text,
                key: `${repo} ${canonical(parseCodePattern(text))}`,
                place: at('code', area, 'paths', position),
              },
            ],
      ),
    ),
  ];
}
