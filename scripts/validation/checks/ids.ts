import type { DocumentSet, Located } from '../../config/document-set.ts';
import type { ProductDocument } from '../../config/documents.ts';
import type { RulesDocument } from '../../config/rule-documents.ts';
import { inAskedOrder } from '../../config/rules.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Place } from '../../model/place.ts';
import { RULE_STAGES } from '../../model/rule.ts';
import { findingWith } from '../finding.ts';

type Declaration = { readonly id: string; readonly place: Place };

/** Ids that must be unique: services, components, functions, stakeholder groups, rules of a stage, aliases. */
export function checkIds(documents: DocumentSet): readonly Diagnostic[] {
  return [
    ...duplicates('service', servicesIn(documents).map(declaredService)),
    ...duplicates('component', componentsIn(documents)),
    ...documents.functions.flatMap((file) =>
      duplicates('function', declaredIn(file, 'functions', file.document.functions)),
    ),
    ...documents.stakeholders.flatMap((file) =>
      duplicates('stakeholder group', declaredIn(file, 'groups', file.document.groups)),
    ),
    ...[...Map.groupBy(inAskedOrder(documents.rules), ({ id }) => id).values()].flatMap(checkRules),
    ...checkAliases(documents),
  ];
}

type DeclaredService = {
  readonly product: Located<ProductDocument>;
  readonly service: ProductDocument['services'][number];
  readonly index: number;
};

function servicesIn({ product: products }: DocumentSet): readonly DeclaredService[] {
  return products.flatMap((product) =>
    product.document.services.map((service, index) => ({ product, service, index })),
  );
}

function declaredService({ product, service, index }: DeclaredService): Declaration {
  return { id: service.id, place: product.locate(['services', index, 'id']) };
}

/** Components of today, what they were called before, and what is gone for good. */
function componentsIn(documents: DocumentSet): readonly Declaration[] {
  return [
    ...servicesIn(documents).flatMap(namesOfComponent),
    ...documents.product.flatMap((product) =>
      declaredIn(product, 'retired', product.document.retired ?? []),
    ),
  ];
}

function namesOfComponent({ product, service, index }: DeclaredService): readonly Declaration[] {
  const { component } = service;
  if (component === undefined) return [];
  const path = ['services', index, 'component'] as const;
  const former = (['former', 'merged'] as const).flatMap((key) =>
    (component[key] ?? []).map((id, position) => ({
      id,
      place: product.locate([...path, key, position]),
    })),
  );
  return [{ id: component.id, place: product.locate([...path, 'id']) }, ...former];
}

/** The entries of a list in a file. */
function declaredIn(
  file: Pick<Located<unknown>, 'locate'>,
  list: string,
  entries: readonly { readonly id: string }[],
): readonly Declaration[] {
  return entries.map(({ id }, index) => ({ id, place: file.locate([list, index, 'id']) }));
}

/** The files of one team, or of everybody's rules. */
function checkRules(files: readonly Located<RulesDocument>[]): readonly Diagnostic[] {
  const named = NAMED.flatMap(([section, what]) =>
    duplicates(
      what,
      files.flatMap((file) =>
        Object.keys(file.document[section] ?? {}).map((id) => ({
          id,
          place: file.locateKey([section, id]),
        })),
      ),
    ),
  );
  const rules = STAGES.flatMap((stage) =>
    duplicates(
      `${stage} rule`,
      files.flatMap((file) => declaredIn(file, stage, file.document[stage] ?? [])),
    ),
  );
  return [...named, ...rules];
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
