import type { DocumentSet, Located } from '../../config/document-set.ts';
import type { ProductDocument, ServiceEntry } from '../../config/documents.ts';
import type { Path } from '../../config/syntax.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Place } from '../../model/place.ts';
import { finding, unknownReference } from '../finding.ts';
import { type Known, mentions } from '../known.ts';

/** References of the ownership map: teams, functions, services, schedules, products. */
export function checkOwnership(documents: DocumentSet, known: Known): readonly Diagnostic[] {
  return [
    ...documents.organisation.flatMap((file) =>
      known.teams.has(file.document.triage)
        ? []
        : [unknownReference('team', file.document.triage, file.locate(['triage']), known.teams)],
    ),
    ...documents.product.flatMap((product) => checkProduct(product, known)),
    ...documents.team.flatMap((team) => {
      const schedule = team.document.schedule;
      if (schedule === undefined || known.schedules.has(schedule)) return [];
      return [unknownReference('schedule', schedule, team.locate(['schedule']), known.schedules)];
    }),
    ...documents.stakeholders.flatMap((file) =>
      file.document.groups.flatMap((group, index) =>
        mentions(file, ['groups', index, 'products'], group.products)
          .filter((mention) => !known.products.has(mention.word))
          .map((mention) =>
            unknownReference('product', mention.word, mention.place, known.products),
          ),
      ),
    ),
    ...checkTierOne(documents),
  ];
}

function checkProduct(product: Located<ProductDocument>, known: Known): readonly Diagnostic[] {
  const { document } = product;
  return [
    ...checkFunction(product, ['function'], document.function, known),
    ...checkTeamPerFunction(product, ['fallback'], document.fallback ?? {}, known),
    ...document.services.flatMap((service, index) => checkService(product, service, index, known)),
  ];
}

function checkService(
  product: Located<ProductDocument>,
  service: ServiceEntry,
  index: number,
  known: Known,
): readonly Diagnostic[] {
  const path: Path = ['services', index];
  const areas = (service.code ?? []).flatMap(({ function: discipline }, position) =>
    discipline === undefined
      ? []
      : checkFunction(product, [...path, 'code', position, 'function'], discipline, known),
  );
  const needs = (service.needs ?? []).flatMap((need, position) =>
    typeof need === 'string'
      ? [{ word: need, place: product.locate([...path, 'needs', position]) }]
      : mentions(product, [...path, 'needs', position, 'any_of'], need.any_of),
  );
  return [
    ...(service.function === undefined
      ? []
      : checkFunction(product, [...path, 'function'], service.function, known)),
    ...checkTeamPerFunction(product, [...path, 'teams'], service.teams ?? {}, known),
    ...needs
      .filter((need) => !known.services.has(need.word))
      .map((need) => unknownReference('service', need.word, need.place, known.services)),
    ...areas,
    ...checkDefaultTeam(product, service, index),
    ...checkUnowned(product, service, index),
  ];
}

/** A service has teams, or says that nobody answers for it. */
function checkUnowned(
  product: Located<ProductDocument>,
  service: ServiceEntry,
  index: number,
): readonly Diagnostic[] {
  const path: Path = ['services', index];
  if (service.teams === undefined && service.unowned === undefined) {
    return [
      finding(
        'schema-required',
        product.locate([...path, 'id']),
        `unexpected service \`${service.id}\` without \`teams\`, expected a team for its function`,
        'add `teams: {<function>: <team>}`, or `unowned: true` where nobody answers for it on purpose',
      ),
    ];
  }
  if (service.teams === undefined || service.unowned === undefined) return [];
  return [
    finding(
      'unowned-with-teams',
      product.locateKey([...path, 'unowned']),
      'unexpected `unowned` beside `teams`, expected one of the two',
      'remove `teams`, or remove `unowned`',
    ),
  ];
}

/** The function that is called by default needs a team, in the service or in the product's fallback. */
function checkDefaultTeam(
  product: Located<ProductDocument>,
  service: ServiceEntry,
  index: number,
): readonly Diagnostic[] {
  const called = service.function ?? product.document.function;
  if (
    service.teams === undefined ||
    Object.hasOwn(service.teams, called) ||
    Object.hasOwn(product.document.fallback ?? {}, called)
  )
    return [];
  return [
    finding(
      'reference-unknown',
      product.locate(['services', index, 'teams']),
      `unexpected teams without \`${called}\`, expected a team for the function that is called by default`,
      `add \`${called}: <team>\` here or to the product's fallback`,
    ),
  ];
}

function checkFunction(
  product: Located<ProductDocument>,
  path: Path,
  id: string,
  known: Known,
): readonly Diagnostic[] {
  return known.functions.has(id)
    ? []
    : [unknownReference('function', id, product.locate(path), known.functions)];
}

function checkTeamPerFunction(
  product: Located<ProductDocument>,
  path: Path,
  teams: Readonly<Record<string, string>>,
  known: Known,
): readonly Diagnostic[] {
  return Object.entries(teams).flatMap(([discipline, team]) => [
    ...(known.functions.has(discipline)
      ? []
      : [
          unknownReference(
            'function',
            discipline,
            product.locateKey([...path, discipline]),
            known.functions,
          ),
        ]),
    ...(known.teams.has(team)
      ? []
      : [unknownTeam(team, product.locate([...path, discipline]), known)]),
  ]);
}

/** An owner is a team: a single person sleeps, leaves and goes on holiday. */
function unknownTeam(team: string, place: Place, known: Known): Diagnostic {
  const found = unknownReference('team', team, place, known.teams);
  return [...known.people].includes(team)
    ? { ...found, hint: `\`${team}\` is a person; name a team that the person is a member of` }
    : found;
}

function checkTierOne(documents: DocumentSet): readonly Diagnostic[] {
  const scheduled = new Map(
    documents.team.map((team) => [team.id, team.document.schedule !== undefined]),
  );
  return documents.product.flatMap((product) =>
    product.document.services.flatMap((service, index) => {
      const called = service.function ?? product.document.function;
      const team = service.teams?.[called] ?? product.document.fallback?.[called];
      if (service.unowned !== undefined) return [];
      if (service.tier !== 1 || team === undefined || scheduled.get(team) !== false) return [];
      return [
        finding(
          'tier-without-on-call',
          product.locate(['services', index, 'tier']),
          `unexpected tier 1 service of team \`${team}\`, expected a team with a schedule`,
          `add \`schedule: …\` to ownership/teams/${team}.yaml`,
        ),
      ];
    }),
  );
}
