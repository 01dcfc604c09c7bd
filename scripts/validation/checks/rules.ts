import type { DocumentSet, Located } from '../../config/document-set.ts';
import type { RuleEntry, RulesDocument } from '../../config/rule-documents.ts';
import { inAskedOrder, isGlobal, isWhole } from '../../config/rules.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { suggest } from '../../diagnostics/suggestion.ts';
import { RULE_STAGES, type RuleStage } from '../../model/rule.ts';
import { finding, findingWith } from '../finding.ts';
import type { Known } from '../known.ts';
import { checkWhen } from './conditions.ts';
import { checkEscalations } from './escalations.ts';
import { checkExtract } from './extract.ts';
import { checkIntervals } from './intervals.ts';
import { checkAnswers } from './rule-answers.ts';
import { checkWriter } from './writer.ts';

/** Rule files belong to teams, stages have defaults, and every rule can be reached and refers to what exists. */
export function checkRules(documents: DocumentSet, known: Known): readonly Diagnostic[] {
  const writer = documents.organisation[0]?.document.writer ?? 'local';
  const teams = [...Map.groupBy(inAskedOrder(documents.rules), ({ id }) => id).values()];
  return [
    ...teams.flatMap((files) => RULE_STAGES.flatMap((stage) => checkReachable(files, stage))),
    ...documents.rules.flatMap((file) => [
      ...checkScope(file, known),
      ...checkGlobalOnly(file),
      ...checkExtract(file),
      ...checkIntervals(file),
      ...checkEscalations(file, known),
      ...RULE_STAGES.flatMap((stage) => checkDefault(file, stage)),
      ...checkAllConditions(file, known),
      ...checkAnswers(file, known),
      ...(writer === 'actions' ? checkWriter(file) : []),
    ]),
  ];
}

function checkScope(file: Located<RulesDocument>, known: Known): readonly Diagnostic[] {
  if (isGlobal(file) || known.teams.has(file.id)) return [];
  const place = { file: file.file, line: 1, column: 1, length: 1 };
  return [
    finding(
      'rule-scope',
      place,
      isWhole(file)
        ? `unexpected rule file \`${file.id}.yaml\`, expected the name of a team`
        : `unexpected folder \`${file.id}/\` in rules/, expected the name of a team`,
      suggest(file.id, known.teams) ??
        `name the ${isWhole(file) ? 'file' : 'folder'} after a team, or move its rules to rules/00-global.yaml`,
    ),
  ];
}

function checkGlobalOnly(file: Located<RulesDocument>): readonly Diagnostic[] {
  if (isGlobal(file)) return [];
  return (['identity', 'intervals', 'escalations'] as const).flatMap((section) =>
    file.document[section] === undefined
      ? []
      : [
          finding(
            'rule-global-only',
            file.locateKey([section]),
            `unexpected \`${section}\` in the rules of \`${file.id}\`, expected it in rules/00-global.yaml`,
            section === 'identity'
              ? 'move it there: problems are told apart before anybody knows who owns them'
              : 'move it there; rules of every team can name it',
          ),
        ],
  );
}

function checkDefault(file: Located<RulesDocument>, stage: RuleStage): readonly Diagnostic[] {
  if (!isGlobal(file) || !isWhole(file) || stage === 'identity' || stage === 'cascade') return [];
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
function checkReachable(
  files: readonly Located<RulesDocument>[],
  stage: RuleStage,
): readonly Diagnostic[] {
  const rules = files.flatMap((file) =>
    decidingRules(file, stage).map((entry) => ({ ...entry, file })),
  );
  const all = rules.findIndex(({ rule }) => rule.when === undefined);
  const [last, next] = [rules[all], rules[all + 1]];
  if (last === undefined || next === undefined) return [];
  const name = last.rule.id;
  const more = rules.length - all - 2;
  const message = `unexpected rule \`${next.rule.id}\`${more > 0 ? ` and ${more} more` : ''} after \`${name}\`, which matches everything, expected \`${name}\` last`;
  return [
    findingWith('rule-unreachable', next.file.locate([stage, next.index, 'id']), message, {
      hint:
        last.file === next.file
          ? `move \`${name}\` to the end of \`${stage}\`, or give it a \`when\``
          : `move \`${name}\` to the end of \`${stage}\` in ${files.at(-1)?.file ?? ''}, or give it a \`when\``,
      related: [
        { message: 'it matches everything', place: last.file.locate([stage, last.index, 'id']) },
      ],
    }),
  ];
}

/** The rules of which the first that matches decides; the gate's other kinds and `also` stand for themselves. */
function decidingRules(
  file: Located<RulesDocument>,
  stage: RuleStage,
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

function checkAllConditions(file: Located<RulesDocument>, known: Known): readonly Diagnostic[] {
  return RULE_STAGES.flatMap((stage) => {
    const rules: readonly RuleEntry[] = file.document[stage] ?? [];
    const hasSeverity = stage !== 'severity' && stage !== 'identity';
    return rules.flatMap(({ when }, index) =>
      checkWhen({ file, path: [stage, index, 'when'], when, known, hasSeverity }),
    );
  });
}
