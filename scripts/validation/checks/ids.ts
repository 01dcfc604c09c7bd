import type { DocumentSet } from '../../config/document-set.ts';
import { inAskedOrder } from '../../config/rules.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Place } from '../../model/place.ts';
import { RULE_STAGES } from '../../model/rule.ts';
import { findingWith } from '../finding.ts';

type Declaration = { readonly id: string; readonly place: Place };

/** Ids that must be unique: services, components, functions, stakeholder groups, rules of a stage, aliases. */
export function checkIds(documents: DocumentSet): readonly Diagnostic[] {
  const services = documents.product.flatMap((product) =>
    product.document.services.map((service, index) => ({ product, service, index })),
  );
  return [
    ...duplicates(
      'service',
      services.map(({ product, service, index }) => ({
        id: service.id,
        place: product.locate(['services', index, 'id']),
      })),
    ),
    ...duplicates(
      'component',
      services
        .flatMap(({ product, service, index }) =>
          service.component === undefined
            ? []
            : [
                {
                  id: service.component.id,
                  place: product.locate(['services', index, 'component', 'id']),
                },
                ...(['former', 'merged'] as const).flatMap((key) =>
                  (service.component?.[key] ?? []).map((id, position) => ({
                    id,
                    place: product.locate(['services', index, 'component', key, position]),
                  })),
                ),
              ],
        )
        .concat(
          documents.product.flatMap((product) =>
            (product.document.retired ?? []).map(({ id }, index) => ({
              id,
              place: product.locate(['retired', index, 'id']),
            })),
          ),
        ),
    ),
    ...documents.functions.flatMap((file) =>
      duplicates(
        'function',
        file.document.functions.map((entry, index) => ({
          id: entry.id,
          place: file.locate(['functions', index, 'id']),
        })),
      ),
    ),
    ...documents.stakeholders.flatMap((file) =>
      duplicates(
        'stakeholder group',
        file.document.groups.map((entry, index) => ({
          id: entry.id,
          place: file.locate(['groups', index, 'id']),
        })),
      ),
    ),
    ...[...Map.groupBy(inAskedOrder(documents.rules), ({ id }) => id).values()].flatMap((files) => [
      ...NAMED.flatMap(([section, what]) =>
        duplicates(
          what,
          files.flatMap((file) =>
            Object.keys(file.document[section] ?? {}).map((id) => ({
              id,
              place: file.locateKey([section, id]),
            })),
          ),
        ),
      ),
      ...STAGES.flatMap((stage) =>
        duplicates(
          `${stage} rule`,
          files.flatMap((file) =>
            (file.document[stage] ?? []).map((rule, index) => ({
              id: rule.id,
              place: file.locate([stage, index, 'id']),
            })),
          ),
        ),
      ),
    ]),
    ...checkAliases(documents),
  ];
}

const NAMED = [
  ['intervals', 'interval'],
  ['escalations', 'escalation policy'],
] as const;

const STAGES = ['extract', ...RULE_STAGES] as const;

function duplicates(what: string, declarations: readonly Declaration[]): readonly Diagnostic[] {
  const first = new Map<string, Place>();
  return declarations.flatMap(({ id, place }) => {
    const before = first.get(id);
    if (before === undefined) {
      first.set(id, place);
      return [];
    }
    return [
      findingWith(
        'id-duplicate',
        place,
        `unexpected second ${what} \`${id}\`, expected each id once`,
        {
          hint: 'give it another id',
          related: [{ message: 'the first one', place: before }],
        },
      ),
    ];
  });
}

/** An alias names one service only, and none that another service has as its id. */
function checkAliases(documents: DocumentSet): readonly Diagnostic[] {
  const taken = new Map<string, { readonly service: string; readonly place: Place }>();
  for (const product of documents.product) {
    product.document.services.forEach((service, index) => {
      taken.set(service.id, {
        service: service.id,
        place: product.locate(['services', index, 'id']),
      });
    });
  }
  return documents.product.flatMap((product) =>
    product.document.services.flatMap((service, index) =>
      (service.aliases ?? []).flatMap((alias, position) => {
        const place = product.locate(['services', index, 'aliases', position]);
        const before = taken.get(alias);
        if (before === undefined) taken.set(alias, { service: service.id, place });
        if (before === undefined || before.service === service.id) return [];
        return [
          findingWith(
            'alias-duplicate',
            place,
            `unexpected alias \`${alias}\`, expected a name that no other service has`,
            {
              hint: 'remove it here or there',
              related: [{ message: `it means ${before.service}`, place: before.place }],
            },
          ),
        ];
      }),
    ),
  );
}
