// Conditions that no signal can meet, of rules and of silences.
import type { DocumentSet, Located } from '../../config/document-set.ts';
import type { RuleEntry, WhenEntry } from '../../config/rule-documents.ts';
import { toConditions } from '../../config/conditions.ts';
import { isGlobal } from '../../config/rules.ts';
import type { Path } from '../../config/syntax.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Organisation } from '../../model/organisation.ts';
import type { Service } from '../../model/ownership.ts';
import { type Condition, RULE_STAGES } from '../../model/rule.ts';
import { isImpossible } from '../../rules/analysis/compare.ts';
import { type Domains, narrow } from '../../rules/analysis/domain.ts';
import { holds } from '../../rules/match.ts';
import { GENERIC } from '../../signals/generic/generic.ts';
import { vendors } from '../../signals/registry.ts';
import { finding } from '../finding.ts';
import { unkeptText } from './kept-text.ts';
import { checkRelated } from './related-fields.ts';

/** Finds conditions that exclude each other or ask for what no signal can have. */
export function checkImpossible(
  organisation: Organisation,
  documents: DocumentSet,
  domains: Domains,
): readonly Diagnostic[] {
  const check = (context: Omit<Context, 'organisation' | 'domains' | 'conditions'>) =>
    checkWhen({
      ...context,
      organisation,
      domains,
      conditions: toConditions(context.when, organisation.intervals),
    });
  return [
    ...documents.rules.flatMap((file) =>
      RULE_STAGES.flatMap((stage) => {
        const rules: readonly RuleEntry[] = file.document[stage] ?? [];
        const team = isGlobal(file) ? null : file.id;
        return rules.flatMap(({ when }, index) =>
          when === undefined ? [] : check({ file, path: [stage, index, 'when'], when, team }),
        );
      }),
    ),
    ...documents.rules.flatMap((file) =>
      (file.document.gate ?? []).flatMap(({ suppress_when: suppress }, index) =>
        suppress === undefined
          ? []
          : check({
              file,
              path: ['gate', index, 'suppress_when', 'open'],
              when: suppress.open,
              team: null,
            }),
      ),
    ),
    ...documents.silence.flatMap((file) =>
      check({ file, path: ['when'], when: file.document.when, team: null }),
    ),
  ];
}

type Context = {
  readonly organisation: Organisation;
  readonly domains: Domains;
  readonly file: Pick<Located<unknown>, 'locate' | 'locateKey'>;
  readonly path: Path;
  readonly when: WhenEntry;
  readonly conditions: readonly Condition[];
  /** The team whose rules these are; null for everybody's. */
  readonly team: string | null;
};

/** One finding a rule: the first reason is enough. */
function checkWhen(context: Context): readonly Diagnostic[] {
  const found =
    context.conditions.map((condition) => checkAlone(context, condition)).find(isFound) ??
    CHECKS.map((check) => check(context)).find(isFound);
  return found === undefined ? [] : [found];
}

function isFound(found: Diagnostic | null): found is Diagnostic {
  return found !== null;
}

function checkAlone(context: Context, condition: Condition): Diagnostic | null {
  const { domains, file, path } = context;
  const { field } = condition;
  const place = file.locate([...path, field]);
  const unkept = unkeptText(condition);
  if (unkept !== null) {
    const at = unkept.isName ? file.locateKey([...path, field]) : place;
    return finding('rule-impossible', at, unkept.message, unkept.hint);
  }
  const domain = domains.get(field);
  if (condition.kind === 'any_of' || domain?.values.length === 0) return null;
  if (!isImpossible(narrow(condition, domains) ?? condition)) return null;
  if (domain === undefined)
    return finding(
      'rule-impossible',
      place,
      `unexpected bounds of \`${field}\` that exclude each other, expected a range that holds a number`,
      'swap them, or remove one',
    );
  if (condition.kind === 'absent')
    return finding(
      'rule-impossible',
      place,
      `unexpected \`exists: false\` for \`${field}\`, expected a field that can be missing`,
      'every signal has one: remove the condition',
    );
  const values = domain.values.slice(0, MOST_SHOWN).map((value) => `\`${value}\``);
  return finding(
    'rule-impossible',
    place,
    `unexpected condition that no \`${field}\` meets, expected one that fits ${values.join(', ') || 'something declared'}${domain.values.length > MOST_SHOWN ? ' …' : ''}`,
    'write the values themselves, or correct the pattern',
  );
}

const MOST_SHOWN = 6;

const CHECKS: readonly ((context: Context) => Diagnostic | null)[] = [
  checkTeam,
  checkVendor,
  checkProduct,
  (context) => checkRelated(context, servicesIn(context.organisation, context.conditions) !== null),
  checkForeign,
];

function checkTeam({ conditions, file, path, team }: Context): Diagnostic | null {
  const asked = conditions.find((condition) => condition.field === 'team');
  if (asked === undefined || team === null || holds(asked, team)) return null;
  return finding(
    'rule-impossible',
    file.locate([...path, 'team']),
    `unexpected other team than \`${team}\`, expected none, since these rules are asked only about its signals`,
    `remove \`team\`, or move the rule to rules/00-global.yaml`,
  );
}

