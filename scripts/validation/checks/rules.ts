import type { DocumentSet, Located } from '../../config/document-set.ts';
import type { RuleEntry, RulesDocument } from '../../config/documents.ts';
import { isGlobal } from '../../config/rules.ts';
import type { Path } from '../../config/syntax.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { suggest } from '../../diagnostics/suggestion.ts';
import { vendors } from '../../signals/registry.ts';
import { checkExtract } from './extract.ts';
import { finding, findingWith, unknownReference } from '../finding.ts';
import { type Ids, type Known, type Mention, mentions } from '../known.ts';

/** Rule files belong to teams, stages have defaults, and every rule can be reached and refers to what exists. */
export function checkRules(documents: DocumentSet, known: Known): readonly Diagnostic[] {
  return documents.rules.flatMap((file) => [
    ...checkScope(file, known),
    ...checkExtract(file),
    ...STAGES.flatMap((stage) => [
      ...checkDefault(file, stage),
      ...checkReachable(file, stage),
      ...(file.document[stage] ?? []).flatMap((rule, index) =>
        checkConditions({ file, path: [stage, index, 'when'], rule, stage, known }),
      ),
    ]),
    ...checkTargets(file, known),
  ]);
}

const STAGES = ['severity', 'gate', 'group', 'notify'] as const;

type StageName = (typeof STAGES)[number];

function checkScope(file: Located<RulesDocument>, known: Known): readonly Diagnostic[] {
  if (isGlobal(file) || known.teams.has(file.id)) return [];
  const place = { file: file.file, line: 1, column: 1, length: 1 };
  return [
    finding(
      'rule-scope',
      place,
      `unexpected rule file \`${file.id}.yaml\`, expected the name of a team`,
      suggest(file.id, known.teams) ??
        'name the file after a team, or move its rules to rules/00-global.yaml',
    ),
  ];
}

function checkDefault(file: Located<RulesDocument>, stage: StageName): readonly Diagnostic[] {
  if (!isGlobal(file)) return [];
  if (decidingRules(file, stage).some(({ rule }) => rule.when === undefined)) return [];
  const place = file.document[stage] === undefined ? file.locate([]) : file.locateKey([stage]);
  return [
    finding(
      'rule-default-missing',
      place,
      `unexpected stage \`${stage}\` without default, expected a last rule without \`when\``,
      `add \`- id: default\` with ${ANSWERS[stage]} and no \`when\` at the end of \`${stage}\``,
    ),
  ];
}

const ANSWERS = {
  severity: '`set: sev3`',
  gate: '`action: open`',
  group: '`by: [service, environment]`',
  notify: '`to: [on-call]`',
} as const;

/** Told once, however many rules stand below. */
function checkReachable(file: Located<RulesDocument>, stage: StageName): readonly Diagnostic[] {
  const rules = decidingRules(file, stage);
  const all = rules.findIndex(({ rule }) => rule.when === undefined);
  const [last, next] = [rules[all], rules[all + 1]];
  if (last === undefined || next === undefined) return [];
  const name = last.rule.id;
  const more = rules.length - all - 2;
  const message = `unexpected rule \`${next.rule.id}\`${more > 0 ? ` and ${more} more` : ''} after \`${name}\`, which matches everything, expected \`${name}\` last`;
  return [
    findingWith('rule-unreachable', file.locate([stage, next.index, 'id']), message, {
      hint: `move \`${name}\` to the end of \`${stage}\`, or give it a \`when\``,
      related: [
        { message: 'it matches everything', place: file.locate([stage, last.index, 'id']) },
      ],
    }),
  ];
}