function checkVendor(context: Context): Diagnostic | null {
  const { conditions, organisation, file, path } = context;
  const vendor = conditions.find((condition) => condition.field === 'vendor');
  const source = conditions.find((condition) => condition.field === 'source');
  if (vendor === undefined) return null;
  if (source?.kind !== 'any_of') return checkSender(context, vendor);
  const sent = source.values.map((id) => organisation.sources.get(id)?.vendor);
  if (sent.some((id) => id === undefined || holds(vendor, id))) return null;
  return finding(
    'rule-impossible',
    file.locate([...path, 'vendor']),
    `unexpected vendor that \`${source.values.join('`, `')}\` is not, expected \`${sent[0] ?? ''}\``,
    'the source says which tool it is: remove `vendor`',
  );
}

/** Whether any source is of the tool; a rule may be there before its source, so this is a hint. */
function checkSender({ organisation, file, path }: Context, vendor: Condition): Diagnostic | null {
  if (vendor.kind !== 'any_of' || !vendor.values.every(isVendor)) return null;
  const senders = [...organisation.sources.values()].map((source) => source.vendor);
  // What a misspelt source sends is not known.
  if (senders.some((sender) => holds(vendor, sender) || !isVendor(sender))) return null;
  const asked = vendor.values.join('`, `');
  return {
    ...finding(
      'rule-impossible',
      file.locate([...path, 'vendor']),
      `unexpected vendor \`${asked}\`, which no source here is, expected one that sends signals`,
      `add a source with \`vendor: ${vendor.values[0] ?? ''}\` in rules/sources/, or remove the rule`,
    ),
    severity: 'warning',
  };
}

function isVendor(id: string): boolean {
  return Object.hasOwn(vendors, id) || id === GENERIC;
}

function checkProduct({ conditions, organisation, file, path }: Context): Diagnostic | null {
  const product = conditions.find((condition) => condition.field === 'product');
  const services = servicesIn(organisation, conditions);
  if (product === undefined || services === null) return null;
  if (services.some((service) => holds(product, service.product))) return null;
  return finding(
    'rule-impossible',
    file.locate([...path, 'product']),
    `unexpected product, expected \`${services[0]?.product ?? ''}\`, to which \`${services[0]?.id ?? ''}\` belongs`,
    'the service says which product it is: remove `product`',
  );
}

/** A signal may name its team itself, so this is no proof. */
function checkForeign(context: Context): Diagnostic | null {
  const { conditions, organisation, file, path, team, when } = context;
  const services = servicesIn(organisation, conditions);
  if (team === null || services === null) return null;
  const foreign = services.find((service) => !mayAnswerFor(organisation, service).has(team));
  if (foreign === undefined) return null;
  const { id } = foreign;
  const owners = ownersOf(organisation, foreign);
  const asked = when['service'];
  const at = Array.isArray(asked) ? [asked.indexOf(id)] : [];
  return {
    ...finding(
      'rule-foreign-service',
      file.locate([...path, 'service', ...at]),
      `unexpected service \`${id}\` in the rules of \`${team}\`, expected one of its own, since these rules are asked only about its signals`,
      `\`${id}\` belongs to ${owners.map((owner) => `\`${owner}\``).join(', ')}: move the rule to rules/${owners[0] ?? '00-global'}.yaml`,
    ),
    severity: 'warning',
  };
}

/** The services of which a rule names one; null when it names none, or one that is not declared. */
function servicesIn(
  organisation: Organisation,
  conditions: readonly Condition[],
): readonly Service[] | null {
  const asked = conditions.find((condition) => condition.field === 'service');
  if (asked?.kind !== 'any_of') return null;
  const services = asked.values.flatMap((id) => organisation.services.get(id) ?? []);
  return services.length === asked.values.length && services.length > 0 ? services : null;
}

/** Every team that may be called for a service: triage and, where its own function is left to nobody, who has what it needs. */
function mayAnswerFor(
  organisation: Organisation,
  service: Service,
  seen: ReadonlySet<string> = new Set(),
): ReadonlySet<string> {
  const known = [...ownersOf(organisation, service), organisation.settings.triage];
  const cell = cellOf(organisation, service);
  const isTaken = service.unowned !== null || Object.hasOwn(cell, service.function);
  if (isTaken || seen.has(service.id)) return new Set(known);
  const deeper = new Set([...seen, service.id]);
  const causes = service.needs.flatMap((need) =>
    need.kind === 'service' ? [need.service] : need.services,
  );
  return new Set([
    ...known,
    ...causes.flatMap((id) => {
      const cause = organisation.services.get(id);
      return cause === undefined ? [] : [...mayAnswerFor(organisation, cause, deeper)];
    }),
  ]);
}

/** The teams of a service, that of its own function first; triage where it belongs to nobody. */
function ownersOf(organisation: Organisation, service: Service): readonly string[] {
  const cell = cellOf(organisation, service);
  const first = Object.hasOwn(cell, service.function) ? cell[service.function] : undefined;
  const teams = new Set([...(first === undefined ? [] : [first]), ...Object.values(cell)]);
  return teams.size === 0 ? [organisation.settings.triage] : [...teams];
}

/** Its team per function; what it names itself goes before what its product names. */
function cellOf(
  { products }: Organisation,
  { product, teams, unowned }: Service,
): Readonly<Record<string, string>> {
  const fallback = products.find((entry) => entry.id === product)?.fallback ?? {};
  // Whether it has teams all the same is not to be judged here.
  return unowned === null ? { ...fallback, ...teams } : teams;
}