/** The rules of which the first that matches decides; the gate's other kinds and `also` stand for themselves. */
function decidingRules(
  file: Located<RulesDocument>,
  stage: StageName,
): readonly { readonly rule: RuleEntry; readonly index: number }[] {
  const rules: readonly (RuleEntry & { readonly action?: string; readonly to?: unknown })[] =
    file.document[stage] ?? [];
  return rules.flatMap((rule, index) => {
    const isBeside =
      (stage === 'gate' && rule.action === undefined) ||
      (stage === 'notify' && rule.to === undefined);
    return isBeside ? [] : [{ rule, index }];
  });
}

type RuleContext = {
  readonly file: Located<RulesDocument>;
  readonly path: Path;
  readonly rule: RuleEntry;
  readonly stage: StageName;
  readonly known: Known;
};

function checkConditions(context: RuleContext): readonly Diagnostic[] {
  const { file, path, rule, stage } = context;
  const early =
    stage === 'severity' &&
    rule.when !== undefined &&
    Object.hasOwn(rule.when, 'incident_severity');
  return [
    ...(early
      ? [
          finding(
            'rule-field',
            file.locateKey([...path, 'incident_severity']),
            'unexpected field `incident_severity`, expected a field that is known before the severity stage',
            'use `severity`, which the source states',
          ),
        ]
      : []),
    ...Object.entries(rule.when ?? {}).flatMap(([field, test]) => {
      const ids = idsOf(context, field);
      if (ids === null) return [];
      const at = [...path, field];
      const named =
        typeof test === 'string'
          ? [{ word: test, place: file.locate(at) }]
          : isList(test)
            ? mentions(file, at, test)
            : [];
      return named
        .filter((mention) => !ids.has(mention.word))
        .map((mention) =>
          CLOSED.has(ids)
            ? unknownWord(field, mention, ids)
            : unknownReference(field, mention.word, mention.place, ids),
        );
    }),
  ];
}

function isList(test: unknown): test is readonly string[] {
  return Array.isArray(test);
}

const VENDORS: ReadonlySet<string> = new Set(Object.keys(vendors));
const SEVERITIES: ReadonlySet<string> = new Set(['critical', 'high', 'medium', 'low', 'info']);
const INCIDENT: ReadonlySet<string> = new Set(['sev1', 'sev2', 'sev3', 'sev4', 'none']);
const KINDS: ReadonlySet<string> = new Set(['problem', 'report', 'deployment']);
const ACTIONS: ReadonlySet<string> = new Set(['trigger', 'acknowledge', 'resolve', 'update']);

/** Words that Tocsin itself defines. */
const CLOSED: ReadonlySet<Ids> = new Set([VENDORS, SEVERITIES, INCIDENT, KINDS, ACTIONS]);

function unknownWord(field: string, mention: Mention, words: Ids): Diagnostic {
  const all = [...words].map((word) => `\`${word}\``).join(', ');
  return finding(
    'schema-value',
    mention.place,
    `unexpected \`${field}\` of \`${mention.word}\`, expected one of ${all}`,
    suggest(mention.word, words) ?? `use one of ${all}`,
  );
}

/** The closed set of values of a field; null for free text. */
function idsOf({ known }: RuleContext, field: string): Ids | null {
  const sets: Readonly<Record<string, Ids>> = {
    source: known.sources,
    vendor: VENDORS,
    service: known.services,
    team: known.teams,
    function: known.functions,
    product: known.products,
    environment: known.environments,
    severity: SEVERITIES,
    incident_severity: INCIDENT,
    kind: KINDS,
    action: ACTIONS,
  };
  return sets[field] ?? null;
}

function checkTargets(file: Located<RulesDocument>, known: Known): readonly Diagnostic[] {
  return (file.document.notify ?? []).flatMap((rule, index) =>
    [...(rule.to ?? []), ...(rule.also ?? [])].flatMap((target, position) =>
      typeof target === 'object' && 'team' in target && !known.teams.has(target.team)
        ? [
            unknownReference(
              'team',
              target.team,
              file.locate(['notify', index, 'to', position, 'team']),
              known.teams,
            ),
          ]
        : [],
    ),
  );
}
